"""What people may be told when something with programs cannot be done."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from people.errors import RefusedError
from web.fields.texts import paragraph

if TYPE_CHECKING:
    from django.db.models import Model


class ProgramError(RefusedError):
    """A sentence for the person who asked."""


def check(row: Model, *, exclude: set[str] | None = None) -> None:
    """Refuse values that the row's fields and constraints do not allow, with a sentence that names the field."""
    try:
        row.full_clean(exclude=exclude)
    except ValidationError as error:
        labels = {field.name: capfirst(field.verbose_name) for field in row._meta.fields}
        sentences = [
            message
            if name == NON_FIELD_ERRORS
            else _("%(field)s: %(message)s") % {"field": labels.get(name, name), "message": message}
            for name, messages in error.message_dict.items()
            for message in messages
        ]
        names = list(error.message_dict)
        field = names[0] if len(names) == 1 and names[0] in labels else ""
        raise ProgramError(paragraph(*sentences), field=field) from error
