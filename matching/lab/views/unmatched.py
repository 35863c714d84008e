"""Those without a mentor: why, and the smallest change that would help, as buttons (M-10, M-11)."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from matching.errors import MatchingError
from matching.fit.terms import Terms, held
from matching.lab import scenarios
from matching.lab.left_out import invitations, more_places
from matching.lab.left_out.reasons import label_of, relaxed
from matching.lab.views.invitation_pages import candidates_for
from matching.lab.views.pages import fetch, lab_page, place
from matching.lab.views.unmatched_rows import ShortageGroups, fewer_hours, for_one, rules_of, topics_of
from matching.models import Hold
from people.models import User
from people.reader import reader
from pool import extra_places
from pool.errors import PoolError
from pool.models import ExtraPlaceRequest, Mentee, Mentor, PlaceReply
from web.fields.texts import searched

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponse

    from matching.models import Scenario

A_PAGE = 50


@require_safe
def left(request: HttpRequest, pk: int) -> HttpResponse:
    """Show who was left out, the groups that compete, and what would help."""
    scenario = fetch(request, pk)
    rows = scenario.unmatched.select_related("mentee__user__department", "mentee__user__site")
    everybody = list(rows.order_by().values_list("mentee", flat=True))
    codes = Counter(rows.order_by().values_list("code", flat=True))
    code = request.GET.get("why", "") if request.GET.get("why") in codes else ""
    search = searched(request.GET)
    if code:
        rows = rows.filter(code=code)
    if search:
        rows = rows.filter(mentee__user__name__icontains=search)
    page = Paginator(rows.order_by("code", "mentee__user__name", "pk"), A_PAGE).get_page(request.GET.get("page"))
    findings = scenario.findings or {"left": [], "groups": []}
    topics = topics_of(findings)
    topic = next((item for item in topics if str(item.pk) == request.GET.get("topic")), None)
    about = {item["mentee"]: item for item in findings["left"]}
    groups = ShortageGroups(findings)
    shown = [about[row.mentee_id] for row in page if row.mentee_id in about]
    helpers = helpers_for(scenario, [*shown, *groups.left])
    return lab_page(
        request,
        "left",
        _("Not matched in %s") % scenario.name,
        scenario=scenario,
        tab="left",
        page_obj=page,
        rows=[(row, *for_one(about.get(row.mentee_id), findings, helpers, topics)) for row in page],
        everybody=len(everybody),
        many=len(everybody) > A_PAGE,
        whys=[(item, label_of(item), count) for item, count in codes.most_common()],
        why=code,
        words=search,
        rules=rules_of(findings),
        hours=fewer_hours(findings),
        groups=groups.shown(helpers),
        more_groups=groups.more,
        topics=topics,
        topic=topic,
        candidates=candidates_for(
            scenario.cohort,
            everybody,
            topic=topic.pk if topic else None,
            terms=Terms.of(scenario).but(forbidden=held(scenario, Hold.FORBIDDEN)),
            now=timezone.now(),
        ),
    )


def helpers_for(scenario: Scenario, left: list[dict[str, Any]]) -> dict[int, dict[str, Any]]:
    """Return the mentors with whom one more place would help one of these, and what they were asked."""
    waiting = set(Mentee.objects.waiting().filter(pk__in=[one["mentee"] for one in left]).values_list("pk", flat=True))
    pks = {mentor for one in left if one["mentee"] in waiting for mentor, _gain in one["helpers"]}
    of_these = ExtraPlaceRequest.objects.filter(cohort=scenario.cohort_id, mentor__in=pks)
    # A place that was given before this run is counted in it: they may be asked for another.
    counted = of_these.filter(reply=PlaceReply.YES).exclude(pk__in=more_places.given_since(scenario).values("pk"))
    asked = dict(of_these.exclude(pk__in=counted).order_by("asked_at").values_list("mentor", "reply"))
    people = Mentor.objects.in_pool().select_related("user").filter(pk__in=pks)
    return {
        one.pk: {"mentor": one, "asked": asked.get(one.pk, ""), "full": one.capacity >= extra_places.MOST_PLACES}
        for one in people
    }


def do(request: HttpRequest, pk: int, deed: Callable[[Scenario], str]) -> HttpResponse:
    """Do one thing that helps, and say so on the page."""
    scenario = fetch(request, pk)
    if request.method == "POST":
        try:
            messages.success(request, deed(scenario))
        except (MatchingError, PoolError) as error:
            messages.error(request, str(error))
    topic = request.POST.get("topic", "")
    return redirect(f"{place('left', pk)}?topic={topic}#invite" if topic.isdecimal() else place("left", pk))


def ask(request: HttpRequest, pk: int, mentor: int) -> HttpResponse:
    """Ask a mentor for one more place."""

    def deed(scenario: Scenario) -> str:
        pool = Mentor.objects.select_related("user").filter(program=scenario.cohort.program_id)
        person = get_object_or_404(pool, pk=mentor)
        more_places.ask_as_found(scenario, mentor=person, by=reader(request), now=timezone.now())
        return _("%s is asked by email. Run the scenario again after a yes.") % person

    return do(request, pk, deed)


def without(request: HttpRequest, pk: int, rule: str) -> HttpResponse:
    """Try the same without one rule, or with fewer hours that suit both."""
    scenario, user, now = fetch(request, pk), reader(request), timezone.now()
    wanted = request.POST.get("hours", "")
    hours = int(wanted) if wanted.isdecimal() and len(wanted) < 3 else 0  # noqa: PLR2004 - digits of a week's hours
    options = relaxed(Terms.of(scenario), rule, hours=hours)
    if request.method != "POST" or options is None:
        return redirect(place("left", pk))
    name, label = scenario.name[:40], label_of(rule)[:25]
    message = (
        ngettext("%(name)s with %(count)d hour", "%(name)s with %(count)d hours", hours)
        if options.min_hours and options.min_hours < scenario.min_hours
        else _("%(name)s without “%(rule)s”")
    )
    try:
        new = scenarios.create_scenario(
            scenario.cohort,
            name=message % {"name": name, "rule": label, "count": hours},
            options=options,
            by=user,
            now=now,
        )
    except MatchingError as error:
        messages.error(request, str(error))
        return redirect(place("left", pk))
    scenarios.queue_scenario(new, by=user, now=now)
    return redirect("admin:matching_scenario_change", new.pk)


def invite(request: HttpRequest, pk: int, user: int) -> HttpResponse:
    """Ask a colleague whether they would like to be a mentor."""

    def deed(scenario: Scenario) -> str:
        person = get_object_or_404(User, pk=user, is_active=True)
        invitations.invite_to_pool(
            scenario.cohort,
            mentees=scenario.unmatched.values_list("mentee", flat=True),
            user=person,
            terms=Terms.of(scenario).but(forbidden=held(scenario, Hold.FORBIDDEN)),
            by=reader(request),
            now=timezone.now(),
        )
        return _("%s is asked by email.") % person

    return do(request, pk, deed)
