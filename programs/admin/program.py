"""A program: founded and restated by `programs.founding`; everything that belongs to it in tabs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django.contrib import admin
from django.db.models import Prefetch
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from people.desk import reader
from people.policy import Action, Role
from programs import enrolment, founding, guidelines, keeping
from programs.admin.base import Panel, ProcessAdmin, Step, badge
from programs.admin.cohort import PLAN, CohortRows
from programs.admin.guidelines import GuidelinesRows
from programs.admin.membership import MembershipRows, give
from programs.admin.support import GoalBlocks, ResourceRows, TrainingRows, keep
from programs.committee import end_membership
from programs.models import Cohort, Guidelines, Membership, Program
from programs.set_up import checklist

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django.http import HttpRequest

WORDS = ("name", "purpose", "business_reason", "employee_reason")


@admin.register(Program)
class ProgramAdmin(ProcessAdmin[Program]):
    """Programs that the person coordinates."""

    add_action: ClassVar[Action | None] = Action.CREATE_PROGRAM
    add_title = _("Create a program")
    list_display = ("name", "format", "state", "version_in_force", "coordinators")
    list_filter = ("format",)
    search_fields = ("name",)
    inlines = (MembershipRows, GoalBlocks, CohortRows, GuidelinesRows, TrainingRows, ResourceRows)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Program]:
        """Bring along what the list shows."""
        coordinators = Membership.objects.current().filter(role=Role.COORDINATOR).select_related("user")
        return (
            super()
            .get_queryset(request)
            .prefetch_related(
                Prefetch("guidelines", Guidelines.objects.in_force(), to_attr="versions_in_force"),
                Prefetch("memberships", coordinators, to_attr="coordinator_rows"),
            )
        )

    @badge(_("State"), {"open": "success", "closed": "info", "new": "warning"})
    def state(self, obj: Program) -> tuple[str, str]:
        """Whether people see it."""
        if obj.closed_at:
            return "closed", str(_("Closed"))
        return ("open", str(_("Open"))) if obj.opened_at else ("new", str(_("Not open yet")))

    @admin.display(description=_("Guidelines in force"))
    def version_in_force(self, obj: Program) -> str:
        """“Version 2”."""
        versions: list[Guidelines] = getattr(obj, "versions_in_force", [])
        return str(_("Version %(version)s")) % {"version": versions[0].version} if versions else str(_("None yet"))

    @admin.display(description=_("Coordinators"))
    def coordinators(self, obj: Program) -> str:
        """Their names."""
        return ", ".join(row.user.name for row in getattr(obj, "coordinator_rows", []))

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:  # noqa: ANN401 - Django's own signature
        """Why the program exists (P-01)."""
        words = (_("Why it exists"), {"fields": ("name", "format", "purpose", "business_reason", "employee_reason")})
        state = (_("Where it stands"), {"fields": (("slug", "opened_at"), ("created_by", "created_at"))})
        return [words, state] if obj else [words]

    def get_readonly_fields(self, request: HttpRequest, obj: Program | None = None) -> tuple[str, ...]:
        """The address never changes; the format not after the opening."""
        if obj is None:
            return ()
        return ("slug", "opened_at", "created_by", "created_at", *(("format",) if obj.opened_at else ()))

    def get_inlines(self, request: HttpRequest, obj: Program | None) -> Any:  # noqa: ANN401 - Django's own signature
        """A program is founded first."""
        return self.inlines if obj else ()

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:  # noqa: ANN401, FBT001 - Django's own signature
        """Found or restate."""
        words = {name: getattr(obj, name) for name in WORDS}
        by, now = reader(request), timezone.now()
        if not change:
            obj.pk = founding.found_program(**words, format=obj.format, by=by, now=now).pk
            return
        founding.restate(obj, **words, by=by, now=now)
        if "format" in form.changed_data:
            founding.change_format(obj, format=obj.format, by=by, now=now)

    def save_formset(self, request: HttpRequest, form: Any, formset: Any, change: bool) -> None:  # noqa: ANN401, FBT001 - Django's own signature
        """Each inline by its process."""
        formset.save(commit=False)
        program, by, now = form.instance, reader(request), timezone.now()
        for row in formset.deleted_objects:
            if isinstance(row, Membership):
                end_membership(row, by=by, now=now)
            else:
                keeping.remove(row, by=by, now=now)
        for row in formset.new_objects:
            if isinstance(row, Membership):
                give(program, user=row.user, role=row.role, request=request)
            elif isinstance(row, Cohort):
                plan = {name: getattr(row, name) for name in PLAN}
                row.pk = enrolment.plan_cohort(program, **plan, by=by, now=now).pk
            else:
                keep(row, [], request, change=False)
        for row, fields in formset.changed_objects:
            if isinstance(row, Cohort):
                enrolment.replan(row, **{name: getattr(row, name) for name in PLAN}, by=by, now=now)
            else:
                keep(row, fields, request, change=True)

    def response_post_save_add(self, request: HttpRequest, obj: Program) -> HttpResponseRedirect:
        """Go on to the five steps."""
        return HttpResponseRedirect(self.page_of(obj.pk))

    def panel(self, request: HttpRequest, obj: Program) -> Panel:
        """The five steps (F-19), and writing guidelines where no version is in the making."""
        links = [
            (str(_("The page that people see")), reverse("programs:program", args=[obj.slug])),
            *((f"{row.name}: {row.get_status_display()}", cohort_page(row)) for row in obj.cohorts.all()),
        ]
        return Panel(steps=steps_of(obj), checklist=checklist(obj), links=links)


def cohort_page(cohort: Cohort) -> str:
    """Return where the cohort is opened and closed."""
    return reverse("admin:programs_cohort_change", args=[cohort.pk])


def steps_of(program: Program) -> list[Step]:
    """Return what the program's own page starts."""

    def write(request: HttpRequest) -> HttpResponseRedirect:
        written = guidelines.write_guidelines(program, by=reader(request), now=timezone.now())
        return HttpResponseRedirect(reverse("admin:programs_guidelines_change", args=[written.pk]))

    if program.guidelines.exists():
        return []
    words = _("Our own texts are in it already. You shorten, sharpen or replace them.")
    return [Step("write", str(_("Write the guidelines")), write, str(words))]
