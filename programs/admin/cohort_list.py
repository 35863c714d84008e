"""Cohorts: planned, opened and closed by `programs.upkeep.enrolment`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django.contrib import admin, messages
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from people.policy import Action
from people.reader import reader
from programs.admin.base import DeskStep, Panel, ProcessAdmin, Rows, badge, day
from programs.errors import ProgramError
from programs.models import Cohort
from programs.models.cohort import CohortStatus
from programs.upkeep import enrolment

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.db.models import QuerySet
    from django.http import HttpRequest

PLAN = ("name", "always_on", "enrol_until", "starts_on", "ends_on")
STATE = ("status", "guidelines", "opened_at", "opened_by", "closed_at")
LABELS = {"planned": "info", "enrolling": "success", "matching": "warning", "running": "primary", "closed": "info"}


@admin.register(Cohort)
class CohortAdmin(ProcessAdmin[Cohort]):
    """Intakes of programs. The status moves by the buttons above the form."""

    add_action: ClassVar[Action | None] = Action.MANAGE_PROGRAM
    list_display = ("name", "program", "state", "sign_up_until", "start", "end")
    list_filter = ("status", "program")
    list_select_related = ("program",)
    search_fields = ("name", "program__name")
    actions = ("open_cohorts", "match_cohorts")

    @badge(_("Status"), LABELS)
    def state(self, obj: Cohort) -> tuple[str, str]:
        """Where the cohort stands, as a badge."""
        return obj.status, obj.get_status_display()

    @admin.display(description=_("Enrolment until"), ordering="enrol_until")
    def sign_up_until(self, obj: Cohort) -> str:
        return day(obj.enrol_until)

    @admin.display(description=_("Start"), ordering="starts_on")
    def start(self, obj: Cohort) -> str:
        return day(obj.starts_on)

    @admin.display(description=_("End"), ordering="ends_on")
    def end(self, obj: Cohort) -> str:
        return day(obj.ends_on)

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:  # noqa: ANN401 - Django's own signature
        """The plan; for a cohort that is there also where it stands."""
        plan = ("program", "name", "always_on", "enrol_until", ("starts_on", "ends_on"))
        fieldsets = [(_("Plan"), {"fields": plan})]
        return [*fieldsets, (_("Status"), {"fields": STATE})] if obj else fieldsets

    def get_readonly_fields(self, request: HttpRequest, obj: Cohort | None = None) -> tuple[str, ...]:
        """Status and dates of moves are the process's."""
        if obj is None:
            return ()
        return ("program", *STATE)

    def has_change_permission(self, request: HttpRequest, obj: Cohort | None = None) -> bool:
        """By policy, until it is closed."""
        return super().has_change_permission(request, obj) and (obj is None or obj.status != CohortStatus.CLOSED)

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:  # noqa: ANN401, FBT001 - Django's own signature
        """Plan or plan anew."""
        plan = {name: getattr(obj, name) for name in PLAN}
        by, now = reader(request), timezone.now()
        if change:
            enrolment.replan(obj, **plan, by=by, now=now)
        else:
            obj.pk = enrolment.plan_cohort(obj.program, **plan, by=by, now=now).pk

    def panel(self, request: HttpRequest, obj: Cohort) -> Panel:
        """The next step of the cohort."""
        page = reverse("programs:program", args=[obj.program.slug])
        return Panel(steps=steps_of(obj), links=[(str(_("The program’s page, as others see it")), page)])

    @admin.action(description=_("Open enrolment"))
    def open_cohorts(self, request: HttpRequest, queryset: QuerySet[Cohort]) -> None:
        """Open each, and say how many."""
        done = for_each(request, queryset, enrolment.open_enrolment)
        if done:
            message = ngettext(
                "Enrolment is open for %(count)s cohort.", "Enrolment is open for %(count)s cohorts.", done
            )
            messages.success(request, message % {"count": done})

    @admin.action(description=_("Close enrolment and match"))
    def match_cohorts(self, request: HttpRequest, queryset: QuerySet[Cohort]) -> None:
        """Go on to matching, and say how many."""
        done = for_each(request, queryset, enrolment.start_matching)
        if done:
            message = ngettext("%(count)s cohort is ready to match.", "%(count)s cohorts are ready to match.", done)
            messages.success(request, message % {"count": done})


def steps_of(cohort: Cohort) -> list[DeskStep]:
    """Return what can be done with the cohort, by its status."""

    def by(process: Callable[..., Cohort], message: str) -> Callable[[HttpRequest], str]:
        def run(request: HttpRequest) -> str:
            process(cohort, by=reader(request), now=timezone.now())
            return message

        return run

    opened = by(enrolment.open_enrolment, str(_("Enrolment is open. We’ve let the committee know by email.")))
    matching = by(enrolment.start_matching, str(_("Enrolment is closed. Next, run the matching.")))
    closed = by(enrolment.close_cohort, str(_("The cohort is closed.")))
    close = DeskStep(
        "close",
        str(_("Close the cohort")),
        closed,
        str(_("Nobody can join a closed cohort. Pairs that are still meeting continue.")),
        main=False,
        final=str(_("Yes, close it for good")),
    )
    return {
        CohortStatus.PLANNED: [
            DeskStep(
                "open", str(_("Open enrolment")), opened, str(_("People see the program and can apply and sign up."))
            ),
        ],
        CohortStatus.ENROLLING: [
            DeskStep(
                "match",
                str(_("Close enrolment and match")),
                matching,
                str(_("Nobody can sign up after this. You can open enrolment again until the matches are published.")),
            ),
            close,
        ],
        CohortStatus.MATCHING: [
            DeskStep(
                "open",
                str(_("Open enrolment again")),
                opened,
                str(_("More people can sign up before you match. Publishing the matches starts the cohort.")),
                main=False,
            ),
            close,
        ],
        CohortStatus.RUNNING: [close],
        CohortStatus.CLOSED: [],
    }[CohortStatus(cohort.status)]


def for_each(request: HttpRequest, cohorts: QuerySet[Cohort], process: Callable[..., Cohort]) -> int:
    """Run the process for each, say what was refused, and return how many went well."""
    done = 0
    for cohort in cohorts:
        try:
            process(cohort, by=reader(request), now=timezone.now())
            done += 1
        except ProgramError as error:
            messages.error(request, f"{cohort}: {error}")
    return done


class CohortRows(Rows):
    """Cohorts on the program's page: add a line to plan one; each has a page of its own."""

    model = Cohort
    fields = (*PLAN, "status", "own_page")
    readonly_fields = ("status", "own_page")
    may_delete = False
