"""Evaluation at the coordinators' desk: reports, KPI readings, proposals, wishes to be contacted, summaries.

Answers and survey results have no admin: what may be shown of them stands in the reports. Of invitations the desk shows
whether they went out.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar, cast

from django.contrib import admin, messages
from django.db.models import Model
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from evaluation.errors import EvaluationError
from evaluation.models import ContactRequest, KpiReading, Proposal, Report, Summary, SurveyRules
from evaluation.report import kpis, reports
from evaluation.survey import contacting
from evaluation.views import open_surveys
from people import policy
from people.desk.base import DeskAdmin
from people.policy import Action
from people.reader import reader
from programs.errors import ProgramError
from programs.models import Cohort, Goal, Program
from programs.models.cohort import CohortStatus
from programs.models.program import ANYWHERE

if TYPE_CHECKING:
    from django.db.models import ForeignKey, QuerySet
    from django.http import HttpRequest, HttpResponse
    from django.urls import URLPattern
    from django.utils.safestring import SafeString

M = TypeVar("M", bound=Model)


class ManagedAdmin(DeskAdmin[M]):
    """Offers, in fields that point elsewhere, only rows of programs that the person manages."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Open to the person who may do so in some program."""
        return super().has_add_permission(request) and policy.allows(
            reader(request), cast("Action", self.add_action), ANYWHERE
        )

    def formfield_for_foreignkey(self, db_field: ForeignKey[Any, Any], request: HttpRequest, **kwargs: Any) -> Any:  # noqa: ANN401 - Django's
        """Scope the choices by the querysets that also scope the lists."""
        user = reader(request)
        scoped: dict[str, QuerySet[Any]] = {
            "cohort": Cohort.objects.filter(program__in=Program.objects.where_allowed(user, Action.MAKE_REPORTS))
            .exclude(status=CohortStatus.PLANNED)
            .select_related("program"),
            "goal": Goal.objects.managed_by(user).select_related("program"),
            "report": Report.objects.managed_by(user).with_program(),
            "program": Program.objects.managed_by(user),
        }
        if db_field.name in scoped:
            kwargs["queryset"] = scoped[db_field.name]
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:  # noqa: ANN401 - Django's
        """Offer no side doors: what a field points to is kept on its own pages."""
        field: Any = super().formfield_for_dbfield(db_field, request, **kwargs)
        for door in ("can_add_related", "can_change_related", "can_view_related", "can_delete_related"):
            if field is not None and hasattr(field.widget, door):
                setattr(field.widget, door, False)
        return field

    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Save, and that is it: what was recorded is not edited afterwards."""
        plain = {"show_save_and_add_another": False, "show_save_and_continue": False}
        return super().add_view(request, form_url, plain | (extra_context or {}))


@admin.register(Report)
class ReportAdmin(ManagedAdmin[Report]):
    """Reports of cohorts. Adding one makes it from today's figures; reading happens in the portal."""

    add_action = Action.MAKE_REPORTS
    add_title = _("Make a report")
    list_display = ("program", "cohort_name", "made_at", "made_by", "open_link")
    list_display_links = None
    list_filter = ("cohort__program",)
    list_select_related = ("cohort__program", "made_by")
    fieldsets = (
        (
            None,
            {
                "fields": ("cohort",),
                "description": _(
                    "The report is made from today’s figures and kept as it is. Everyone who helps to run the program gets "
                    "an email with its address. Make another one whenever you want to see what has changed."
                ),
            },
        ),
    )

    @admin.display(description=_("program"), ordering="cohort__program__name")
    def program(self, report: Report) -> str:
        return str(report.cohort.program)

    @admin.display(description=_("cohort"), ordering="cohort__name")
    def cohort_name(self, report: Report) -> str:
        return report.cohort.name

    @admin.display(description=_("report"))
    def open_link(self, report: Report) -> SafeString:
        """Where it is read."""
        return format_html('<a href="{}">{}</a>', reverse("evaluation:report", args=[report.pk]), _("Read the report"))

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: Any) -> None:  # noqa: ANN401 - Django's
        """Make the report by the process, which fills in everything."""
        made = reports.make_report(obj.cohort, by=reader(request), now=timezone.now())
        obj.__dict__.update(made.__dict__)

    def response_add(self, request: HttpRequest, obj: Report, post_url_continue: str | None = None) -> HttpResponse:
        """Open what was made."""
        return redirect("evaluation:report", obj.pk)


@admin.register(KpiReading)
class KpiReadingAdmin(ManagedAdmin[KpiReading]):
    """Measured values. A wrong one is followed by a right one; nothing is overwritten."""

    add_action = Action.MANAGE_PROGRAM
    add_title = _("Record a measured value")
    list_display = ("goal", "program", "value", "unit", "read_on", "recorded_by")
    list_filter = ("goal__program",)
    list_select_related = ("goal__program", "recorded_by")
    fieldsets = (
        (
            None,
            {
                "fields": ("goal", "value", "read_on"),
                "description": _("Reports compare the newest value with the goal’s baseline and target."),
            },
        ),
    )

    @admin.display(description=_("program"))
    def program(self, reading: KpiReading) -> str:
        return str(reading.goal.program)

    @admin.display(description=_("unit"))
    def unit(self, reading: KpiReading) -> str:
        return reading.goal.unit

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: Any) -> None:  # noqa: ANN401 - Django's
        """Record by the process."""
        made = kpis.record_reading(
            obj.goal, value=obj.value, read_on=obj.read_on, by=reader(request), now=timezone.now()
        )
        obj.__dict__.update(made.__dict__)


@admin.register(Proposal)
class ProposalAdmin(ManagedAdmin[Proposal]):
    """Proposals to the committee, and what becomes of them (P-37)."""

    add_action = Action.MAKE_REPORTS
    list_display = ("text", "finding", "program", "state", "taken_into", "made_at")
    list_filter = ("state", "report__cohort__program")
    list_select_related = ("report__cohort__program", "taken_into__program")
    fields = ("report", "finding", "text")
    actions = ("take_into_guidelines", "leave")

    @admin.display(description=_("program"))
    def program(self, proposal: Proposal) -> str:
        return str(proposal.report.cohort.program)

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: Any) -> None:  # noqa: ANN401 - Django's
        """Propose by the process."""
        made = reports.propose(obj.report, text=obj.text, finding=obj.finding, by=reader(request), now=timezone.now())
        obj.__dict__.update(made.__dict__)

    @admin.action(description=_("Adopt in the next version of the guidelines"))
    def take_into_guidelines(self, request: HttpRequest, queryset: QuerySet[Proposal]) -> HttpResponse | None:
        """Mark them as taken and open the version that is to say so."""
        try:
            guidelines = reports.take_proposals(queryset, by=reader(request), now=timezone.now())
        except (EvaluationError, ProgramError) as error:
            self.message_user(request, str(error), messages.ERROR)
            return None
        self.message_user(
            request,
            _("Adopted for version %(version)s. Now add it to the text.") % {"version": guidelines.version},
            messages.SUCCESS,
        )
        return redirect("admin:programs_guidelines_change", guidelines.pk)

    @admin.action(description=_("Mark as not adopted"))
    def leave(self, request: HttpRequest, queryset: QuerySet[Proposal]) -> None:
        """Close them without a change."""
        count = reports.leave_proposals(queryset, by=reader(request), now=timezone.now())
        self.message_user(
            request,
            ngettext("%(count)s recommendation closed.", "%(count)s recommendations closed.", count) % {"count": count},
        )


@admin.register(ContactRequest)
class ContactRequestAdmin(DeskAdmin[ContactRequest]):
    """Wishes that name the person, and those that nobody answered in time (D-09)."""

    list_display = ("user", "program", "to", "asked_at", "answered_at", "open_link")
    list_display_links = None
    list_filter = (("answered_at", admin.EmptyFieldListFilter),)
    list_select_related = ("user", "to", "match__cohort__program")
    fields = ("user", "to", "asked_at", "escalated_at", "answered_at", "answered_by")
    actions = ("mark_answered",)

    @admin.display(description=_("program"))
    def program(self, wish: ContactRequest) -> str:
        return str(wish.match.cohort.program)

    @admin.display(description=_("how to reach them"))
    def open_link(self, wish: ContactRequest) -> SafeString:
        """Where it is read."""
        return format_html('<a href="{}">{}</a>', reverse("evaluation:contact", args=[wish.pk]), _("Open"))

    @admin.action(description=_("I have been in touch"))
    def mark_answered(self, request: HttpRequest, queryset: QuerySet[ContactRequest]) -> None:
        """Note for each that someone has been in touch."""
        for wish in queryset:
            contacting.answer_contact(wish, by=reader(request), now=timezone.now())
        self.message_user(request, _("It is recorded."))


@admin.register(Summary)
class SummaryAdmin(DeskAdmin[Summary]):
    """What people wrote at the end, for those who run the program, as the page says where one writes (P-34)."""

    list_display = ("author", "program", "written_at", "share_with_partner")
    list_filter = ("match__cohort__program",)
    list_select_related = ("author", "match__cohort__program")
    fields = ("author", "learnt", "passed_on", "worked", "share_with_partner", "written_at")

    @admin.display(description=_("program"))
    def program(self, summary: Summary) -> str:
        return str(summary.match.cohort.program)


@admin.register(SurveyRules)
class SurveyRulesAdmin(ManagedAdmin[SurveyRules]):
    """From how many answers on a program shows figures and comments: more than the house asks, never less (D-04)."""

    add_action = Action.MANAGE_PROGRAM
    change_action = Action.MANAGE_PROGRAM
    list_display = ("program", "figures_from", "comments_from")
    fields = ("program", "figures_from", "comments_from")

    def get_urls(self) -> list[URLPattern]:
        """Add the surveys that are open."""
        wrap = self.admin_site.admin_view
        return [
            path("open/", wrap(require_safe(open_surveys.show_all)), name="evaluation_surveyrules_rounds"),
            path(
                "open/<int:cohort>/<slug:point>/",
                wrap(require_safe(open_surveys.show)),
                name="evaluation_surveyrules_round",
            ),
            *super().get_urls(),
        ]

    def get_readonly_fields(self, request: HttpRequest, obj: SurveyRules | None = None) -> tuple[str, ...]:
        """Rules stay with their program."""
        return ("program",) if obj else ()
