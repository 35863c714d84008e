"""Committee and staff of programs: given and ended by `programs.upkeep.committee`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django.contrib import admin, messages
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from people.authentication import proof
from people.policy import Action
from people.reader import reader
from programs.admin.base import DeskStep, Panel, ProcessAdmin, Rows, badge, day
from programs.errors import ProgramError
from programs.models import Membership, Program
from programs.upkeep import committee

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django.http import HttpRequest

    from people.models import User

CURRENT = {"True": "success", "False": "info"}


@admin.register(Membership)
class MembershipAdmin(ProcessAdmin[Membership]):
    """Who runs which program. A role is given once and ended, never edited."""

    add_action: ClassVar[Action | None] = Action.MANAGE_PROGRAM
    add_title = _("Give someone a role")
    list_display = ("user", "program", "role", "state", "added_on", "confirmed_on")
    list_filter = ("program", "role")
    list_select_related = ("user", "program")
    search_fields = ("user__name", "user__email", "program__name")
    fields = ("program", "user", "role")
    autocomplete_fields = ("user",)
    actions = ("confirm_roles", "end_roles")

    @badge(_("Status"), {"held": "success", "ended": "info"})
    def state(self, obj: Membership) -> tuple[str, str]:
        """Whether the role is held now."""
        return ("ended", str(_("Ended"))) if obj.ended_at else ("held", str(_("Current")))

    @admin.display(description=_("Added"), ordering="added_at")
    def added_on(self, obj: Membership) -> str:
        return day(obj.added_at)

    @admin.display(description=_("Confirmed"), ordering="confirmed_at")
    def confirmed_on(self, obj: Membership) -> str:
        """The day on which someone last said that the role is still right."""
        return day(obj.confirmed_at)

    def has_change_permission(self, request: HttpRequest, obj: Membership | None = None) -> bool:
        """A role is not edited."""
        return obj is None and super().has_change_permission(request, obj)

    def get_readonly_fields(self, request: HttpRequest, obj: Membership | None = None) -> tuple[str, ...]:
        """Nothing of a role that was given can be edited."""
        return () if obj is None else ("program", "user", "role", "added_at", "added_by", "ended_at", "ended_by")

    def get_fields(self, request: HttpRequest, obj: Membership | None = None) -> tuple[str, ...]:
        """Show who gave and ended it."""
        given = ("added_at", "added_by", "ended_at", "ended_by") if obj else ()
        return ("program", "user", "role", *given)

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:  # noqa: ANN401, FBT001 - Django's own signature
        """Give the role by its process, which records the deed."""
        if not change:
            given = give(obj.program, user=obj.user, role=obj.role, request=request)
            obj.pk = given.pk

    def panel(self, request: HttpRequest, obj: Membership) -> Panel:
        if obj.ended_at:
            return Panel()

        def end(request: HttpRequest) -> str:
            committee.end_membership(obj, by=reader(request), now=timezone.now())
            return str(_("The role has ended and no longer gives any access."))

        return Panel(
            steps=[
                DeskStep(
                    "end",
                    str(_("End this role")),
                    end,
                    str(_("The person loses the access that comes with the role immediately.")),
                    main=False,
                )
            ]
        )

    @admin.action(description=_("Confirm that these roles are still right"))
    def confirm_roles(self, request: HttpRequest, queryset: QuerySet[Membership]) -> None:
        """Confirm each, and say how many."""
        proof.require_fresh(request)
        confirmed = 0
        for membership in queryset.current():  # type: ignore[attr-defined]
            try:
                committee.confirm_membership(membership, by=reader(request), now=timezone.now())
                confirmed += 1
            except ProgramError as error:
                messages.warning(request, f"{membership.program}, {membership}: {error}")
        if confirmed:
            message = ngettext("%(count)s role is confirmed.", "%(count)s roles are confirmed.", confirmed)
            messages.success(request, message % {"count": confirmed})

    @admin.action(description=_("End these roles"))
    def end_roles(self, request: HttpRequest, queryset: QuerySet[Membership]) -> None:
        """End each, and say how many."""
        ended = 0
        for membership in queryset.current():  # type: ignore[attr-defined]
            try:
                committee.end_membership(membership, by=reader(request), now=timezone.now())
                ended += 1
            except ProgramError as error:
                messages.error(request, f"{membership.program}, {membership}: {error}")
        message = ngettext("%(count)s role has ended.", "%(count)s roles have ended.", ended) % {"count": ended}
        messages.success(request, message)


class MembershipRows(Rows):
    """The roles that are held now, on the program's page: add a line to give one, remove a line to end one."""

    model = Membership
    fields = ("user", "role", "added_on")
    autocomplete_fields = ("user",)
    readonly_fields = ("added_on",)
    verbose_name = _("role")
    verbose_name_plural = _("committee and staff")

    @admin.display(description=_("Added"))
    def added_on(self, obj: Membership) -> str:
        return day(obj.added_at)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Membership]:
        """Past roles are in the list of committee and staff."""
        rows: QuerySet[Membership] = super().get_queryset(request)
        return rows.filter(ended_at__isnull=True).select_related("user")

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:  # noqa: ANN401 - Django's own signature
        """A role is not edited."""
        return False

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:  # noqa: ANN401
        return super().has_change_permission(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:  # noqa: ANN401
        return super().has_change_permission(request, obj)


def give(program: Program, *, user: User, role: str, request: HttpRequest) -> Membership:
    """Give a role as the signed-in person, who has just proved that they are (E-36)."""
    proof.require_fresh(request)
    return committee.add_member(program, user=user, role=role, by=reader(request), now=timezone.now())
