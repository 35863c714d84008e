"""Scenarios on the desk: try, look, change by hand, publish (P-20 to P-22, E-12)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django.contrib import admin, messages
from django.shortcuts import get_object_or_404, redirect
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.decorators import display

from matching import scenarios
from matching.admin.pages import LABELS, PageAdmin, day
from matching.drafts import choices_for
from matching.errors import MatchingError
from matching.forms.desk import AssignForm, ScenarioForm
from matching.models import Match, MatchStatus, Mentee, Mentor, Scenario, ScenarioStatus
from matching.models.scenario import Importance
from matching.scenarios import MATCHABLE
from matching.scoring import CRITERIA
from matching.summary import figures_of
from people.desk import reader
from people.policy import Action
from programs.models import Cohort, Program

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse
    from django.urls import URLPattern


@admin.register(Scenario)
class ScenarioAdmin(PageAdmin[Scenario]):
    """A scenario is created on one page, and looked at and changed on another."""

    list_display = ("name", "cohort", "state", "result", "created")
    list_filter = (("cohort", admin.RelatedOnlyFieldListFilter), "status")
    list_select_related = ("cohort__program",)
    search_fields: ClassVar[list[str]] = ["name"]
    ordering = ("-created_at",)
    change_action = Action.RUN_MATCHING
    add_action = Action.RUN_MATCHING

    @display(description=gettext_lazy("state"), label=LABELS, ordering="status")  # type: ignore[arg-type] # the library says str
    def state(self, scenario: Scenario) -> tuple[str, str]:
        """Where the run stands."""
        return scenario.status, scenario.get_status_display()

    @admin.display(description=gettext_lazy("matched"))
    def result(self, scenario: Scenario) -> str:
        """How many of how many."""
        if scenario.finished_at is None:
            return "–"
        return _("%(matched)d of %(mentees)d") % {"matched": scenario.matched, "mentees": scenario.mentees}

    @admin.display(description=gettext_lazy("created"), ordering="created_at")
    def created(self, scenario: Scenario) -> str:
        """The day."""
        return day(scenario.created_at)

    def get_urls(self) -> list[URLPattern]:
        """Add what can be done with a scenario."""
        wrap = self.admin_site.admin_view
        return [
            path("<int:pk>/run/", wrap(self.run), name="matching_scenario_run"),
            path("<int:pk>/publish/", wrap(self.publish), name="matching_scenario_publish"),
            path("<int:pk>/mentee/<int:mentee>/", wrap(self.assign), name="matching_scenario_assign"),
            path("<int:pk>/pair/<int:match>/remove/", wrap(self.unassign), name="matching_scenario_unassign"),
            *super().get_urls(),
        ]

    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Choose a cohort, then a name and how much each wish counts; saving runs it."""
        user = reader(request)
        programs = Program.objects.where_allowed(user, Action.RUN_MATCHING)
        cohorts = Cohort.objects.filter(program__in=programs, status__in=MATCHABLE).select_related("program")
        wanted = request.GET.get("cohort", "")
        cohort = get_object_or_404(cohorts, pk=wanted) if wanted.isdecimal() else None
        if cohort is None and cohorts.count() == 1:
            cohort = cohorts.get()
        if cohort is None:
            return self.page(request, "scenario_cohorts", _("New scenario"), cohorts=cohorts)
        form = ScenarioForm(request.POST if request.method == "POST" else None, cohort=cohort)
        if request.method == "POST" and form.is_valid():
            now = timezone.now()
            try:
                scenario = scenarios.create_scenario(
                    cohort, name=form.cleaned_data["name"], weights=form.weights(), by=user, now=now
                )
            except MatchingError as error:
                form.add_error("name", str(error))
            else:
                scenarios.queue_scenario(scenario, by=user, now=now)
                return redirect("admin:matching_scenario_change", scenario.pk)
        waiting = cohort.mentees.waiting().count()
        status = 400 if form.errors else 200
        return self.page(
            request,
            "scenario_new",
            _("New scenario"),
            status,
            cohort=cohort,
            form=form,
            rows=list(form.rows()),
            waiting=waiting,
        )

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Show what came out; while it is being worked out, a page that looks again by itself."""
        scenario = self.fetch(request, object_id)
        drafts = scenario.status != ScenarioStatus.PUBLISHED
        matches = Match.objects.with_people().filter(scenario=scenario)
        shown = list(matches.filter(status=MatchStatus.DRAFT) if drafts else matches.exclude(status=MatchStatus.DRAFT))
        shown.sort(key=lambda match: (match.score, match.mentee.user.name))
        importance = {label.value: label.label for label in Importance}
        weights = [(criterion.label, importance[scenario.weights.get(criterion.code, "off")]) for criterion in CRITERIA]
        return self.page(
            request,
            "scenario",
            scenario.name,
            scenario=scenario,
            working=scenario.status == ScenarioStatus.QUEUED,
            drafts=drafts,
            matches=shown,
            figures=figures_of(scenario, shown),
            unmatched=scenario.unmatched.select_related("mentee__user__department"),
            weights=weights,
        )

    def run(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Work it out again, with everybody who waits now."""
        scenario = self.fetch(request, pk)
        if request.method == "POST":
            try:
                scenarios.queue_scenario(scenario, by=reader(request), now=timezone.now())
            except MatchingError as error:
                messages.error(request, str(error))
        return redirect("admin:matching_scenario_change", pk)

    def publish(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Show who would get which mail; a POST sends them."""
        scenario = self.fetch(request, pk)
        now = timezone.now()
        if scenario.status != ScenarioStatus.READY:
            return redirect("admin:matching_scenario_change", pk)
        if request.method != "POST":
            plan = scenarios.preview(scenario, now=now)
            return self.page(request, "publish", _("Publish %s") % scenario.name, scenario=scenario, plan=plan)
        try:
            scenarios.publish(scenario, by=reader(request), now=now)
        except MatchingError as error:
            messages.error(request, str(error))
        else:
            messages.success(request, _("Published. Both people of each pair are asked by mail."))
        return redirect("admin:matching_scenario_change", pk)

    def assign(self, request: HttpRequest, pk: int, mentee: int) -> HttpResponse:
        """Give a mentee another mentor by hand, with the score in view."""
        scenario = self.fetch(request, pk)
        people = Mentee.objects.managed_by(reader(request)).filter(cohort=scenario.cohort)
        person = get_object_or_404(people.select_related("user__department", "user__site"), pk=mentee)
        choices = choices_for(scenario, person, now=timezone.now())
        form = AssignForm(request.POST if request.method == "POST" else None, choices=choices)
        if request.method == "POST" and form.is_valid():
            mentor = Mentor.objects.get(pk=form.cleaned_data["mentor"], program=scenario.cohort.program)
            try:
                match = scenarios.assign(scenario, mentee=person, mentor=mentor, by=reader(request), now=timezone.now())
            except MatchingError as error:
                form.add_error("mentor", str(error))
            else:
                messages.success(request, _("%(pair)s, score %(score)d.") % {"pair": match, "score": match.score})
                return redirect("admin:matching_scenario_change", pk)
        present = scenario.matches.filter(status=MatchStatus.DRAFT, mentee=person).with_people().first()
        title = _("A mentor for %s") % person
        return self.page(
            request,
            "assign",
            title,
            400 if form.errors else 200,
            scenario=scenario,
            mentee=person,
            topics=", ".join(topic.name for topic in person.topics.all()),
            ranked=person.preferences.select_related("mentor__user"),
            choices=choices,
            form=form,
            present=present,
        )

    def unassign(self, request: HttpRequest, pk: int, match: int) -> HttpResponse:
        """Take a pair apart by hand."""
        scenario = self.fetch(request, pk)
        draft = get_object_or_404(scenario.matches.filter(status=MatchStatus.DRAFT).with_people(), pk=match)
        if request.method == "POST":
            try:
                scenarios.unassign(draft, by=reader(request), now=timezone.now())
            except MatchingError as error:
                messages.error(request, str(error))
            else:
                messages.success(
                    request, _("The pair is taken apart. %(name)s is listed below.") % {"name": draft.mentee}
                )
        return redirect("admin:matching_scenario_change", pk)

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Open to whoever runs the matching of some program."""
        if not super().has_add_permission(request):
            return False
        return Program.objects.where_allowed(reader(request), Action.RUN_MATCHING).exists()
