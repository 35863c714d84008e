"""A pair's page, the answers to a proposal, and the way out (P-22, E-12, E-23)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from matching.access import own_match
from matching.errors import MatchingError
from matching.models import Match, MatchStatus, MentorRequest, Reply
from matching.pairs import proposals, relationships
from matching.pairs.progress import is_free_after, is_free_again, standing_of_partner, steps_of_pair
from matching.pairs.why import why
from people.languages import name_of
from people.reader import reader
from pool.joining.answers import whom_to_ask
from pool.joining.returning import open_again
from pool.models import Channel, Mentee, MenteeStatus, Mentor, MentorStatus
from programs.models import Guidelines, Program
from programs.models.taking_part import Entry

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from people.models import User


@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """Show all of somebody's mentoring: relationships, proposals, sign-ups, applications, past ones."""
    user = reader(request)
    matches = list(Match.objects.visible_to(user).with_people())
    return render(
        request,
        "matching/mine.html",
        {
            "rows": [
                (match, match.other(user), match.is_mentor(user), match.can_be_answered_by(user))
                for match in matches
                if match.is_open
            ],
            "asked": MentorRequest.objects.asked_of(user).open().with_people(),
            "apart": user.not_with.exists(),
            "past": [(match, match.other(user), match.is_mentor(user)) for match in matches if not match.is_open],
            "mentors": Mentor.objects.visible_to(user).exclude(status=MentorStatus.WITHDRAWN).select_related("program"),
            "mentees": Mentee.objects.visible_to(user)
            .exclude(status=MenteeStatus.WITHDRAWN)
            .select_related("cohort__program"),
            "nominating": nominating_programs(user),
        },
    )


def nominating_programs(user: User) -> list[Program]:
    """Return the programs for which a supervisor can name mentors from their own team (P-16)."""
    if not user.reports.employed(timezone.localdate()).exists():
        return []
    in_force = Guidelines.objects.in_force().exclude(mentor_entry=Entry.OPEN)
    return list(Program.objects.visible_to(user).open().filter(guidelines__in=in_force))


@require_safe
def show_match(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the pair's page: the partner, why the two were matched, where they are, what is next."""
    match, user = own_match(request, pk), reader(request)
    partner = match.other(user)
    return render(
        request,
        "matching/match.html",
        {
            **(what_they_say(match, user) if match.is_open else {}),
            "match": match,
            "partner": partner,
            "is_mentor": match.is_mentor(user),
            "piece": f"matching/match/_{piece_of(match, user)}.html",
            "unanswered": match.status == MatchStatus.EXPIRED and match.reply_of(user) == Reply.NONE,
            "can_decline": match.can_be_declined_by(user),
            "more_time": match.can_be_extended_by(user),
            "can_end": match.can_be_ended_by(user),
            "standing": standing_of_partner(match, is_mentor=match.is_mentor(user)),
            "free_again": not match.is_open and is_free_again(match, is_mentor=match.is_mentor(user)),
            "again": open_again([match.mentee], on=timezone.localdate()).get(match.mentee_id)
            if match.status == MatchStatus.COMPLETED and not match.is_mentor(user)
            else None,
            "confirmed": match.is_running,
            "why": why(match, user),
            "asked_first": match.staged and match.status == MatchStatus.PROPOSED,
            "apart": user.not_with.filter(other=partner).exists(),
            "steps": steps_of_pair(match),
            **whom_to_ask(match.cohort.program),
        },
    )


def piece_of(match: Match, user: User) -> str:
    """Name the piece of the pair's page that says where they are and what is next."""
    if match.can_be_answered_by(user):
        return "to_answer"
    if match.is_over:
        return "over"
    return match.status if match.is_open else "came_to_nothing"


def what_they_say(match: Match, user: User) -> dict[str, object]:
    """Return what the partner's sign-up and both together say now; not for a past match, whose partner it is not for."""
    said = match.mentee if match.is_mentor(user) else match.mentor
    return {
        "said": said,
        "languages": [name_of(code) for code in match.mentor.languages if code in match.mentee.languages],
        "channels": Channel.labels_of([one for one in match.mentor.channels if one in match.mentee.channels]),
        "topics": ", ".join(topic.name for topic in said.topics.all()),
    }


@require_POST
def accept(request: HttpRequest, pk: int) -> HttpResponse:
    match, user = own_match(request, pk), reader(request)
    try:
        match = proposals.accept_match(match, by=user, now=timezone.now())
    except MatchingError as error:
        messages.error(request, str(error))
    else:
        name = {"name": match.other(user).first_name}
        both = _("Both of you have said yes. Say hello to %(name)s, then write your agreement.") % name
        one = _("Thank you. We’ll tell you as soon as %(name)s has answered.") % name
        asked = _("Thank you. We’re asking %(name)s now, and will tell you as soon as there is an answer.") % name
        first = match.staged and match.is_mentor(user)
        messages.success(request, both if match.is_running else asked if first else one)
    return redirect("matching:match", pk)


@require_http_methods(["GET", "HEAD", "POST"])
def decline(request: HttpRequest, pk: int) -> HttpResponse:
    """Say no: a GET shows what that means, a POST does it. No reason is asked."""
    match, user = own_match(request, pk), reader(request)
    if not match.can_be_declined_by(user):
        return redirect("matching:match", pk)
    if request.method != "POST":
        return render(
            request,
            "matching/decline.html",
            {"match": match, "partner": match.other(user), "is_mentor": match.is_mentor(user)},
        )
    try:
        proposals.decline_match(match, not_again="not_again" in request.POST, by=user, now=timezone.now())
    except MatchingError as error:
        messages.error(request, str(error))
    else:
        messages.success(
            request,
            _("You have declined. We did not ask why, so nobody is told. The coordinator sees that it was a no."),
        )
    return redirect("matching:mine")


@require_POST
def more_time(request: HttpRequest, pk: int) -> HttpResponse:
    """Take another week to answer."""
    match = own_match(request, pk)
    try:
        proposals.ask_for_time(match, by=reader(request), now=timezone.now())
    except MatchingError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("You have one more week to answer."))
    return redirect("matching:match", pk)


@require_http_methods(["GET", "HEAD", "POST"])
def end(request: HttpRequest, pk: int) -> HttpResponse:
    """End a relationship in two clicks: a GET shows what happens, a POST does it. No reason is asked (E-23)."""
    match, user = own_match(request, pk), reader(request)
    if not match.can_be_ended_by(user):
        return redirect("matching:match", pk)
    if request.method != "POST":
        return render(
            request,
            "matching/end.html",
            {
                "match": match,
                "partner": match.other(user),
                "is_mentor": match.is_mentor(user),
                "free_after": is_free_after(match, is_mentor=match.is_mentor(user)),
            },
        )
    try:
        relationships.end_early(match, not_again="not_again" in request.POST, by=user, now=timezone.now())
    except MatchingError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("The relationship has ended. We have told your partner, without a reason."))
    return redirect("matching:match", pk)
