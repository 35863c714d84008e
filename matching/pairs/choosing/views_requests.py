"""Choosing a mentor oneself: suggestions with reasons, and questions to mentors (P-09, E-12)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.db.models import prefetch_related_objects
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from matching.errors import MatchingError
from matching.models import MentorRequest
from matching.models.mentor_request import AT_MOST
from matching.pairs.choosing import mentor_requests
from matching.pairs.why import why
from people.languages import name_of
from people.reader import reader
from pool.access import own_mentee
from pool.joining.answers import whom_to_ask
from pool.models import Channel, Mentor

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from pool.models import Mentee


@require_safe
def show_suggestions(request: HttpRequest, pk: int) -> HttpResponse:
    """Show who would fit, why, and whom the reader has asked."""
    mentee, user, now = own_mentee(request, pk), reader(request), timezone.now()
    if not mentee.cohort.is_self_match:
        raise Http404
    if not mentor_requests.may_ask(mentee):
        return redirect("pool:mentee", pk)
    prefetch_related_objects([mentee], "topics", "topics_back")
    asked = list(mentee.requests.open().with_people().order_by("asked_at", "pk"))
    return render(
        request,
        "matching/suggestions.html",
        {
            "person": mentee,
            "program": mentee.program,
            "asked": asked,
            "left": AT_MOST - len(asked),
            "most": AT_MOST,
            "cards": [
                (
                    one.mentor,
                    why(MentorRequest(mentee=mentee, mentor=one.mentor, reasons=one.pair.reasons), user),
                    [name_of(code) for code in one.mentor.languages],
                )
                for one in mentor_requests.suggestions(mentee, now=now)
            ],
            **whom_to_ask(mentee.program),
        },
    )


@require_POST
def ask(request: HttpRequest, pk: int, mentor: int) -> HttpResponse:
    mentee, now = own_mentee(request, pk), timezone.now()
    chosen = get_object_or_404(Mentor.objects.in_pool().select_related("user"), pk=mentor, program=mentee.program)
    try:
        mentor_requests.ask(mentee, mentor=chosen, by=reader(request), now=now)
    except MatchingError as error:
        messages.error(request, str(error))
    else:
        words = _("We have asked %(name)s, who has seven days to answer. You’ll get an email either way.")
        messages.success(request, words % {"name": chosen})
    return redirect("matching:suggestions", pk)


def own_request(request: HttpRequest, pk: int) -> MentorRequest:
    """Return a question of which the reader is one of the two."""
    return get_object_or_404(MentorRequest.objects.concerning(reader(request)).with_people(), pk=pk)


@require_safe
def show_request(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a mentor who asks, why the two fit, and two buttons. The mentee is led to the suggestions."""
    asked, user = own_request(request, pk), reader(request)
    if user.pk != asked.mentor.user_id:
        return redirect("matching:suggestions", asked.mentee_id)
    mentor, mentee = asked.mentor, asked.mentee
    return render(
        request,
        "matching/request.html",
        {
            "asked": asked,
            "partner": mentee.user,
            "program": mentee.cohort.program,
            "to_answer": asked.can_be_answered_by(user),
            "why": why(asked, user),
            **(what_they_say(mentor, mentee) if asked.is_open else {}),
            **whom_to_ask(mentee.cohort.program),
        },
    )


def what_they_say(mentor: Mentor, mentee: Mentee) -> dict[str, object]:
    """Return what the mentee who asks says now; a question that is closed shows nothing of it."""
    return {
        "said": mentee,
        "topics": ", ".join(topic.name for topic in mentee.topics.all()),
        "languages": [name_of(code) for code in mentor.languages if code in mentee.languages],
        "channels": Channel.labels_of([one for one in mentor.channels if one in mentee.channels]),
    }


@require_POST
def say_yes(request: HttpRequest, pk: int) -> HttpResponse:
    """Become the mentor of whoever asks."""
    asked = own_request(request, pk)
    try:
        match = mentor_requests.say_yes(asked, by=reader(request), now=timezone.now())
    except MatchingError as error:
        messages.error(request, str(error))
        return redirect("matching:request", pk)
    words = _("You are matched. Say hello to %(name)s, then write your agreement.")
    messages.success(request, words % {"name": asked.mentee.user.first_name})
    return redirect("matching:match", match.pk)


@require_http_methods(["GET", "HEAD", "POST"])
def say_no(request: HttpRequest, pk: int) -> HttpResponse:
    """Say no: a GET shows what that means, a POST does it. No reason is asked."""
    asked, user = own_request(request, pk), reader(request)
    if not asked.can_be_answered_by(user):
        return redirect("matching:request", pk)
    if request.method != "POST":
        return render(request, "matching/request_no.html", {"asked": asked, "partner": asked.mentee.user})
    try:
        mentor_requests.say_no(asked, not_again="not_again" in request.POST, by=user, now=timezone.now())
    except MatchingError as error:
        messages.error(request, str(error))
    else:
        messages.success(
            request,
            _("You have declined. We don’t ask for a reason. The coordinator sees that you said no."),
        )
    return redirect("matching:mine")


@require_POST
def take_back(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a question back."""
    asked = own_request(request, pk)
    if reader(request).pk != asked.mentee.user_id:
        raise Http404
    try:
        mentor_requests.take_back(asked, by=reader(request), now=timezone.now())
    except MatchingError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("You have taken back your mentor request to %(name)s.") % {"name": asked.mentor})
    return redirect("matching:suggestions", asked.mentee_id)
