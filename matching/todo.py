"""What matching puts on a person's home page."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from matching.models import Match, MatchStatus, MentorRequest, RequestStatus
from matching.models.match_status import OPEN, OVER
from pool.joining.returning import open_again
from pool.models import ExtraPlaceRequest, Mentee, MenteeStatus, Mentor, MentorStatus
from pool.newcomers import programs_for_newcomer
from programs.models.cohort import CohortStatus
from web.todo import Todo, TodoState

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from people.models import User
    from programs.models import Cohort

# How long something that is done stays to be seen.
REMEMBERED = timedelta(days=30)
# What the steps ask, of both kinds of people (see pool.models.joining_steps), and what tasks say of a cohort.
STEPS = ("channels", "languages", "slots", "acknowledged")
COHORT = ("cohort__status", "cohort__always_on", "cohort__enrol_until", "cohort__guidelines__mentee_say")


def todos_for(user: User, *, now: datetime) -> list[Todo]:
    """Return what the person has to answer, to finish, and to wait for."""
    lately = Q(status__in=OPEN) | Q(status__in=OVER, ended_at__gt=now - REMEMBERED)
    known = list(Match.objects.visible_to(user).filter(lately).with_names())
    matches, mine = [match for match in known if match.is_open], menteeships(user)
    again = open_again(mine, on=now.astimezone(user.zone).date())
    return [
        *(todo for match in matches for todo in about_match(match, user, now=now)),
        *(about_the_end(match, user, again.get(match.mentee_id)) for match in known if match.is_over),
        *(about_question(one, user) for one in questions(user)),
        *(about_place(one) for one in extra_place_requests(user)),
        *(todo for mentor in mentorships(user) for todo in about_mentor(mentor, now=now)),
        *(todo for mentee in mine for todo in about_mentee(mentee, matches)),
        *programs_for_newcomer(user, now=now),
    ]


def questions(user: User) -> list[MentorRequest]:
    """Return what mentees ask of the person and wait for."""
    waiting = MentorRequest.objects.asked_of(user).open()
    return list(waiting.select_related("mentee__user").only("reply_by", "mentee__user__name"))


def mentorships(user: User) -> list[Mentor]:
    """Return the person's applications that are not over."""
    mine = Mentor.objects.visible_to(user).exclude(status__in=[MentorStatus.WITHDRAWN, MentorStatus.PAUSED])
    return list(
        mine.select_related("program", "nominated_by")
        .only("status", "applied_at", "decided_at", "offers", *STEPS, *named("program"), "nominated_by__name")
        .order_by("pk")
    )


def extra_place_requests(user: User) -> list[ExtraPlaceRequest]:
    """Return the questions for one more place that the person has not answered."""
    waiting = ExtraPlaceRequest.objects.visible_to(user).waiting().exclude(cohort__status="closed")
    return list(waiting.select_related("cohort__program").only("cohort__program__name"))


def menteeships(user: User) -> list[Mentee]:
    """Return the person's sign-ups that are not over, in cohorts that are not closed, and what they have completed."""
    mine = Mentee.objects.visible_to(user).exclude(status=MenteeStatus.WITHDRAWN)
    asked = Count("requests", filter=Q(requests__status=RequestStatus.OPEN))
    return list(
        mine.exclude(~Q(status=MenteeStatus.COMPLETED), cohort__status="closed")
        .select_related("cohort__program", "cohort__guidelines", "nominated_by")
        .only("user", "status", "wants", "why", *STEPS, *COHORT, *named("cohort__program"), "nominated_by__name")
        .annotate(asked=asked)
        .order_by("pk")
    )


def named(program: str) -> list[str]:
    """Return the fields by which a task names a program, leads to it, and knows its steps."""
    return [f"{program}__{field}" for field in ("name", "slug", "format")]


def about_match(match: Match, user: User, *, now: datetime) -> Iterator[Todo]:
    """A proposal to answer, an answer to wait for, a match that was made lately."""
    partner, key, url = match.other(user), f"matching.match.{match.pk}", reverse("matching:match", args=[match.pk])
    name = {"name": partner.name}
    if match.can_be_answered_by(user):
        as_mentor = match.is_mentor(user)
        yield Todo(
            key=key,
            title=_("%(name)s as your mentee?") % name if as_mentor else _("%(name)s as your mentor?") % name,
            body=_(
                "We ask you first. Read why you would work well together, and say yes or no. You don’t need a reason for a no."
            )
            if match.staged and as_mentor
            else _("Read why you were matched, and say yes or no. You don’t need a reason for a no."),
            url=url,
            action=_("Read and answer"),
            due_on=match.reply_by.astimezone(user.zone).date() if match.reply_by else None,
            rank=5,
        )
    elif match.status == MatchStatus.PROPOSED:
        yield Todo(
            key=key,
            title=_("Your match with %(name)s") % name,
            body=_("You have said yes."),
            url=url,
            state=TodoState.WAITING,
            waits_for=_("the answer of %(name)s") % name,
        )
    elif match.confirmed_at and match.confirmed_at > now - REMEMBERED:
        yield Todo(key=key, title=_("Matched with %(name)s") % name, url=url, state=TodoState.DONE)


def about_the_end(match: Match, user: User, again: Cohort | None) -> Todo:
    """A relationship that was completed or ended lately; to a mentee, with the way to sign up again (H-19)."""
    completed = match.status == MatchStatus.COMPLETED
    day = date_format(match.ended_at.astimezone(user.zone), "DATE_FORMAT") if match.ended_at else ""
    words = (
        _("Your mentoring with %(name)s was completed on %(day)s")
        if completed
        else _("Your mentoring with %(name)s ended on %(day)s")
    )
    back = reverse("pool:sign_up", args=[again.pk]) if again and not match.is_mentor(user) else ""
    return Todo(
        key=f"matching.match.{match.pk}",
        title=words % {"name": match.other(user).name, "day": day},
        url=reverse("matching:match", args=[match.pk]),
        state=TodoState.DONE,
        besides=(_("Sign up again"), back) if back else None,
    )


def about_question(request: MentorRequest, user: User) -> Todo:
    """A mentee who asks the reader to be their mentor."""
    return Todo(
        key=f"matching.request.{request.pk}",
        title=_("%(name)s asks you to be their mentor") % {"name": request.mentee.user.name},
        body=_("Read why you would work well together, and say yes or no. You don’t need a reason for a no."),
        url=reverse("matching:request", args=[request.pk]),
        action=_("Read and answer"),
        due_on=request.reply_by.astimezone(user.zone).date(),
        rank=5,
    )


def about_place(request: ExtraPlaceRequest) -> Todo:
    """A coordinator who asks a mentor for one more place."""
    return Todo(
        key=f"matching.place.{request.pk}",
        title=_("Could you take one more mentee in %(program)s?") % {"program": request.cohort.program.name},
        body=_("Someone who would suit you has no mentor yet. You don’t need a reason for a no."),
        url=reverse("pool:place", args=[request.pk]),
        action=_("Read and answer"),
        rank=8,
    )


def about_mentor(mentor: Mentor, *, now: datetime) -> Iterator[Todo]:
    """A nomination to answer, an application to finish, a decision to wait for."""
    key, name = f"matching.mentor.{mentor.pk}", {"program": mentor.program.name}
    if mentor.status == MentorStatus.NOMINATED:
        yield Todo(
            key=key,
            title=_("Would you like to be a mentor in %(program)s?") % name,
            body=_("%(name)s has named you. It is up to you.") % {"name": mentor.nominated_by},
            url=reverse("pool:apply", args=[mentor.program.slug]),
            action=_("Read and decide"),
            rank=10,
        )
    elif mentor.status == MentorStatus.DRAFT:
        yield to_finish(mentor, key, _("Finish your application as mentor: %(program)s") % name)
    elif mentor.status == MentorStatus.APPLIED:
        yield Todo(
            key=key,
            title=_("Your application as mentor: %(program)s") % name,
            body=_("Sent on %(day)s.") % {"day": date_format(mentor.applied_at, "DATE_FORMAT")}
            if mentor.applied_at
            else "",
            url=mentor.status_url,
            state=TodoState.WAITING,
            waits_for=_("the coordinator’s decision"),
        )
    elif mentor.decided_at and mentor.decided_at > now - REMEMBERED:
        accepted = mentor.status == MentorStatus.ACCEPTED
        yield Todo(
            key=key,
            title=(
                _("In the mentor pool: %(program)s") if accepted else _("Your application was answered: %(program)s")
            )
            % name,
            url=mentor.status_url,
            state=TodoState.DONE,
        )


def about_mentee(mentee: Mentee, matches: list[Match]) -> Iterator[Todo]:
    """A nomination to answer, a sign-up to finish, a mentor to wait for."""
    key, name = f"matching.mentee.{mentee.pk}", {"program": mentee.program.name}
    over = mentee.cohort.status == CohortStatus.CLOSED  # nothing more is proposed in it
    if mentee.status == MenteeStatus.NOMINATED:
        yield Todo(
            key=key,
            title=_("Would you like to have a mentor in %(program)s?") % name,
            body=_("%(name)s has named you. It is up to you.") % {"name": mentee.nominated_by},
            url=reverse("pool:sign_up", args=[mentee.cohort_id]),
            action=_("Read and decide"),
            rank=10,
        )
    elif mentee.status == MenteeStatus.DRAFT:
        if mentee.cohort.status == "enrolling":
            until = mentee.cohort.enrol_until
            yield to_finish(mentee, key, _("Finish your sign-up as mentee: %(program)s") % name, due_on=until)
    elif mentee.status == MenteeStatus.ENROLLED and not (over or mentee.pk in {match.mentee_id for match in matches}):
        yield about_waiting(mentee, key, name)


def about_waiting(mentee: Mentee, key: str, name: dict[str, str]) -> Todo:
    """A mentor to choose, where mentees ask themselves; else one to wait for."""
    if not mentee.cohort.is_self_match:
        return Todo(
            key=key,
            title=_("Your mentor in %(program)s") % name,
            body=_("You are signed up. Until you are matched, you can change your answers."),
            url=mentee.status_url,
            state=TodoState.WAITING,
            # Where the matching has been, or never is, places are given one by one.
            waits_for=_("a suitable place")
            if mentee.cohort.status == CohortStatus.RUNNING or mentee.cohort.always_on
            else _("the matching"),
        )
    asked = mentee.asked  # type: ignore[attr-defined] # counted by menteeships
    if asked:
        return Todo(
            key=key,
            title=_("Your mentor in %(program)s") % name,
            url=reverse("matching:suggestions", args=[mentee.pk]),
            state=TodoState.WAITING,
            waits_for=ngettext("the answer of a mentor", "the answers of %(count)d mentors", asked) % {"count": asked},
        )
    return Todo(
        key=key,
        title=_("Choose your mentor: %(program)s") % name,
        body=_("See who would fit, and why, and ask up to three."),
        url=reverse("matching:suggestions", args=[mentee.pk]),
        action=_("See who would be a good fit"),
        rank=10,
    )


def to_finish(person: Mentor | Mentee, key: str, title: str, **more: object) -> Todo:
    """Say at which step somebody is, counted as the steps themselves say it, and lead there."""
    titles = {step.key: step.title for step in person.steps()}
    key_of_step = person.first_open_step()
    if key_of_step in titles:
        number = list(titles).index(key_of_step) + 1
        words = _("Step %(number)d of %(count)d is next: %(title)s. Everything is saved.")
        body = words % {"number": number, "count": len(titles), "title": titles[key_of_step]}
    else:
        body = _("All that is left is to check your answers and send them.")
    url = person.step_url(key_of_step)
    return Todo(key=key, title=title, body=body, url=url, action=_("Continue"), rank=25, **more)  # type: ignore[arg-type]
