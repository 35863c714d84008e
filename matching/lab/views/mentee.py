"""One mentee of a scenario: why this mentor, why not another, and changing it by hand with the cost in view."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from matching.errors import MatchingError, NewerDraftsError
from matching.lab import drafts
from matching.lab.forms import ChangeReasonForm
from matching.lab.runs import stored_of
from matching.lab.views.pages import fetch, lab_page, part, place
from matching.lab.views.pair_pages import CHANGE, pairs_shown
from matching.lab.what_if import trials
from matching.lab.what_if.costs import best_mentors, bounds, lifted
from matching.models import HeldPair, Hold, Match, TrialKind
from matching.models.match import names
from people.reader import reader
from pool.models import Mentee, Mentor
from web.fields.texts import searched

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponse

    from matching.lab.runs import Stored
    from matching.lab.what_if.costs import Bound
    from matching.models import DraftChange, Scenario, Trial

FOUND = 12
# So many of the best by score are held against the rules of today.
AT_FIRST = 100


def mentee_of(request: HttpRequest, scenario: Scenario, pk: int) -> Mentee:
    """Return a mentee of the scenario's cohort, or answer 404."""
    people = Mentee.objects.managed_by(reader(request)).filter(cohort=scenario.cohort_id)
    return get_object_or_404(people.select_related("user__department", "user__site", "user__level"), pk=pk)


def draft_of(request: HttpRequest, scenario: Scenario, mentee: int) -> Match:
    """Return the draft of a mentee, or answer 404."""
    drafts_ = scenario.matches.filter(status="draft", mentee=mentee_of(request, scenario, mentee))
    return get_object_or_404(drafts_.with_people(), scenario=scenario)


def person(request: HttpRequest, pk: int, mentee: int) -> HttpResponse:
    """Show why this mentor, and what other mentors would mean."""
    scenario = fetch(request, pk)
    return person_page(request, scenario, mentee_of(request, scenario, mentee))


def person_page(
    request: HttpRequest, scenario: Scenario, mentee: Mentee, form: ChangeReasonForm | None = None
) -> HttpResponse:
    """Show the page of a mentee, again with what was wrong in it."""
    present = next(iter(pairs_shown(scenario).filter(mentee=mentee).order_by()), None)
    search = searched(request.GET)
    prices = prices_of(scenario, mentee)
    choices = others(scenario, prices, mentee, present, search) if prices else []
    wanted = request.GET.get("mentor", "") or (request.POST.get("mentor", "") if form else "")
    chosen = asked_about(scenario, mentee, wanted, prices)
    trial = trials.last(scenario, TrialKind.PAIR, by=reader(request))
    asked = {"mentee": mentee.pk, "mentor": chosen["mentor"].pk} if chosen else None
    history = scenario.changes.filter(mentee=mentee).select_related("mentee__user", "mentor__user", "made_by")
    forbidden = scenario.held.filter(mentee=mentee, hold=Hold.FORBIDDEN).select_related("mentor__user")
    return lab_page(
        request,
        "person",
        str(mentee),
        400 if form and form.errors else 200,
        scenario=scenario,
        tab="pairs",
        mentee=mentee,
        present=present,
        left=scenario.unmatched.filter(mentee=mentee).first(),
        topics=", ".join(topic.name for topic in mentee.topics.all()),
        ranked=mentee.preferences.select_related("mentor__user").only("mentee", "rank", "mentor__user__name"),
        others=choices,
        words=search,
        chosen=chosen,
        cost=cost_of(trial) if trial and trial.asked == asked else None,
        form=form or ChangeReasonForm(),
        seen=drafts.edition(scenario, mentee),
        forbidden=forbidden.only("mentee", "mentor__user__name"),
        history=history.only(*CHANGE, *names()),
    )


def asked_about(scenario: Scenario, mentee: Mentee, wanted: str, prices: Prices | None) -> dict[str, Any] | None:
    """Return the mentor who is asked about: points, parts, the rule against it, and the bound."""
    if not wanted.isdecimal():
        return None
    mentor = get_object_or_404(
        Mentor.objects.in_pool().select_related("user"), pk=wanted, program=scenario.cohort.program
    )
    found = drafts.explain(scenario, mentee, mentor, now=timezone.now())
    if found is None:
        return {"mentor": mentor}
    bound = next(iter(prices.bounds(mentee, [mentor.pk])), None) if prices else None
    return {"mentor": mentor, "found": found, "bound": bound, "known": prices is not None}


def cost(request: HttpRequest, pk: int, mentee: int) -> HttpResponse:
    """Ask what a pair costs exactly; a GET shows the answer once it is there."""
    scenario = fetch(request, pk)
    person = mentee_of(request, scenario, mentee)
    if request.method == "POST":
        mentor = get_object_or_404(
            Mentor.objects.in_pool(), pk=number(request.POST.get("mentor", "")), program=scenario.cohort.program
        )
        asked = {"mentee": person.pk, "mentor": mentor.pk}
        trials.ask(scenario, TrialKind.PAIR, asked, by=reader(request), now=timezone.now())
        if not request.headers.get("HX-Request"):
            return redirect(f"{place('assign', pk, mentee)}?mentor={mentor.pk}#cost")
    trial = trials.last(scenario, TrialKind.PAIR, by=reader(request))
    if trial is None or trial.asked.get("mentee") != person.pk:
        return redirect(place("assign", pk, mentee))
    mentor = Mentor.objects.select_related("user").get(pk=trial.asked["mentor"])
    return part(
        request,
        "_cost",
        scenario=scenario,
        mentee=person,
        chosen={"mentor": mentor},
        cost=cost_of(trial),
        form=ChangeReasonForm(),
        seen=drafts.edition(scenario, person),
    )


def pair(request: HttpRequest, pk: int, mentee: int) -> HttpResponse:
    """Pair two people by hand."""
    scenario = fetch(request, pk)
    person = mentee_of(request, scenario, mentee)
    if request.method != "POST":
        return redirect(place("assign", pk, mentee))
    mentor = get_object_or_404(
        Mentor.objects.select_related("user"),
        pk=number(request.POST.get("mentor", "")),
        program=scenario.cohort.program,
    )
    form = ChangeReasonForm(request.POST)
    if form.is_valid():
        try:
            drafts.assign(
                scenario,
                mentee=person,
                mentor=mentor,
                reason=form.cleaned_data["reason"],
                by=reader(request),
                now=timezone.now(),
                seen=request.POST.get("seen", ""),
            )
        except MatchingError as error:
            form.add_error("reason", str(error))
        else:
            messages.success(
                request,
                _("%(mentor)s and %(mentee)s are paired and locked. Everyone else is matched again around them.")
                % {"mentor": mentor, "mentee": person},
            )
            return redirect("admin:matching_scenario_pairs", pk)
    return person_page(request, scenario, person, form)


def decide(request: HttpRequest, pk: int, mentee: int, deed: Callable[..., DraftChange], done: str) -> HttpResponse:
    """Do something with the draft of a mentee, with a reason."""
    scenario = fetch(request, pk)
    draft = draft_of(request, scenario, mentee)
    if request.method != "POST":
        return redirect(place("assign", pk, mentee))
    form = ChangeReasonForm(request.POST)
    if not form.is_valid():
        return person_page(request, scenario, draft.mentee, form)
    try:
        deed(
            draft,
            reason=form.cleaned_data["reason"],
            by=reader(request),
            now=timezone.now(),
            seen=request.POST.get("seen", ""),
        )
    except NewerDraftsError as error:
        form.add_error("reason", str(error))
        return person_page(request, scenario, draft.mentee, form)
    except MatchingError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, done % {"pair": draft})
    return redirect(place("assign", pk, mentee))


def lock(request: HttpRequest, pk: int, mentee: int) -> HttpResponse:
    return decide(request, pk, mentee, drafts.lock, _("%(pair)s is locked."))


def unlock(request: HttpRequest, pk: int, mentee: int) -> HttpResponse:
    """Let go of it."""
    return decide(request, pk, mentee, drafts.unlock, _("%(pair)s is no longer locked."))


def forbid(request: HttpRequest, pk: int, mentee: int) -> HttpResponse:
    """Never this pair in this scenario."""
    return decide(request, pk, mentee, drafts.forbid, _("%(pair)s is forbidden. The rest is recalculated."))


def allow(request: HttpRequest, pk: int, held: int) -> HttpResponse:
    """Take a forbidden pair back."""
    scenario = fetch(request, pk)
    rows = HeldPair.objects.select_related("scenario", "mentee__user", "mentor__user")
    row = get_object_or_404(rows, pk=held, scenario=scenario, hold=Hold.FORBIDDEN)
    if request.method == "POST":
        reason = request.POST.get("reason", "")
        try:
            drafts.allow(row, reason=reason, by=reader(request), now=timezone.now())
        except MatchingError as error:
            messages.error(request, str(error))
        else:
            messages.success(request, _("%(pair)s is possible again.") % {"pair": row})
    return redirect("admin:matching_scenario_pairs", pk)


def number(text: str) -> int:
    """Read the number of a row; what is none leads to no row."""
    return int(text) if text.isdecimal() and len(text) < 18 else 0  # noqa: PLR2004 - digits of a bigint


@dataclass(frozen=True)
class Prices:
    """The last answer, read once for a page. Where it is `loose`, its prices bound nothing now."""

    stored: Stored
    loose: bool

    def bounds(self, mentee: Mentee, mentors: list[int]) -> list[Bound]:
        """Say at once what can be known of the cost of each pair."""
        return bounds(self.stored, mentee.pk, mentors, loose=self.loose)


def prices_of(scenario: Scenario, mentee: Mentee) -> Prices | None:
    """Read the last answer, if there is one and the mentee was in it."""
    stored = stored_of(scenario)
    if stored is None or mentee.pk not in stored.row_of:
        return None
    return Prices(stored, lifted(scenario, stored))


def others(
    scenario: Scenario, prices: Prices, mentee: Mentee, present: Match | None, search: str
) -> list[tuple[Mentor, Bound]]:
    """Return mentors whom the rules allow, best first, with what is known at once of the cost; or those of a name.

    The scores are those of the run; the rules are asked again, as someone may have become the mentee's supervisor since.
    """
    stored = prices.stored
    if search:
        named = Mentor.objects.filter(pk__in=stored.mentors, user__name__icontains=search).order_by("user__name", "pk")
        pks = list(named.values_list("pk", flat=True)[:FOUND])
    else:
        allowed = drafts.allowed_now(scenario, mentee, now=timezone.now())
        pks = [pk for pk in best_mentors(stored, mentee.pk, at_most=AT_FIRST) if pk in allowed][:FOUND]
    people = Mentor.objects.select_related("user__department", "user__site").in_bulk(pks)
    shown = [pk for pk in pks if pk in people and (present is None or pk != present.mentor_id)]
    return [(people[bound.mentor], bound) for bound in prices.bounds(mentee, shown)]


def cost_of(trial: Trial) -> dict[str, object]:
    """Return an exact cost for the page, with names; without figures while it is being worked out."""
    answer = trial.answer if trial.status == "ready" else None
    if answer is None:
        return {"state": trial.status}
    moved = answer["moved"]
    mentees = Mentee.objects.select_related("user").in_bulk({mentee_pk for mentee_pk, _before, _then in moved})
    mentors = Mentor.objects.select_related("user").in_bulk(
        {pk for _one, *mentor_pks in moved for pk in mentor_pks if pk}
    )
    rows = [(mentees.get(mentee_pk), mentors.get(before), mentors.get(then)) for mentee_pk, before, then in moved]
    return {"state": trial.status, **answer, "moved": rows}
