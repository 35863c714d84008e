"""What a draft still needs before it can go out for signature, and what its writers should look at once more."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils import formats
from django.utils.translation import gettext as _

from agreements.hours import appointment
from agreements.hours.appointment import StandingHour, add_months
from agreements.hours.hours_used import time_used_by
from agreements.models import AgreementVersion, Section
from agreements.text import defaults
from matching.models import MatchStatus
from pool.models import Channel
from web import moments

if TYPE_CHECKING:
    from datetime import date, datetime

    from matching.models import Match
    from people.models import User

NEEDS_PLACE = {Channel.IN_PERSON, Channel.VIDEO}


@dataclass(frozen=True)
class Finding:
    """A sentence about one part of the draft. `stops` says whether it keeps the draft from going out."""

    section: Section
    text: str
    stops: bool = True


def findings(version: AgreementVersion, *, now: datetime) -> list[Finding]:
    """Return everything that is missing, impossible or unusual, in the order of the parts."""
    return [*_goals(version, now=now), *_texts(version), *_dates(version, now=now), *_hour(version)]


def problems(version: AgreementVersion, *, now: datetime) -> list[Finding]:
    """Return what keeps the draft from going out."""
    return [finding for finding in findings(version, now=now) if finding.stops]


def _goals(version: AgreementVersion, *, now: datetime) -> list[Finding]:
    goals = list(version.goals.all())
    if not goals:
        return [Finding(Section.GOALS, _("Write at least one goal."))]
    past = [goal for goal in goals if goal.by_on < now.date()]
    late = [goal for goal in goals if version.until_on and goal.by_on > version.until_on]
    remarks = [(goal, _("The date of “%(goal)s” has passed.")) for goal in past]
    remarks += [(goal, _("“%(goal)s” is due after the mentoring ends.")) for goal in late]
    return [Finding(Section.GOALS, sentence % {"goal": goal.what}, stops=False) for goal, sentence in remarks]


def _texts(version: AgreementVersion) -> list[Finding]:
    wanted = (
        (Section.DUTIES, version.mentor_duties, _("Write what the mentor does.")),
        (Section.DUTIES, version.mentee_duties, _("Write what the mentee does.")),
        (Section.RULES, version.expectations, _("Write what each of you can expect.")),
        (Section.RULES, version.ground_rules, _("Write your ground rules.")),
        (Section.TOPICS, version.topics, _("Name at least one topic.")),
        (Section.MEETINGS, version.cancelling, _("Say how you cancel or move a meeting.")),
    )
    return [Finding(section, sentence) for section, text, sentence in wanted if not defaults.lines(text)]


def longest_until(version: AgreementVersion) -> date | None:
    """Return the last day that the program's guidelines allow, or None without guidelines or a first day."""
    cohort = version.match.cohort
    if version.starts_on is None or cohort.guidelines is None:
        return None
    by_length = add_months(version.starts_on, cohort.guidelines.length_months)
    return max(by_length, cohort.ends_on) if cohort.ends_on else by_length


def _dates(version: AgreementVersion, *, now: datetime) -> list[Finding]:
    start, until = version.starts_on, version.until_on
    if start is None or until is None:
        return [Finding(Section.MEETINGS, _("Choose the first and last day."))]
    if until <= start:
        return [Finding(Section.MEETINGS, _("The last day must be after the first day."))]
    findings = _against_today(version, start, until, now=now)
    if any(finding.stops for finding in findings):
        return findings
    longest = longest_until(version)
    return [_too_long(version, longest)] if longest and until > longest else findings


def _against_today(version: AgreementVersion, start: date, until: date, *, now: datetime) -> list[Finding]:
    """Nothing ends in the past, and what has begun does not begin later (L-14)."""
    today, since = now.date(), has_begun_on(version.match, now=now)
    if until < today:
        return [Finding(Section.MEETINGS, _("The last day has passed. Choose a later one, or end the mentoring."))]
    if since and start != since:
        return [Finding(Section.MEETINGS, stays(since))]
    if until == today:
        return [Finding(Section.MEETINGS, _("With this the mentoring ends today. Is that what you want?"), stops=False)]
    if start < today and since is None:
        return [Finding(Section.MEETINGS, _("The first day has passed. You may want a later one."), stops=False)]
    return []


def has_begun_on(match: Match, *, now: datetime) -> date | None:
    """Return the first day of a mentoring that has begun or in which the two have met: it stays (L-14)."""
    if match.status != MatchStatus.ACTIVE or match.starts_on is None:
        return None
    return match.starts_on if match.starts_on <= now.date() or time_used_by(match, now=now).minutes else None


def stays(since: date) -> str:
    """Say that the first day cannot move."""
    sentence = _(
        "Your mentoring began on %(day)s, so the first day stays. You can change the last day, and when you meet."
    )
    return str(sentence % {"day": formats.date_format(since, "DATE_FORMAT")})


def _too_long(version: AgreementVersion, longest: date) -> Finding:
    """Refuse more than the guidelines allow at first; a longer time that an amendment asks for is the supervisors' to say."""
    day = {"day": formats.date_format(longest, "DATE_FORMAT")}
    if version.amends_id:
        sentence = _(
            "That is longer than the program’s guidelines say (%(day)s). Your supervisors have to agree to it."
        )
    elif version.meetings_planned:
        sentence = _("The program’s guidelines allow mentoring until %(day)s if it starts then. Choose fewer meetings.")
    else:
        sentence = _("The program’s guidelines allow mentoring until %(day)s if it starts then. Choose an earlier end.")
    return Finding(Section.MEETINGS, sentence % day, stops=version.amends_id is None)


def _hour(version: AgreementVersion) -> list[Finding]:
    findings = []
    if version.weekday is None or version.starts_at is None or version.minutes is None or not version.time_zone:
        findings.append(Finding(Section.MEETINGS, _("Choose the day, the hour and the length of your meetings.")))
    if not version.channel:
        findings.append(Finding(Section.MEETINGS, _("Choose how you meet.")))
    elif version.channel in NEEDS_PLACE and not version.place.strip():
        findings.append(Finding(Section.MEETINGS, _("Say where you meet, or where to find the link.")))
    hour = appointment.of(version)
    if hour is None or hour.until_on <= hour.starts_on:
        return findings
    if not list(hour.days()):
        findings.append(Finding(Section.MEETINGS, _("No meeting falls between these dates. Choose a later end.")))
    match = version.match
    for user in (match.mentee.user, match.mentor.user):
        if clash := clash_of(version, user, hour):
            findings.append(Finding(Section.MEETINGS, clash))
        if appointment.is_outside_working_day(hour, user):
            findings.append(Finding(Section.MEETINGS, _outside(hour, user), stops=False))
    return findings


def clash_of(version: AgreementVersion, user: User, hour: StandingHour) -> str:
    """Return a sentence about another standing appointment of the person at the same hour, or nothing."""
    theirs = AgreementVersion.objects.binding().exclude(agreement=version.agreement_id).of_person(user)
    for other in theirs:
        taken = appointment.of(other)
        start = taken and hour.first_clash(taken)
        if start:
            return str(
                _(
                    "%(name)s has another mentoring meeting at this hour, on %(day)s for the first time. Choose another hour."
                )
                % {"name": user.name, "day": formats.date_format(start.astimezone(user.zone), "DATE_FORMAT")}
            )
    return ""


def _outside(hour: StandingHour, user: User) -> str:
    local = appointment.local_start(hour, user)
    return str(
        _("For %(name)s the meeting starts at %(time)s on a %(weekday)s. That is outside the usual working day.")
        % {"name": user.name, "time": formats.time_format(local, "TIME_FORMAT"), "weekday": moments.weekday(local)}
    )
