"""The mentor pool: who waits for a decision, who is in it, and where it has gaps (P-15, P-16)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django.contrib import admin, messages
from django.db.models import Count, F, OuterRef, Subquery
from django.shortcuts import redirect
from django.urls import path
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_safe
from unfold.decorators import action, display

from people.desk.pages import LABELS, OpeningFilter, PageAdmin, day
from people.reader import reader
from pool.errors import PoolError
from pool.forms.desk import AcceptForm, DeclineForm
from pool.joining import mentors
from pool.joining.answers import answers_of
from pool.joining.self_assessment import trainings_for
from pool.models import Mentor, MentorStatus, SelfAssessment
from pool.relationships import relationships
from pool.views.assessment_pages import profile

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django.http import HttpRequest, HttpResponse
    from django.urls import URLPattern


class MentorStateFilter(OpeningFilter):
    """Opens on what needs a decision."""

    title = gettext_lazy("status")

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:  # noqa: ANN401 - Django's signature
        """Offer the states that a coordinator asks for."""
        return [
            ("applied", gettext_lazy("Waiting for a decision")),
            ("accepted", gettext_lazy("In the mentor pool")),
            ("free", gettext_lazy("In the pool, with a free place")),
            ("paused", gettext_lazy("Paused")),
            ("nominated", gettext_lazy("Nominated, not confirmed yet")),
            ("declined", gettext_lazy("Not accepted")),
            ("withdrawn", gettext_lazy("Withdrawn")),
            ("all", gettext_lazy("All")),
        ]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:  # noqa: ANN401 - Django's signature
        if self.value() == "free":
            return queryset.in_pool().filter(capacity__gt=F("taken"))
        return queryset if self.value() == "all" else queryset.filter(status=self.value())


@admin.register(Mentor)
class MentorAdmin(PageAdmin[Mentor]):
    """The list opens on applications that wait; each opens on the whole application."""

    list_display = ("person", "program", "state", "result", "places", "applied")
    list_filter = (MentorStateFilter, ("program", admin.RelatedOnlyFieldListFilter))
    search_fields: ClassVar[list[str]] = ["user__name", "user__email", "user__department__name", "topics__name"]
    ordering = ("-applied_at", "pk")
    actions = ("accept_selected",)
    actions_list: ClassVar = ["show_coverage"]  # type: ignore[misc, assignment] # the library has it on the instance
    change_action = None

    def get_queryset(self, request: HttpRequest) -> QuerySet[Mentor]:
        """Scoped, with everything that a row shows."""
        newest = SelfAssessment.objects.filter(mentor=OuterRef("pk"), finished_at__isnull=False).order_by(
            "-finished_at"
        )
        rows = super().get_queryset(request).select_related("user__department", "user__site", "program", "nominated_by")
        return rows.annotate(
            taken=Count("matches", filter=relationships().open(), distinct=True),
            band=Subquery(newest.values("band")[:1]),
        )

    @display(description=gettext_lazy("mentor"), header=True, ordering="user__name")  # type: ignore[arg-type] # the library says str
    def person(self, mentor: Mentor) -> list[str]:
        """Name, and work under it."""
        work = [str(part) for part in (mentor.user.job_title, mentor.user.department, mentor.user.site) if part]
        return [mentor.user.name, " · ".join(work)]

    @display(description=gettext_lazy("status"), label=LABELS, ordering="status")  # type: ignore[arg-type]
    def state(self, mentor: Mentor) -> tuple[str, str]:
        """Where the application stands."""
        return mentor.status, mentor.get_status_display()

    @display(description=gettext_lazy("self-assessment"), label=LABELS)  # type: ignore[arg-type]
    def result(self, mentor: Any) -> tuple[str, str] | str:  # noqa: ANN401 - annotated
        """What the newest self-assessment came to."""
        return (mentor.band, SelfAssessment(band=mentor.band).get_band_display()) if mentor.band else "–"

    @admin.display(description=gettext_lazy("places"))
    def places(self, mentor: Any) -> str:  # noqa: ANN401 - annotated
        """Taken, of how many."""
        return _("%(taken)d of %(capacity)d taken") % {"taken": mentor.taken, "capacity": mentor.capacity}

    @admin.display(description=gettext_lazy("applied"), ordering="applied_at")
    def applied(self, mentor: Mentor) -> str:
        return day(mentor.applied_at)

    def has_accept_permission(self, request: HttpRequest) -> bool:
        """Whoever sees the list decides; the process asks the policy again for each."""
        return self.has_view_permission(request)

    @admin.action(description=gettext_lazy("Accept into the mentor pool"), permissions=["accept"])
    def accept_selected(self, request: HttpRequest, queryset: QuerySet[Mentor]) -> None:
        """Accept everybody who is ticked, and say how many."""
        accepted = 0
        for mentor in queryset:
            try:
                mentors.accept(mentor, by=reader(request), now=timezone.now())
            except PoolError as error:
                messages.error(request, str(error))
            else:
                accepted += 1
        if accepted:
            words = ngettext(
                "%d mentor accepted. We’ve let them know by email.",
                "%d mentors accepted. We’ve let them know by email.",
                accepted,
            )
            messages.success(request, words % accepted)

    @action(description=gettext_lazy("Gaps in the mentor pool"), url_path="gaps")  # type: ignore[arg-type, operator]
    def show_coverage(self, request: HttpRequest) -> HttpResponse:
        """Go to the page on coverage."""
        return redirect("admin:matching_scenario_coverage")

    def get_urls(self) -> list[URLPattern]:
        wrap = self.admin_site.admin_view
        return [
            path("<int:pk>/accept/", wrap(self.accept), name="pool_mentor_accept"),
            path("<int:pk>/decline/", wrap(self.decline), name="pool_mentor_decline"),
            *super().get_urls(),
        ]

    @method_decorator(require_safe)
    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Show one application in full."""
        return self.show(request, self.fetch(request, object_id), AcceptForm(), DeclineForm())

    def show(
        self, request: HttpRequest, mentor: Mentor, accepting: AcceptForm, declining: DeclineForm, status: int = 200
    ) -> HttpResponse:
        """Show what somebody wrote, how they see themselves, and the decision to make."""
        assessment = mentor.latest_assessment()
        return self.page(
            request,
            "mentor",
            str(mentor),
            status,
            mentor=mentor,
            answers=answers_of(mentor, change=False),
            assessment=assessment,
            profile=profile(assessment) if assessment else [],
            trainings=trainings_for(assessment.ratings.all()) if assessment else [],
            done=mentor.user.trainings_done.filter(training__program=mentor.program).select_related("training"),
            matches=relationships().known_to_the_desk(mentor),
            waits=mentor.status == MentorStatus.APPLIED,
            own=mentor.user_id == reader(request).pk,
            accepting=accepting,
            declining=declining,
        )

    def accept(self, request: HttpRequest, pk: int) -> HttpResponse:
        mentor = self.fetch(request, pk)
        form = AcceptForm(request.POST)
        if request.method == "POST" and form.is_valid():
            try:
                mentors.accept(mentor, reason=form.cleaned_data["reason"], by=reader(request), now=timezone.now())
            except PoolError as error:
                messages.error(request, str(error))
            else:
                messages.success(
                    request, _("%(name)s is in the mentor pool now. We’ve let them know by email.") % {"name": mentor}
                )
        return redirect("admin:pool_mentor_change", pk)

    def decline(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Not accept one applicant, with a reason."""
        mentor = self.fetch(request, pk)
        if request.method != "POST":
            return redirect("admin:pool_mentor_change", pk)
        form = DeclineForm(request.POST)
        if not form.is_valid():
            return self.show(request, mentor, AcceptForm(), form, status=400)
        try:
            reason = form.cleaned_data["reason"]
            mentors.decline_application(mentor, reason=reason, by=reader(request), now=timezone.now())
        except PoolError as error:
            messages.error(request, str(error))
        else:
            messages.success(request, _("We’ve sent %(name)s an email with a link to the reason.") % {"name": mentor})
        return redirect("admin:pool_mentor_change", pk)
