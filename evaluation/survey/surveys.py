"""Asking at the points of a relationship, and taking the answers.

Nothing here writes an audit event for an answer: the trail keeps the second, and that an answer was given is kept
by the day only (D-03). Answers go into no log, session, message or event.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from evaluation import emails
from evaluation.errors import EvaluationError
from evaluation.instruments import questions_for
from evaluation.models import SurveyInvitation, SurveyPoint, SurveyRole
from evaluation.survey import contacting, mixing, releasing
from evaluation.survey.points import REMINDERS, WINDOW, points_of
from matching.models import Match, MatchStatus
from people import audit
from programs.models import Cohort

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date, datetime

    from people.models import User

Key = tuple[int, int, str]
LONGEST_TEXT = 2000


@transaction.atomic
def open_surveys(*, now: datetime) -> int:
    """Invite those whose point has come, remind those who have not answered, show what closed; count the invited.

    May run any number of times, at once too: an invitation stands once for a match, person and point. Where there
    is nothing to do, the number of queries does not depend on the number of matches.
    """
    today = now.date()
    wanted = {key(invitation): invitation for invitation in due(today)}
    known = set(
        SurveyInvitation.objects.filter(match__in={match for match, *_ in wanted}).values_list("match", "user", "point")
    )
    missing = [invitation for name, invitation in wanted.items() if name not in known]
    if missing:
        SurveyInvitation.objects.bulk_create(missing, ignore_conflicts=True)
        invite(missing, now=now)
    remind(today, now=now)
    releasing.release_results(now=now)
    return len(missing)


def key(invitation: SurveyInvitation) -> Key:
    """What makes an invitation the same."""
    return invitation.match_id, invitation.user_id, invitation.point


def due(today: date) -> Iterator[SurveyInvitation]:
    """Yield an unsaved invitation for each person and point whose window is open today."""
    running = Match.objects.filter(
        status__in=[MatchStatus.ACTIVE, MatchStatus.COMPLETED], starts_on__lte=today, ends_on__gt=today - WINDOW
    ).select_related("mentor", "mentee", "cohort__program")
    for match in running:
        if match.starts_on is None or match.ends_on is None:
            continue
        for point, day in points_of(match.cohort.program.format, match.starts_on, match.ends_on).items():
            if day <= today < day + WINDOW and (match.status == MatchStatus.ACTIVE or point == SurveyPoint.CLOSE):
                for role, person in ((SurveyRole.MENTEE, match.mentee), (SurveyRole.MENTOR, match.mentor)):
                    yield SurveyInvitation(
                        match=match,
                        user_id=person.user_id,
                        role=role,
                        point=point,
                        opens_on=today,
                        closes_on=today + WINDOW,
                    )


def invite(missing: list[SurveyInvitation], *, now: datetime) -> None:
    """Queue the prompt of each new invitation, and note how many were opened in which cohort."""
    rows = SurveyInvitation.objects.with_program().filter(match__in={row.match_id for row in missing})
    wanted = {key(row) for row in missing}
    fresh = [row for row in rows if key(row) in wanted]
    for row in fresh:
        emails.survey_opened(row, now=now)
    counted = Counter((row.match.cohort_id, row.point) for row in fresh)
    cohorts = Cohort.objects.in_bulk({cohort for cohort, _point in counted})
    for (cohort, point), count in sorted(counted.items()):
        audit.record("survey.opened", cohorts[cohort], by=None, now=now, point=point, invitations=count)


def remind(today: date, *, now: datetime) -> None:
    """Remind those who have not answered, twice at most. Late sweeps send the later reminder, not both."""
    late = SurveyInvitation.objects.open_on(today).filter(
        reminders__lt=len(REMINDERS), opens_on__lte=today - REMINDERS[0]
    )
    reminded: dict[int, list[int]] = defaultdict(list)
    # A row that another sweep holds is being reminded of by it: to wait for it would be to mail twice.
    for row in late.select_related("user__site").select_for_update(of=("self",), skip_locked=True):
        number = sum(row.opens_on <= today - after for after in REMINDERS)
        if number > row.reminders:
            emails.survey_reminder(row, number, now=now)
            reminded[number].append(row.pk)
    for number, rows in reminded.items():
        SurveyInvitation.objects.filter(pk__in=rows).update(reminders=number)


@transaction.atomic
def answer(
    invitation: SurveyInvitation,
    *,
    answers: Mapping[str, int | str],
    contact: bool = False,
    contact_to: User | None = None,
    by: User,
    now: datetime,
) -> SurveyInvitation:
    """Take one person's answers, unlinked, and note the day on the invitation.

    `answers` is {question code: value or text}; questions may be left out, but not all. With `contact` the person's
    wish to be contacted goes, named and stored apart, to `contact_to` or else to the program's first contact (D-09).
    """
    mine = SurveyInvitation.objects.select_for_update(of=("self",)).with_program().get(pk=invitation.pk)
    if mine.user_id != by.pk:
        raise EvaluationError(_("Only the person who was asked can answer."))
    if mine.answered_on:
        raise EvaluationError(_("You have answered these questions already."))
    today = now.astimezone(by.zone).date()
    if not mine.is_open(today):
        closed = date_format(mine.closes_on, "DATE_FORMAT")
        raise EvaluationError(_("These questions could be answered until %(day)s.") % {"day": closed})
    given = checked(mine, answers)
    mixing.shuffle_in(mine.match.cohort_id, mine.point, mine.role, answers=given)
    mine.answered_on = today
    mine.save(update_fields=["answered_on"])
    releasing.release(mine.match.cohort, mine.point, mine.role, now=now)
    if contact or contact_to:
        contacting.ask_for_contact(mine.match, user=by, to=contact_to, now=now)
    return mine


def checked(invitation: SurveyInvitation, answers: Mapping[str, int | str]) -> dict[str, int | str]:
    """Return the answers that were given, in the order of the questions; refuse what no question offers."""
    questions = questions_for(invitation)
    given: dict[str, int | str] = {}
    for question in questions:
        value = answers.get(question.code, "")
        if isinstance(value, str):
            value = value.strip()[:LONGEST_TEXT] if question.is_text else value
        if value == "":
            continue
        if question.is_text != isinstance(value, str) or not (question.is_text or value in question.values):
            raise EvaluationError(_("One of the answers is not among those offered. Please choose again."))
        given[question.code] = value
    if not given or set(answers) - {question.code for question in questions}:
        raise EvaluationError(_("Answer at least one question."))
    return given
