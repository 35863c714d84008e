"""What a mail is about, and which mails those who run a program see on the desk: declared by each app, closed otherwise.

    shown("agreements.signature_requested", subjects=requests_managed_by, about={"match": "version__agreement__match"})

stands in an app’s list of mails for the desk (`desk_mail.py`, or what its `apps.py` reads). `subjects` returns, for one person, the rows whose mail they may know of (that
it went or did not, to whom and when; never its text). `about` leads from such a row to the things on whose pages a
mail that could not be delivered is told. A kind that no app declares is seen by organisation administrators alone:
kinds that tell who wished, declined, ended or has not answered stay undeclared (E-26, E-38).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.db.models import CharField, Q, QuerySet
from django.db.models.functions import Cast

if TYPE_CHECKING:
    from people.models import User

Subjects = Callable[["User"], QuerySet[Any]]
NOTHING = Q(pk__in=[])


@dataclass(frozen=True)
class Concern:
    """Kinds of message with the same kind of subject."""

    kinds: tuple[str, ...]
    subjects: Subjects
    about: Mapping[str, str] = field(default_factory=dict)
    undelivered_only: bool = False


CONCERNS: list[Concern] = []


def shown(
    *kinds: str, subjects: Subjects, about: Mapping[str, str] | None = None, undelivered_only: bool = False
) -> None:
    """Declare kinds of message that those who run the program of their subject may know of.

    `undelivered_only`: only as long as it could not be delivered. Where a mail is left out once its recipient has done
    something, its further fate would tell that they have.
    """
    CONCERNS.append(Concern(kinds, subjects, about or {}, undelivered_only))


def seen_by(user: User, *, undelivered: Q) -> Q:
    """Return which messages someone may know of because they run the program; `undelivered` says which those are."""
    condition = NOTHING
    for concern in CONCERNS:
        of_it = _of(concern, concern.subjects(user))
        condition |= of_it & undelivered if concern.undelivered_only else of_it
    return condition


def concerning(name: str, pk: int, *, user: User) -> Q:
    """Return which messages are about one thing (`name` as in `about`), among those that someone may know of."""
    condition = NOTHING
    for concern in CONCERNS:
        if name in concern.about:
            condition |= _of(concern, concern.subjects(user).filter(**{concern.about[name]: pk}))
    return condition


def _of(concern: Concern, subjects: QuerySet[Any]) -> Q:
    keys = subjects.order_by().annotate(key_as_text=Cast("pk", CharField())).values("key_as_text")
    return Q(kind__in=concern.kinds, subject_id__in=keys)
