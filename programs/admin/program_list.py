"""A program: founded and restated by `programs.upkeep.founding`; everything that belongs to it in parts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django.contrib import admin
from django.db.models import Prefetch
from django.http import Http404, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from people.policy import Action, Role
from people.reader import reader
from programs.admin.base import DeskStep, Panel, ProcessAdmin, badge
from programs.admin.cohort_list import PLAN
from programs.admin.membership import give
from programs.admin.parts import PARTS, part_of, tabs_of
from programs.admin.support_list import keep
from programs.guideline_versions import guidelines
from programs.models import Cohort, Guidelines, Membership, Program
from programs.upkeep import enrolment, founding, keeping
from programs.upkeep.committee import end_membership
from programs.upkeep.set_up import checklist
from web.desk_lists import DeskList

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django.http import HttpRequest, HttpResponse

WORDS = ("name", "purpose", "business_reason", "employee_reason")


class ProgramList(DeskList):
    """Brings along the guidelines in force and the coordinators."""

    def get_queryset(
        self, request: HttpRequest, exclude_parameters: list[str | None] | None = None
    ) -> QuerySet[Program]:
        """In a query each."""
        coordinators = Membership.objects.current().filter(role=Role.COORDINATOR).select_related("user")
        programs: QuerySet[Program] = super().get_queryset(request, exclude_parameters)
        return programs.prefetch_related(
            Prefetch("guidelines", Guidelines.objects.in_force(), to_attr="versions_in_force"),
            Prefetch("memberships", coordinators, to_attr="coordinator_rows"),
        )


@admin.register(Program)
class ProgramAdmin(ProcessAdmin[Program]):
    """Programs that the person coordinates."""

    add_action: ClassVar[Action | None] = Action.CREATE_PROGRAM
    add_title = _("Create a program")
    list_display = ("name", "format", "state", "version_in_force", "coordinators")
    list_filter = ("format",)
    search_fields = ("name",)
    inlines = tuple(part.inline for part in PARTS.values())
    change_form_outer_before_template = "admin/programs/program.html"

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> Any:  # noqa: ANN401 - Unfold means the class
        """Only the list needs what it shows."""
        return ProgramList

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> Program | None:
        """There are no parts of what the person does not manage."""
        part, program = part_of(request), super().get_object(request, object_id, from_field)
        if part and program is None:
            raise Http404
        return program

    @badge(_("Status"), {"open": "success", "closed": "info", "new": "warning"})
    def state(self, obj: Program) -> tuple[str, str]:
        """Whether people see it."""
        if obj.closed_at:
            return "closed", str(_("Closed"))
        return ("open", str(_("Open"))) if obj.opened_at else ("new", str(_("Not open yet")))

    @admin.display(description=_("Guidelines in force"))
    def version_in_force(self, obj: Program) -> str:
        """Name it as its page does: “Version 2”."""
        versions: list[Guidelines] = getattr(obj, "versions_in_force", [])
        return str(_("Version %(version)s")) % {"version": versions[0].version} if versions else str(_("None yet"))

    @admin.display(description=_("Coordinators"))
    def coordinators(self, obj: Program) -> str:
        return ", ".join(row.user.name for row in getattr(obj, "coordinator_rows", []))

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:  # noqa: ANN401 - Django's own signature
        """Why the program exists (P-01); nothing of it beside a part."""
        if obj and part_of(request):
            return []
        texts = (_("Why it exists"), {"fields": ("name", "format", "purpose", "business_reason", "employee_reason")})
        state = (_("Status"), {"fields": (("slug", "opened_at"), ("created_by", "created_at"))})
        return [texts, state] if obj else [texts]

    def get_readonly_fields(self, request: HttpRequest, obj: Program | None = None) -> tuple[str, ...]:
        """The address never changes; the format not after the opening."""
        if obj is None:
            return ()
        return ("slug", "opened_at", "created_by", "created_at", *(("format",) if obj.opened_at else ()))

    def get_inlines(self, request: HttpRequest, obj: Program | None) -> Any:  # noqa: ANN401 - Django's own signature
        """Only those of the part that is asked for: a page of all of them takes too long."""
        part = part_of(request)
        return (part.inline,) if obj and part else ()

    def render_change_form(self, request: HttpRequest, context: dict[str, Any], **how: Any) -> HttpResponse:  # type: ignore[override]  # noqa: ANN401 - Django names them all
        """Add the tabs, and what a part is called; where it is only read, there is nothing to save."""
        program, part = context["original"], part_of(request)
        if program:
            context["part_tabs"] = tabs_of(program, part)
        if program and part:
            context |= {"title": part.label, "show_save_and_add_another": False}
            context |= dict.fromkeys(("show_save", "show_save_and_continue"), not part.only_read)
        return super().render_change_form(request, context, **how)

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:  # noqa: ANN401, FBT001 - Django's own signature
        """Found or restate; a part leaves the program's own words alone."""
        if change and part_of(request):
            return
        texts = {name: getattr(obj, name) for name in WORDS}
        by, now = reader(request), timezone.now()
        if not change:
            obj.pk = founding.found_program(**texts, format=obj.format, by=by, now=now).pk
            return
        founding.restate(obj, **texts, by=by, now=now)
        if "format" in form.changed_data:
            founding.change_format(obj, format=obj.format, by=by, now=now)

    def save_formset(self, request: HttpRequest, form: Any, formset: Any, change: bool) -> None:  # noqa: ANN401, FBT001 - Django's own signature
        """Each row by its process."""
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

    def response_change(self, request: HttpRequest, obj: Program) -> HttpResponse:
        """Stay with a part, unless the person has just ended the role that opens it."""
        answer = super().response_change(request, obj)
        if part_of(request) is None:
            return answer
        stays = self.has_change_permission(request, obj)
        return HttpResponseRedirect(request.get_full_path() if stays else reverse("admin:programs_program_changelist"))

    def panel(self, request: HttpRequest, obj: Program) -> Panel:
        """The five steps (F-19), and writing guidelines where there is no version; beside a part only what is about it."""
        part = part_of(request)
        if part:
            return Panel(steps=steps_of(obj) if part.key == "guidelines" else ())
        links = [
            (str(_("The page as others see it")), reverse("programs:program", args=[obj.slug])),
            *((f"{row.name}: {row.get_status_display()}", cohort_page(row)) for row in obj.cohorts.all()),
        ]
        return Panel(steps=steps_of(obj), checklist=checklist(obj), links=links)


def cohort_page(cohort: Cohort) -> str:
    """Return where the cohort is opened and closed."""
    return reverse("admin:programs_cohort_change", args=[cohort.pk])


def steps_of(program: Program) -> list[DeskStep]:
    """Return what the program's own page starts."""

    def write(request: HttpRequest) -> HttpResponseRedirect:
        written = guidelines.write_guidelines(program, by=reader(request), now=timezone.now())
        return HttpResponseRedirect(reverse("admin:programs_guidelines_change", args=[written.pk]))

    if program.guidelines.exists():
        return []
    sentence = _("Our default texts are already in it. You can shorten, sharpen or replace them.")
    return [DeskStep("write", str(_("Write the guidelines")), write, str(sentence))]
