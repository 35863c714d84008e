"""Two people who write the same thing at the same moment: the database lets one through, and the other reads a sentence.

A form or a process looks whether an address or a name is free, and someone else takes it before it is written. Then a
unique (or exclusion) constraint refuses. Processes say in their own words what was taken, with `taken`; the desk shows its
form again; whatever is left is answered by a page (`mentoring.middleware.RefusalsOfTheDatabase`). Any other
`IntegrityError` is a fault of ours and goes up untouched.
"""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from psycopg2.errors import ExclusionViolation, UniqueViolation

if TYPE_CHECKING:
    from collections.abc import Iterator

    from people.errors import RefusedError


def met(error: Exception) -> bool:
    """Whether the database refused because the same thing is there already."""
    return isinstance(error, IntegrityError) and isinstance(error.__cause__, (UniqueViolation, ExclusionViolation))


def sentence() -> str:
    """Return what to say where nothing more is known."""
    return _("Someone else saved the same thing at the same moment. Check what is there now, then try again.")


@contextmanager
def taken(refusal: RefusedError) -> Iterator[None]:
    """Raise `refusal` where someone else was first, with what was done inside rolled back."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        if not met(error):
            raise
        raise refusal from error
