"""Texts that people write: each has a length, which form and database both hold (E-37)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.core.validators import MaxLengthValidator, URLValidator
from django.db import models
from django.utils.formats import number_format
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext

from web.fields.names import plain_lines

if TYPE_CHECKING:
    from django.db.backends.base.base import BaseDatabaseWrapper
    from django.http import QueryDict
    from django.utils.functional import _StrPromise

# A word or two to someone, a paragraph, a part of an agreement or of guidelines.
NOTE = 500
PARAGRAPH = 2_000
PAGE = 4_000


LONGEST_SEARCH = 200
MOST_WORDS = 8
LONGEST_NUMBER = 18  # digits that a bigint always holds


def is_number(text: str) -> bool:
    """Tell whether a parameter is the number of a row. “²” is a digit to Python, and no number."""
    return text.isascii() and text.isdecimal() and len(text) <= LONGEST_NUMBER


def searched(parameters: QueryDict) -> str:
    """Return what is searched for on a page, as many words as a search takes."""
    return search_words(parameters.get("q", ""))


def search_words(text: str) -> str:
    """Return the first words of a search: each costs the database another look at every row."""
    return " ".join(text[:LONGEST_SEARCH].split()[:MOST_WORDS])


LINK = URLValidator(schemes=["http", "https"], message=_("Enter a web address that begins with https:// or http://."))


class LinkField(models.URLField[str, str]):
    """A link that others follow: a page of the web and nothing else, whichever way it comes into its row (E-29)."""

    default_validators = [LINK]

    def get_prep_value(self, value: Any) -> Any:  # noqa: ANN401 - as Django declares it
        """Refuse what no form has asked about."""
        value = super().get_prep_value(value)
        if value:
            LINK(value)
        return value

    def deconstruct(self) -> tuple[str, str, Any, Any]:
        """Be a `URLField` to migrations: the column is one."""
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.URLField", args, kwargs


def paragraph(*sentences: str) -> str:
    """Return whole sentences as one text. What stands between two of them is the translator's: not every script has spaces."""
    return pgettext("between two sentences", " ").join(sentence for sentence in sentences if sentence)


class LengthValidator(MaxLengthValidator):
    """Says how long a text may be and how long it is, in a sentence."""

    message: _StrPromise = _("Please keep this to at most %(most)s characters; it has %(count)s.")

    def __call__(self, value: str) -> None:
        """Refuse what is too long."""
        most = self.limit_value() if callable(self.limit_value) else self.limit_value
        if len(value) > most:
            counts = {"most": most, "count": len(value)}
            raise forms.ValidationError(
                self.message,
                code=self.code,
                params={name: number_format(count, force_grouping=True) for name, count in counts.items()},
            )


class ProseField(forms.CharField):
    """Several lines. Nothing is cut off: the browser is not told the length, since it would shorten in silence what is pasted."""

    widget = forms.Textarea

    def __init__(self, *, max_length: int, **kwargs: Any) -> None:  # noqa: ANN401 - Django's signature
        """Take what a `CharField` takes; the length is not optional."""
        super().__init__(**kwargs)
        self.max_length = max_length
        self.validators.append(LengthValidator(max_length))

    def to_python(self, value: Any) -> str | None:  # noqa: ANN401 - Django's signature
        """Browsers send two characters for each new line, people count one; what turns or hides the words goes (E-29)."""
        text = super().to_python(value)
        return plain_lines(text) if text else text

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        """Leave `maxlength` out, which browsers count in another way than the database."""
        attrs = super().widget_attrs(widget)
        attrs.pop("maxlength", None)
        return attrs


class Prose(models.TextField[str, str]):
    """A text of several lines with a length that the database refuses to exceed, whoever writes the row."""

    def __init__(self, verbose_name: str | _StrPromise | None = None, *, max_length: int, **kwargs: Any) -> None:  # noqa: ANN401 - Django's signature
        """Take what a `TextField` takes; the length is not optional."""
        super().__init__(verbose_name, max_length=max_length, **kwargs)
        self.most = max_length
        self.validators.append(LengthValidator(max_length))

    def db_check(self, connection: BaseDatabaseWrapper) -> str:
        """Return the condition of a new column. One that stands gets it by a migration: Django does not alter checks."""
        return f"char_length({connection.ops.quote_name(str(self.column))}) <= {self.most}"

    def formfield(self, **kwargs: Any) -> forms.Field | None:  # noqa: ANN401 - Django's signature
        """Ask with the field that answers in our sentence, with whatever widget is wanted."""
        if self.choices:
            return super().formfield(**kwargs)
        return super().formfield(**{"form_class": ProseField, **kwargs})
