"""The parts of an agreement as lines of the canonical text (`agreements.text.canonical` says what a line may be).

The first line of a part is its title. Text of people is split into points, so that none of it reads like a heading.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.utils import translation
from django.utils.formats import time_format
from django.utils.translation import gettext as _

from agreements.hours import appointment as standing
from agreements.hours import protected_hours
from agreements.hours.protected_hours import day
from agreements.models import AgreementVersion, Rhythm, Section, Weekday
from agreements.text import defaults
from pool.models import Channel
from web.fields.names import plain
from web.fields.texts import paragraph

if TYPE_CHECKING:
    from people.models import User


def line(text: object) -> str:
    """Return text of people as one line."""
    return plain(str(text))


def points(text: str) -> list[str]:
    """Return one point for each line of people's text."""
    return [f"• {line(point)}" for point in defaults.lines(text)]


def more(text: str) -> str:
    """Return a line that goes on with the point above."""
    return f"  {text}"


def said(heading: str, text: str) -> list[str]:
    """Return points under words that lead to them; nothing where nothing is written."""
    return [heading, *points(text)] if defaults.lines(text) else []


def of_section(version: AgreementVersion, section: Section) -> str:
    """Return what a part that the two write says now, as text to compare with what it said before."""
    with translation.override(settings.LANGUAGE_CODE):
        written = {
            Section.GOALS: goals,
            Section.DUTIES: duties,
            Section.RULES: _expectations_and_rules,
            Section.TOPICS: topics,
            Section.MEETINGS: appointment,
        }[section](version)
    return "\n".join(written[1:])


def goals(version: AgreementVersion) -> list[str]:
    """What is to be different, how both will know, and by when."""
    lines = [_("Goals")]
    for goal in version.goals.all():
        lines.append(f"• {line(goal.what)}")
        lines.append(more(_("How we will know: %(measure)s") % {"measure": line(goal.measure)}))
        lines.append(more(_("By %(day)s") % {"day": day(goal.by_on)}))
    return lines


def duties(version: AgreementVersion) -> list[str]:
    """What each of the two does."""
    match = version.match
    return [
        _("What each of us does"),
        _("The mentor, %(name)s:") % {"name": line(match.mentor.user.name)},
        *points(version.mentor_duties),
        _("The mentee, %(name)s:") % {"name": line(match.mentee.user.name)},
        *points(version.mentee_duties),
    ]


def expectations(version: AgreementVersion) -> list[str]:
    """What each can expect of the other."""
    return [_("What we can expect from each other"), *points(version.expectations)]


def ground_rules(version: AgreementVersion) -> list[str]:
    """The rules that the two wrote, and behind them those that they chose from the program's list."""
    return [_("Ground rules"), *points(version.ground_rules), *points(version.chosen_clauses)]


def _expectations_and_rules(version: AgreementVersion) -> list[str]:
    return ["", *expectations(version), *ground_rules(version)]


def confidentiality() -> list[str]:
    """What stays between the two, and its limits (E-20): the same for everybody."""
    return [
        _("Confidentiality and its limits"),
        str(defaults.CONFIDENTIALITY),
        *[f"• {limit}" for limit in defaults.CONFIDENTIALITY_LIMITS],
        str(defaults.CONFIDENTIALITY_FIRST),
    ]


def not_mentoring() -> list[str]:
    """What mentoring is not (E-20): the same for everybody."""
    return [_("What mentoring is not"), *points("\n".join(map(str, defaults.NOT_MENTORING)))]


def program_rules(version: AgreementVersion) -> list[list[str]]:
    """The clauses of the program that no pair changes, as one part; no part where the program has none."""
    clauses = points(defaults.fixed_clauses(version.match.cohort.guidelines))
    return [[_("Rules of this program"), *clauses]] if clauses else []


def topics(version: AgreementVersion) -> list[str]:
    """What the two talk about and what not, and what they make together, if anything."""
    return [
        _("Topics, and what is out of bounds"),
        *said(_("We talk about:"), version.topics),
        *said(_("Out of bounds:"), version.out_of_bounds),
        *said(_("Our joint project:"), version.joint_project),
    ]


def appointment(version: AgreementVersion) -> list[str]:
    """When, how long, how often, where and until when they meet, and how they reach each other (P-26)."""
    channel = Channel(version.channel).label if version.channel else "…"
    return [
        _("Our standing appointment"),
        *_dates(version),
        f"• {channel}: {line(version.place)}" if version.place.strip() else f"• {channel}",
        *said(_("When one of us cannot come:"), version.cancelling),
        *said(_("Between meetings we reach each other:"), version.reaching),
    ]


def _dates(version: AgreementVersion) -> list[str]:
    hour = standing.of(version)
    if hour is None:
        return ["• …"]
    when = _("%(weekday)s at %(time)s (%(zone)s), %(rhythm)s, %(minutes)s minutes") % {
        "weekday": Weekday(hour.weekday).label,
        "time": time_format(hour.starts_at, "TIME_FORMAT"),
        "zone": hour.time_zone,
        "rhythm": Rhythm(hour.rhythm).label,
        "minutes": hour.minutes,
    }
    span = _("From %(start)s until %(end)s: %(count)s meetings") % {
        "start": day(hour.starts_on),
        "end": day(hour.until_on),
        "count": len(list(hour.days())),
    }
    return [f"• {when}", *(f"  {clock}" for clock in other_clocks(version)), f"• {span}"]


def other_clocks(version: AgreementVersion) -> list[str]:
    """Say what the agreed hour is on the clock of whoever lives in another zone, at the first meeting."""
    hour = standing.of(version)
    if hour is None:
        return []
    match = version.match
    return [_clock(hour, user) for user in (match.mentee.user, match.mentor.user) if standing.differs(hour, user)]


def _clock(hour: standing.StandingHour, user: User) -> str:
    local = standing.local_start(hour, user)
    first = _("For %(name)s that is %(weekday)s at %(time)s (%(zone)s) on %(day)s.") % {
        "name": line(user.name),
        "weekday": Weekday(local.weekday()).label,
        "time": time_format(local, "TIME_FORMAT"),
        "zone": user.zone_name,
        "day": day(local.date()),
    }
    if len(standing.local_hours(hour, user)) == 1:
        return first
    return paragraph(first, _("In some weeks it is an hour off, because the clocks change on other dates."))


def protected(version: AgreementVersion) -> list[str]:
    """How much time supervisors keep free, and until when (P-27)."""
    return [_("Protected time"), str(defaults.PROTECTED) % {"time": protected_hours.words(version)}]
