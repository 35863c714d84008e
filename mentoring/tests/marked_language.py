"""A language in which every text of ours carries a mark, and what of it is found in the database.

What stands marked in a row was said before it was stored: it would be read in the language of the person who caused it,
not of the one who reads it (HOUSE: nothing rendered is stored).
"""

from __future__ import annotations

import functools
import gc
import sys
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from django.apps import apps
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import connection, models
from django.utils.translation import trans_real

if TYPE_CHECKING:
    from collections.abc import Iterator

# Before and behind each text. Nobody types it, and no field takes it out of what is written to it.
MARK = "\N{TOP LEFT HALF BRACKET}"
ROOT = str(Path(__file__).parents[2])
TEXTS = (models.CharField, models.TextField, models.JSONField, ArrayField)


class MarkedTranslation(trans_real.DjangoTranslation):
    """The site's language, marked."""

    def gettext(self, message: str) -> str:
        """Return the message without what tells it from its like, marked."""
        return MARK + message.rpartition("\x04")[2] + MARK

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        """Return the form for a number, marked."""
        return self.gettext(msgid1 if n == 1 else msgid2)


@contextmanager
def marked_language(spoken: type[MarkedTranslation] | None = None) -> Iterator[None]:
    """Have it spoken wherever the site's language is spoken."""
    code, languages = settings.LANGUAGE_CODE, trans_real._translations
    before, default, active = languages.get(code), trans_real._default, getattr(trans_real._active, "value", None)
    languages[code] = trans_real._default = (spoken or MarkedTranslation)(code)
    trans_real.activate(code)
    forget_words()
    try:
        yield
    finally:
        languages.pop(code)
        if before is not None:
            languages[code] = before
        trans_real._default = default
        trans_real.deactivate()
        if active is not None:
            trans_real._active.value = active
        forget_words()


def forget_words() -> None:
    """Empty the caches of our functions: some keep words."""
    for thing in gc.get_objects():
        if type(thing) is functools._lru_cache_wrapper:
            module = sys.modules.get(getattr(thing, "__module__", None) or "")
            if str(getattr(module, "__file__", "") or "").startswith(ROOT):
                thing.cache_clear()


def marked_columns() -> dict[str, str]:
    """Return the columns in which a marked text stands, by model and field, each with one of them."""
    found: dict[str, str] = {}
    with connection.cursor() as cursor:
        for model in apps.get_models():
            for column in model._meta.local_concrete_fields:
                if not model._meta.managed or model._meta.proxy or not isinstance(column, TEXTS):
                    continue
                name = connection.ops.quote_name(column.column or column.attname)
                table = connection.ops.quote_name(model._meta.db_table)
                cursor.execute(
                    f"SELECT {name}::text FROM {table} WHERE {name}::text LIKE %s LIMIT 1",  # noqa: S608 - names of ours
                    [f"%{MARK}%"],
                )
                if row := cursor.fetchone():
                    found[f"{model._meta.label}.{column.name}"] = row[0]
    return found
