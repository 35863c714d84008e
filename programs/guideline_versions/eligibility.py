"""Who may take part, by the rules of the guidelines and the directory's data (P-07, P-08).

Every rule answers with a sentence to the person: what is missing, and what they can do. No sentence: they may. The
supervisor who would nominate them reads the same about them (`to_supervisor`).
Tenure counts whole calendar months: hired on 31 January, one month is full on 28 (or 29) February.
"""

from __future__ import annotations

import calendar
import datetime as dt
from typing import TYPE_CHECKING

from django.db.models import prefetch_related_objects
from django.utils.formats import date_format
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from programs.models import Guidelines
from programs.models.taking_part import Entry

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from django.db.models import Model

    from people.models import Department, Level, Site, User


def read_rules(guidelines: Iterable[Guidelines | None]) -> None:
    """Read the rules on the directory's data into these versions, together; what has been read is not read again."""
    rules = Guidelines._meta.many_to_many
    prefetch_related_objects([version for version in guidelines if version], *(field.name for field in rules))


def mentee_problems(
    guidelines: Guidelines, user: User, *, on: dt.date, nominated: bool = False, to_supervisor: bool = False
) -> list[str]:
    """Return why the person cannot be a mentee on the day; nothing if they can."""
    at_least, at_most = guidelines.mentee_min_tenure_months, guidelines.mentee_max_tenure_months
    if to_supervisor:
        rules = guidelines.mentee_levels.all(), guidelines.mentee_departments.all(), guidelines.mentee_sites.all()
        return [*about_them(user, at_least, at_most, on=on), *not_among(user, *rules)]
    problems = [
        *employment(user, on=on),
        *tenure(user, at_least, at_most, on=on),
        *level_problems(user.level, guidelines.mentee_levels.all()),
        *department_problems(user.department, guidelines.mentee_departments.all()),
        *site_problems(user.site, guidelines.mentee_sites.all()),
    ]
    if guidelines.mentee_entry == Entry.NOMINATED and not nominated:
        problems.append(_("Mentees join by nomination. Ask your supervisor to nominate you."))
    return problems


def mentor_problems(
    guidelines: Guidelines, user: User, *, on: dt.date, nominated: bool = False, to_supervisor: bool = False
) -> list[str]:
    """Return why the person cannot be a mentor on the day; nothing if they can."""
    if to_supervisor:
        rules = guidelines.mentor_levels.all(), guidelines.mentor_departments.all(), guidelines.mentor_sites.all()
        return [*about_them(user, guidelines.mentor_min_tenure_months, None, on=on), *not_among(user, *rules)]
    problems = [
        *employment(user, on=on),
        *tenure(user, guidelines.mentor_min_tenure_months, None, on=on),
        *level_problems(user.level, guidelines.mentor_levels.all()),
        *department_problems(user.department, guidelines.mentor_departments.all()),
        *site_problems(user.site, guidelines.mentor_sites.all()),
    ]
    if guidelines.mentor_entry == Entry.NOMINATED and not nominated:
        problems.append(_("Mentors join by nomination. Ask your supervisor to nominate you."))
    return problems


def employment(user: User, *, on: dt.date) -> Iterator[str]:
    """Only people who work here on the day."""
    if user.hired_on and user.hired_on > on:
        yield _("You can take part from your first day here, %(day)s.") % {"day": in_words(user.hired_on)}
    if not user.is_employed(on):
        yield _("According to the directory, you have left. If that is wrong, ask the coordinator to correct it.")


def tenure(user: User, at_least: int | None, at_most: int | None, *, on: dt.date) -> Iterator[str]:
    """Long enough here, and not too long."""
    if at_least is None and at_most is None:
        return
    if user.hired_on is None:
        yield _("The directory does not say when you joined. Ask the coordinator to have it added.")
        return
    if at_least is not None and add_months(user.hired_on, at_least) > on:
        yield ngettext(
            "This is for people who have been here for at least %(count)s month. You can join from %(day)s.",
            "This is for people who have been here for at least %(count)s months. You can join from %(day)s.",
            at_least,
        ) % {"count": at_least, "day": in_words(add_months(user.hired_on, at_least))}
    if at_most is not None and add_months(user.hired_on, at_most) < on:
        yield ngettext(
            "This is for people in their first month here. Look at the other programs.",
            "This is for people in their first %(count)s months here. Look at the other programs.",
            at_most,
        ) % {"count": at_most}


def level_problems(own: Level | None, allowed: Iterable[Level]) -> Iterator[str]:
    unknown = _(
        "This is for some levels only: %(wanted)s. The directory lists no level for you; "
        "ask the coordinator to have it added."
    )
    other = _(
        "This is for some levels only: %(wanted)s. The directory says %(own)s for you; "
        "if that is wrong, ask the coordinator to correct it."
    )
    return among(own, allowed, unknown=unknown, other=other)


def department_problems(own: Department | None, allowed: Iterable[Department]) -> Iterator[str]:
    unknown = _(
        "This is for some departments only: %(wanted)s. The directory lists no department for you; "
        "ask the coordinator to have it added."
    )
    other = _(
        "This is for some departments only: %(wanted)s. The directory says %(own)s for you; "
        "if that is wrong, ask the coordinator to correct it."
    )
    return among(own, allowed, unknown=unknown, other=other)


def site_problems(own: Site | None, allowed: Iterable[Site]) -> Iterator[str]:
    unknown = _(
        "This is for some sites only: %(wanted)s. The directory lists no site for you; "
        "ask the coordinator to have it added."
    )
    other = _(
        "This is for some sites only: %(wanted)s. The directory says %(own)s for you; "
        "if that is wrong, ask the coordinator to correct it."
    )
    return among(own, allowed, unknown=unknown, other=other)


def among(own: Model | None, allowed: Iterable[Model], *, unknown: str, other: str) -> Iterator[str]:
    """Of one of the rows that are named, where none named means all; else the sentence for an `unknown` or `other` one."""
    names = [str(row) for row in allowed]
    if not names or (own is not None and str(own) in names):
        return
    yield (unknown if own is None else other) % {"wanted": get_text_list(names, _("or")), "own": own}


def about_them(user: User, at_least: int | None, at_most: int | None, *, on: dt.date) -> Iterator[str]:
    """Say to a supervisor what keeps somebody of their team out on the day: not here yet, too new, too long here."""
    if user.hired_on and user.hired_on > on:
        yield _("Starts here on %(day)s.") % {"day": in_words(user.hired_on)}
    elif not user.is_employed(on):
        yield _("Has left, according to the directory.")
    if at_least is None and at_most is None:
        return
    if user.hired_on is None:
        yield _("The directory does not say when they joined. Ask the coordinator to have it added.")
        return
    if at_least is not None and add_months(user.hired_on, at_least) > on:
        yield ngettext(
            "Has not been here for %(count)s month yet. Can take part from %(day)s.",
            "Has not been here for %(count)s months yet. Can take part from %(day)s.",
            at_least,
        ) % {"count": at_least, "day": in_words(add_months(user.hired_on, at_least))}
    if at_most is not None and add_months(user.hired_on, at_most) < on:
        yield ngettext(
            "Is past the first month here, which this program is for.",
            "Is past the first %(count)s months here, which this program is for.",
            at_most,
        ) % {"count": at_most}


def not_among(
    user: User, levels: Iterable[Model], departments: Iterable[Model], sites: Iterable[Model]
) -> Iterator[str]:
    """Say to a supervisor that somebody of their team is of none of the levels, departments or sites that are named."""
    for own, allowed, only, unknown in (
        (user.level, levels, _("Only for the levels %(wanted)s."), _("The directory lists no level for them.")),
        (
            user.department,
            departments,
            _("Only for the departments %(wanted)s."),
            _("The directory lists no department for them."),
        ),
        (user.site, sites, _("Only for the sites %(wanted)s."), _("The directory lists no site for them.")),
    ):
        names = [str(row) for row in allowed]
        if names and (own is None or str(own) not in names):
            yield only % {"wanted": get_text_list(names, _("and"))}
            if own is None:
                yield unknown


def add_months(day: dt.date, months: int) -> dt.date:
    """Return the same day of the month so many months later, or the month's last day if it has no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return dt.date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def in_words(day: dt.date) -> str:
    """Return the day with its month's name."""
    return date_format(day, "DATE_FORMAT")
