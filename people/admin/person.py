"""The directory on the desk: to read for those who run programs, to keep for organisation administrators."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from django.contrib import admin, messages
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from unfold.contrib.filters.admin import RelatedDropdownFilter
from unfold.decorators import action

from people.accounts import addresses, appointing, editing
from people.accounts.invitations import invite
from people.admin.import_pages import ImportPages
from people.admin.person_form import PersonForm
from people.admin.workplaces import DirectoryAdmin
from people.authentication import proof
from people.desk.base import column
from people.errors import PeopleError
from people.models import AddressChange, User
from people.reader import reader
from web.fields.texts import paragraph

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django.http import HttpRequest, HttpResponse
    from django.urls import URLPattern

    from people.models import UserQuerySet

STATES = {"here": "success", "invited": "info", "not_invited": "warning", "left": "danger", "shut_out": "danger"}


class EmploymentFilter(admin.SimpleListFilter):
    """Who works here; people who left stay in the directory and are shown only when asked for."""

    title = gettext_lazy("employment")
    parameter_name = "employment"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:  # noqa: ANN401 - Django's signature
        return [
            ("left", _("Left")),
            ("all", _("Everyone")),
            ("new", _("Not invited yet")),
            ("staff", _("May open the desk")),
            ("administrators", _("Organisation administrators")),
        ]

    def choices(self, changelist: Any) -> Any:  # noqa: ANN401 - Django's signature
        """Call the usual list by its name."""
        first, *others = super().choices(changelist)
        return [{**first, "display": _("Works here")}, *others]

    def queryset(self, request: HttpRequest, queryset: QuerySet[User]) -> QuerySet[User]:
        people = cast("UserQuerySet", queryset)
        employed = people.employed(timezone.localdate())
        match self.value():
            case "all":
                return people
            case "left":
                return people.filter(left_on__lte=timezone.localdate())
            case "new":
                return employed.filter(invited_at__isnull=True, last_login__isnull=True)
            case "staff":
                return employed.filter(is_staff=True)
            case "administrators":
                return employed.administrators()
        return employed


@admin.register(User)
class PersonAdmin(DirectoryAdmin[User]):
    """Everybody in the organisation."""

    form = PersonForm
    list_display = ("person", "job_title", "department", "level", "site", "supervisor", "state")
    list_filter = (
        EmploymentFilter,
        ("department", RelatedDropdownFilter),
        ("level", RelatedDropdownFilter),
        ("site", RelatedDropdownFilter),
    )
    list_select_related = ("department", "level", "site", "supervisor")
    search_fields = ("name", "email", "employee_number", "job_title")
    search_help_text = gettext_lazy("Name, address, employee number or job title")
    autocomplete_fields = ("supervisor",)
    readonly_fields = ("new_address", "administrator_confirmed", "invited_at", "last_login", "created_at")
    ordering = ("name", "pk")
    actions = ("invite_people", "release_addresses", "confirm_administrators")
    actions_list = ["import_file"]  # type: ignore[assignment]  # Unfold's () is a default
    work = (
        (None, {"fields": ("name", "known_as", "email", "employee_number")}),
        (
            gettext_lazy("Work"),
            {
                "fields": (
                    "job_title",
                    ("department", "level"),
                    ("site", "time_zone"),
                    "supervisor",
                    "languages",
                    ("hired_on", "left_on"),
                )
            },
        ),
    )
    access = (
        gettext_lazy("Access"),
        {
            "fields": (
                "is_active",
                "is_staff",
                "is_organization_administrator",
                "administrator_confirmed",
                "invited_at",
                "last_login",
            )
        },
    )

    def get_urls(self) -> list[URLPattern]:
        """Add the steps of the import."""
        return [*ImportPages(self.admin_site, self.opts).urls(), *super().get_urls()]

    def lock_row(self, obj: Any) -> None:  # noqa: ANN401 - Django's signature
        """Lock the administrators first, as the process does."""
        appointing.lock_administrators()
        super().lock_row(obj)

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:  # noqa: ANN401 - Django's signature
        """Those who only read see work fields (E-01)."""
        if not self.has_change_permission(request, obj):
            return self.work
        (_title, who), *rest = self.work
        fields = ("name", "known_as", "email", "new_address", "employee_number") if obj else who["fields"]
        return ((None, {"fields": fields}), *rest, self.access)

    def get_list_display(self, request: HttpRequest) -> Any:  # noqa: ANN401
        """Whether somebody has signed in is for those who invite."""
        return self.list_display if self.has_change_permission(request) else self.list_display[:-1]

    @column(gettext_lazy("Person"), header=True, ordering="name")
    def person(self, user: User) -> list[str]:
        return [user.name, user.email]

    @column(gettext_lazy("Status"), label=STATES)
    def state(self, user: User) -> tuple[str, str]:
        """Where somebody stands on the way into the portal."""
        if not user.is_employed(timezone.localdate()):
            return "left", _("Left")
        if not user.is_active:
            return "shut_out", _("May not sign in")
        if user.last_login:
            return "here", _("Has signed in")
        return ("invited", _("Invited")) if user.invited_at else ("not_invited", _("Not invited"))

    @column(gettext_lazy("New address"))
    def new_address(self, user: User) -> str:
        """What the address is to become, and who can confirm it (E-34)."""
        change = AddressChange.objects.waiting().filter(person=user).first()
        if change is None:
            return _("A new address is used once the person or another administrator has confirmed it.")
        sentence = _(
            "%(new)s is waiting to be confirmed, by %(name)s or by an administrator who did not ask for it. Until "
            "then, the current address stays in use."
        ) % {"new": change.new, "name": user.name}
        return format_html(
            '{} <a href="{}" class="text-primary-600 dark:text-primary-500 underline">{}</a>',
            sentence,
            reverse("admin:people_addresschange_change", args=[change.pk]),
            _("Confirm or withdraw it"),
        )

    @column(gettext_lazy("Role confirmed"))
    def administrator_confirmed(self, user: User) -> str:
        """When another administrator last said that the role is still right (E-36)."""
        if not user.is_organization_administrator:
            return "–"
        sure_at = user.administrator_confirmed_at or user.administrator_since or user.created_at
        day = date_format(timezone.localtime(sure_at), "DATE_FORMAT")
        return day if user.administrator_confirmed_at else _("Not yet. Appointed on %s.") % day

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:  # noqa: ANN401, FBT001 - Django's signature
        """Keep the row through the process; who gives more rights proves once more who they are (E-36)."""
        if any(getattr(obj, name) for name in set(editing.GRANTS) & set(form.changed_data)):
            proof.require_fresh(request)
        editing.keep(obj, changed=form.changed_data, by=reader(request), now=timezone.now())
        if change and "email" in form.changed_data:
            waits = AddressChange.objects.waiting().filter(person=obj).exists()
            message = _("The new address will be used once %s or another administrator has confirmed it.") % obj.name
            self.message_user(request, message if waits else _("The address is changed."), messages.INFO)

    def has_invite_permission(self, request: HttpRequest) -> bool:
        return self.has_change_permission(request)

    @admin.action(description=gettext_lazy("Invite to sign in"), permissions=["invite"])
    def invite_people(self, request: HttpRequest, queryset: QuerySet[User]) -> None:
        """Invite each, and report how many and who not."""
        refused: list[str] = []
        people = list(queryset)
        for user in people:
            try:
                invite(user, by=reader(request), now=timezone.now())
            except PeopleError as error:
                refused.append(str(error))
        count = len(people) - len(refused)
        if count:
            message = ngettext("%s person was invited by email.", "%s people were invited by email.", count) % count
            self.message_user(request, message, messages.SUCCESS)
        if refused:
            more = _("And %s more.") % (len(refused) - 3) if len(refused) > 3 else ""  # noqa: PLR2004 - enough for one line
            self.message_user(request, paragraph(*refused[:3], more), messages.WARNING)

    @admin.action(description=gettext_lazy("Free up the addresses of leavers"), permissions=["invite"])
    def release_addresses(self, request: HttpRequest, queryset: QuerySet[User]) -> None:
        """Let new colleagues have the addresses of people who have left (E-34)."""
        done = 0
        for user in queryset:
            try:
                addresses.release(user, by=reader(request), now=timezone.now())
            except PeopleError as error:
                self.message_user(request, str(error), messages.WARNING)
            else:
                done += 1
        if done:
            message = ngettext("%s address is free again.", "%s addresses are free again.", done) % done
            self.message_user(request, message, messages.SUCCESS)

    @admin.action(description=gettext_lazy("Confirm as administrators"), permissions=["invite"])
    def confirm_administrators(self, request: HttpRequest, queryset: QuerySet[User]) -> None:
        """Say that each of them still needs the role, as is due once a year (E-36)."""
        proof.require_fresh(request)
        done = 0
        for user in queryset:
            try:
                appointing.confirm_administrator(user, by=reader(request), now=timezone.now())
            except PeopleError as error:
                self.message_user(request, str(error), messages.WARNING)
            else:
                done += 1
        if done:
            message = ngettext("%s role is confirmed.", "%s roles are confirmed.", done) % done
            self.message_user(request, message, messages.SUCCESS)

    @action(description=gettext_lazy("Import a file"), url_path="import-file", icon="upload", permissions=["invite"])  # type: ignore[operator, arg-type]
    def import_file(self, request: HttpRequest) -> HttpResponse:
        """Go to the first step of the import."""
        return redirect("admin:people_import_upload")
