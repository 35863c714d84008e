"""Ranking mentors: a searchable pool, and a list that buttons put in order. Works without JavaScript (F-06, F-08)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from matching.pairs.choosing.open_mentors import pool_for, search
from people.languages import name_of
from people.reader import reader
from pool.access import own_mentee
from pool.errors import PoolError
from pool.joining import mentees
from pool.models import Mentor, Topic
from pool.views.step_pages import frame
from web.fields.texts import searched

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.http import HttpRequest, HttpResponse

    from pool.models import Mentee

PAGE = 12


@require_safe
def show_mentors(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the ranking and the pool."""
    mentee = ranking_mentee(request, pk)
    if not mentee.is_editable:
        return redirect(mentee.status_url)
    words, topic = searched(request.GET), request.GET.get("topic", "")
    pool = pool_for(mentee, now=timezone.now())
    ranked = ranking(mentee)
    page = Paginator(search(pool, words=words, topic=topic), PAGE).get_page(request.GET.get("page"))
    most = mentee.cohort.guidelines.preferences_max if mentee.cohort.guidelines else 0
    wanted = set(mentee.topics.values_list("pk", flat=True))
    return render(
        request,
        "matching/mentors.html",
        {
            "ranked": ranked,
            "ranked_pks": [mentor.pk for mentor in ranked],
            "most": most,
            "full": len(ranked) >= most,
            "page_obj": page,
            "cards": [
                (
                    mentor,
                    [(topic, topic.pk in wanted) for topic in mentor.topics.all()],
                    [name_of(code) for code in mentor.languages],
                )
                for mentor in page
            ],
            "in_pool": len(pool) if not (words or topic) else None,
            "words": words,
            "topic": topic,
            "topics": Topic.objects.filter(mentors__in=pool.values("pk")).distinct(),
            "next": mentee.step_url(mentee.step_after("mentors")),
            **frame(request, mentee, "mentors"),
        },
    )


def ranking_mentee(request: HttpRequest, pk: int) -> Mentee:
    """Return the reader's sign-up, where its program lets mentees rank (P-09)."""
    mentee = own_mentee(request, pk)
    if all(step.key != "mentors" for step in mentee.steps()):
        raise Http404
    return mentee


def ranking(mentee: Mentee) -> list[Mentor]:
    """Return the ranked mentors who are still in the pool, the first choice first."""
    ranked = (
        Mentor.objects.in_pool().filter(preferences__mentee=mentee).select_related("user__department", "user__site")
    )
    return list(ranked.order_by("preferences__rank"))


def save_ranking(request: HttpRequest, mentee: Mentee, mentors: Sequence[Mentor]) -> HttpResponse:
    """Hand a new order to the process, and go back to the same search."""
    try:
        mentees.rank_mentors(mentee, mentors=mentors, by=reader(request), now=timezone.now())
    except PoolError as error:
        messages.error(request, str(error))
    query = request.GET.urlencode()
    response = redirect("pool:mentee_step", mentee.pk, "mentors")
    response["Location"] += f"?{query}" if query else ""
    return response


@require_POST
def add(request: HttpRequest, pk: int, mentor: int) -> HttpResponse:
    """Put a mentor at the end of the ranking."""
    mentee = ranking_mentee(request, pk)
    chosen = get_object_or_404(pool_for(mentee, now=timezone.now()), pk=mentor)
    ranked = ranking(mentee)
    if chosen in ranked:
        return save_ranking(request, mentee, ranked)
    messages.success(request, _("%(name)s is choice %(rank)d.") % {"name": chosen, "rank": len(ranked) + 1})
    return save_ranking(request, mentee, [*ranked, chosen])


@require_POST
def remove(request: HttpRequest, pk: int, mentor: int) -> HttpResponse:
    """Take a mentor out of the ranking."""
    mentee = ranking_mentee(request, pk)
    return save_ranking(request, mentee, [one for one in ranking(mentee) if one.pk != mentor])


@require_POST
def move_up(request: HttpRequest, pk: int, mentor: int) -> HttpResponse:
    """Move a mentor one place up."""
    mentee = ranking_mentee(request, pk)
    ranked = ranking(mentee)
    place = next((index for index, one in enumerate(ranked) if one.pk == mentor), 0)
    if place:
        ranked[place - 1], ranked[place] = ranked[place], ranked[place - 1]
    return save_ranking(request, mentee, ranked)
