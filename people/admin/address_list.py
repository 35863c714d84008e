"""Changed addresses on the desk: a second administrator confirms them, one by one or all at once (E-34)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from django.contrib import admin, messages
from django.shortcuts import get_object_or_404, redirect
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST

from people.accounts import addresses
from people.admin.deciding import DecidingAdmin
from people.authentication import proof
from people.desk.base import column
from people.errors import PeopleError
from people.models import AddressChange, AddressStatus
from people.reader import reader

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django.http import HttpRequest, HttpResponse
    from django.urls import URLPattern

    from people.models.address import AddressChangeQuerySet

STATES = {"waiting": "warning", "confirmed": "success", "stopped": "danger", "withdrawn": "info", "replaced": "info"}


class AddressStateFilter(admin.SimpleListFilter):
    """Those that wait are shown unless others are asked for."""

    title = gettext_lazy("status")
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:  # noqa: ANN401 - Django's signature
        decided = [(value, str(label)) for value, label in AddressStatus.choices if value != AddressStatus.WAITING]
        return [*decided, ("all", _("All"))]

    def choices(self, changelist: Any) -> Any:  # noqa: ANN401 - Django's signature
        """Call the usual list by its name."""
        first, *others = super().choices(changelist)
        return [{**first, "display": AddressStatus.WAITING.label}, *others]

    def queryset(self, request: HttpRequest, queryset: QuerySet[AddressChange]) -> QuerySet[AddressChange]:
        changes = cast("AddressChangeQuerySet", queryset)
        if self.value() == "all":
            return changes
        return changes.filter(status=self.value()) if self.value() else changes.waiting()


@admin.register(AddressChange)
class AddressChangeAdmin(DecidingAdmin[AddressChange]):
    """What was asked for stays as it was asked; a change is confirmed or withdrawn, and never edited."""

    list_display = ("whose", "old", "new", "asked_by", "asked_at", "state")
    list_filter = (AddressStateFilter,)
    list_select_related = ("person", "asked_by")
    search_fields = ("person__name", "old", "new")
    search_help_text = gettext_lazy("Name or address")
    fields = ("person", "old", "new", "asked_by", "asked_at", "status", "confirmation", "decided_by", "decided_at")
    readonly_fields = fields
    actions = ("confirm_addresses", "withdraw_changes")
    change_form_outer_before_template = "people/desk/address_change.html"  # type: ignore[assignment] # the library types its default

    def get_urls(self) -> list[URLPattern]:
        """Add the two buttons of a change that waits."""
        decide = self.admin_site.admin_view(require_POST(self.decide_one))
        return [path("<int:pk>/decide/", decide, name="people_addresschange_decide"), *super().get_urls()]

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Say on the page of one change who can confirm it, and why the reader may not be the one."""
        change = self.get_object(request, object_id)
        hindrance = ""
        if change and change.waits:
            hindrance = addresses.problem_of_second(
                change.person_id, change.asked_by_id, by=reader(request), now=timezone.now()
            )
        return super().change_view(request, object_id, form_url, {"hindrance": hindrance} | (extra_context or {}))

    def decide_one(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Confirm or withdraw one change, and go back to its page."""
        change = get_object_or_404(self.get_queryset(request), pk=pk)
        try:
            if "confirm" in request.POST:
                proof.require_fresh(request)
                addresses.confirm_for(change, by=reader(request), now=timezone.now())
                messages.success(request, _("The new address is confirmed."))
            elif "withdraw" in request.POST:
                addresses.withdraw(change, by=reader(request), now=timezone.now())
                messages.success(request, _("The change is withdrawn, and we have told the earlier address."))
        except PeopleError as error:
            messages.warning(request, str(error))
        return redirect("admin:people_addresschange_change", pk)

    @column(gettext_lazy("Person"), ordering="person__name")
    def whose(self, change: AddressChange) -> str:
        return change.person.name

    @column(gettext_lazy("Status"), label=STATES)
    def state(self, change: AddressChange) -> tuple[str, str]:
        """Where the change stands."""
        return change.status, str(change.get_status_display())

    @admin.action(description=gettext_lazy("Confirm the new addresses"), permissions=["decide"])
    def confirm_addresses(self, request: HttpRequest, queryset: QuerySet[AddressChange]) -> None:
        """Confirm each, as the second administrator."""
        proof.require_fresh(request)
        done = self.decide(request, queryset, addresses.confirm_for)
        if done:
            message = ngettext("%s new address is confirmed.", "%s new addresses are confirmed.", done) % done
            self.message_user(request, message, messages.SUCCESS)

    @admin.action(description=gettext_lazy("Withdraw the changes"), permissions=["decide"])
    def withdraw_changes(self, request: HttpRequest, queryset: QuerySet[AddressChange]) -> None:
        done = self.decide(request, queryset, addresses.withdraw)
        if done:
            message = ngettext("%s change is withdrawn.", "%s changes are withdrawn.", done) % done
            self.message_user(request, message, messages.SUCCESS)
