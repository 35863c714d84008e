"""Sign-ins that were refused because they came with another identity (E-35)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import admin, messages
from django.utils.translation import gettext_lazy, ngettext

from people.admin.deciding import DecidingAdmin
from people.authentication import identities, proof
from people.desk.base import column
from people.models import IdentityReplacement

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django.http import HttpRequest

STATES = {"tried": "warning", "asked": "warning", "confirmed": "success", "refused": "info"}


@admin.register(IdentityReplacement)
class IdentityReplacementAdmin(DecidingAdmin[IdentityReplacement]):
    """One administrator asks for the replacement, after talking to the person; another one confirms it."""

    list_display = ("whose", "tried_at", "asked_by", "decided_by", "state")
    list_select_related = ("person", "asked_by", "decided_by")
    search_fields = ("person__name",)
    search_help_text = gettext_lazy("Name")
    fields = ("person", "provider", "tried_at", "status", "asked_by", "asked_at", "decided_by", "decided_at")
    readonly_fields = fields
    actions = ("ask_for_it", "confirm_it", "refuse_it")

    @column(gettext_lazy("Person"), ordering="person__name")
    def whose(self, row: IdentityReplacement) -> str:
        """Whose identity it would be."""
        return row.person.name

    @column(gettext_lazy("Status"), label=STATES)
    def state(self, row: IdentityReplacement) -> tuple[str, str]:
        return row.status, str(row.get_status_display())

    @admin.action(description=gettext_lazy("1. It is theirs: ask another administrator"), permissions=["decide"])
    def ask_for_it(self, request: HttpRequest, queryset: QuerySet[IdentityReplacement]) -> None:
        """Ask as the first administrator."""
        proof.require_fresh(request)
        if done := self.decide(request, queryset, identities.ask):
            message = ngettext(
                "%s sign-in is waiting for another administrator.",
                "%s sign-ins are waiting for another administrator.",
                done,
            )
            self.message_user(request, message % done, messages.SUCCESS)

    @admin.action(description=gettext_lazy("2. Confirm, as another administrator"), permissions=["decide"])
    def confirm_it(self, request: HttpRequest, queryset: QuerySet[IdentityReplacement]) -> None:
        """Confirm as the second administrator."""
        proof.require_fresh(request)
        if done := self.decide(request, queryset, identities.confirm):
            message = ngettext("%s sign-in is replaced.", "%s sign-ins are replaced.", done)
            self.message_user(request, message % done, messages.SUCCESS)

    @admin.action(description=gettext_lazy("Refuse"), permissions=["decide"])
    def refuse_it(self, request: HttpRequest, queryset: QuerySet[IdentityReplacement]) -> None:
        """Leave things as they are."""
        if done := self.decide(request, queryset, identities.refuse):
            message = ngettext("%s sign-in is refused.", "%s sign-ins are refused.", done)
            self.message_user(request, message % done, messages.SUCCESS)
