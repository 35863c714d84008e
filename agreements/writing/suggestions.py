"""What a draft can begin with, from what both said when they signed up (F-09: nothing is asked twice)."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from django.utils.text import get_text_list
from django.utils.translation import gettext as _

from agreements.hours import appointment as standing
from agreements.hours.appointment import StandingHour, add_months
from agreements.models import AgreementVersion, Rhythm, VersionStatus
from matching.models import Match
from people.languages import name_of
from pool.models import Channel
from web.fields.texts import PAGE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from people.models import User
    from pool.models import Mentee, Mentor
    from programs.models import Cohort

TIME_TO_SIGN = timedelta(days=7)
DAYS = {"mon": 0, "tue": 1, "wed": 2, "thu": 3, "fri": 4}
PARTS = {"am": (time(9), time(12)), "pm": (time(13), time(17))}
# Full hours in the middle of a half day first, and the middle of the week before its ends.
HOURS = [time(10), time(14), time(11), time(15), time(9), time(13), time(16)]
WEEKDAYS = [1, 2, 3, 0, 4]
WHOLE_DAY = (time(9), time(17))


def suggest_dates(cohort: Cohort, *, now: datetime) -> tuple[date, date]:
    """Return from when until when: the cohort's dates, and at least a week from now, so that four people can sign."""
    soon = now.date() + TIME_TO_SIGN
    starts_on = max(cohort.starts_on or soon, soon)
    months = cohort.guidelines.length_months if cohort.guidelines else 6
    ends_on = cohort.ends_on if cohort.ends_on and not cohort.always_on else None
    until = ends_on or add_months(starts_on, months)
    return starts_on, until if until > starts_on else add_months(starts_on, months)


def suggest_channel(mentee: Mentee, mentor: Mentor) -> str:
    """Return a channel that both like: in person for people at one site, else video, else the mentee's first."""
    shared = [channel for channel in mentee.channels if channel in mentor.channels]
    same_site = mentee.user.site_id is not None and mentee.user.site_id == mentor.user.site_id
    if Channel.IN_PERSON in shared and same_site:
        return Channel.IN_PERSON
    far = [channel for channel in shared if channel != Channel.IN_PERSON or same_site] or shared
    return Channel.VIDEO if Channel.VIDEO in far or not far else far[0]


def suggest_place(channel: str, mentee: Mentee) -> str:
    """Return words for where, which the pair makes exact."""
    if channel == Channel.IN_PERSON:
        return mentee.user.site.name if mentee.user.site else ""
    return str(_("The link is in the invitation")) if channel == Channel.VIDEO else ""


def suggest_reaching(mentee: Mentee, mentor: Mentor) -> str:
    """Return a first line on how the two reach each other, in the languages that both chose; they make it exact."""
    shared = [name_of(code) for code in mentee.languages if code in mentor.languages]
    return (
        str(_("By email or chat, in %(languages)s.") % {"languages": get_text_list(shared, _("or"))}) if shared else ""
    )


def taken_hours(match: Match) -> list[StandingHour]:
    """Return the appointments that either of the two has agreed on, or is writing down, with other partners."""
    people = [match.mentor.user_id, match.mentee.user_id]
    versions = AgreementVersion.objects.filter(
        status__in=[VersionStatus.DRAFT, VersionStatus.SIGNING, VersionStatus.IN_FORCE],
        agreement__match__in=Match.objects.running(),
    ).exclude(agreement__match=match)
    theirs = versions.filter(agreement__match__mentor__user__in=people) | versions.filter(
        agreement__match__mentee__user__in=people
    )
    return [appointment for version in theirs if (appointment := standing.of(version))]


def windows(slots: list[str], weekday: int) -> list[tuple[time, time]]:
    """Return the parts of a weekday in which somebody said they can meet."""
    return [PARTS[part] for day, part in (slot.split("-") for slot in slots) if DAYS[day] == weekday]


def fits(start: datetime, minutes: int, user: User, slots: list[str] | None) -> bool:
    """Whether the person can meet then, by their own clock; without slots, within 9 to 17 on a working day."""
    local = start.astimezone(user.zone)
    end = (local + timedelta(minutes=minutes)).time()
    free = windows(slots, local.weekday()) if slots is not None else [WHOLE_DAY] * (local.weekday() in WEEKDAYS)
    return any(begins <= local.time() and local.time() < end <= ends for begins, ends in free)


def candidates(zone: str, starts_on: date) -> Iterator[tuple[int, time, datetime]]:
    """Every hour that may be suggested, best first, with its first instant."""
    for hour in HOURS:
        for weekday in WEEKDAYS:
            day = starts_on + timedelta(days=(weekday - starts_on.weekday()) % 7)
            yield weekday, hour, datetime.combine(day, hour, ZoneInfo(zone))


def suggest_hour(
    match: Match, *, zone: str, minutes: int, rhythm: str, dates: tuple[date, date]
) -> tuple[int, time] | None:
    """Return weekday and hour that suit both sign-ups; else the working day of both; else None."""
    mentee, mentor = match.mentee, match.mentor
    taken = taken_hours(match)
    for slots in ((mentee.slots, mentor.slots), (None, None)):
        for weekday, hour, start in candidates(zone, dates[0]):
            if fits(start, minutes, mentee.user, slots[0]) and fits(start, minutes, mentor.user, slots[1]):
                wanted = StandingHour(weekday, hour, zone, minutes, rhythm, *dates)
                if not any(wanted.first_clash(other) for other in taken):
                    return weekday, hour
    return None


def suggest_topics(match: Match) -> str:
    """Return the topics that one wants and the other offers, one on each line; as many as the field holds."""
    offered = set(match.mentor.topics.values_list("pk", flat=True))
    wanted = match.mentee.topics.all()
    names = "\n".join(topic.name for topic in wanted if topic.pk in offered)
    return names if len(names) <= PAGE else names[:PAGE].rpartition("\n")[0]


def topics_on_offer(match: Match) -> list[tuple[str, str]]:
    """Return the topics of the organisation's list that either named, as (name, name and whose); what both named first."""
    wanted = {topic.name for topic in match.mentee.topics.all()}
    given = {topic.name for topic in match.mentor.topics.all()}
    of_both = [(name, _("%(topic)s (you both)") % {"topic": name}) for name in sorted(wanted & given)]
    of_mentee = [(name, f"{name} ({match.mentee.user.first_name})") for name in sorted(wanted - given)]
    other = [(name, f"{name} ({match.mentor.user.first_name})") for name in sorted(given - wanted)]
    return [*of_both, *of_mentee, *other]


def suggest(match: Match, *, now: datetime) -> dict[str, object]:
    """Return the fields of a first draft that follow from the sign-ups, the guidelines and the cohort."""
    guidelines = match.cohort.guidelines
    dates = suggest_dates(match.cohort, now=now)
    zone = match.mentee.user.zone_name
    minutes = guidelines.meeting_minutes if guidelines else 60
    rhythm = guidelines.frequency if guidelines else Rhythm.WEEKLY
    hour = suggest_hour(match, zone=zone, minutes=minutes, rhythm=rhythm, dates=dates)
    channel = suggest_channel(match.mentee, match.mentor)
    return {
        "topics": suggest_topics(match),
        "weekday": hour[0] if hour else None,
        "starts_at": hour[1] if hour else None,
        "time_zone": zone,
        "minutes": minutes,
        "rhythm": rhythm,
        "channel": channel,
        "place": suggest_place(channel, match.mentee),
        "reaching": suggest_reaching(match.mentee, match.mentor),
        "starts_on": dates[0],
        "until_on": dates[1],
    }
