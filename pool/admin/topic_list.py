"""The organisation's list of topics."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django.contrib import admin
from django.db.models import Count
from django.utils import timezone
from django.utils.translation import gettext_lazy

from people import audit, policy
from people.desk.base import DeskAdmin
from people.policy import Action
from people.reader import reader
from pool.models import Topic

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django.http import HttpRequest


@admin.register(Topic)
class TopicAdmin(DeskAdmin[Topic]):
    """Kept by administrators, since all programs share it (E-32), and read by everyone who runs one.

    What is not offered any more stays with those who chose it.
    """

    list_display = ("name", "group", "is_active", "wanted", "offered")
    list_filter = ("is_active", "group")
    search_fields: ClassVar[list[str]] = ["name", "group"]
    fields = ("name", "group", "is_active", "counts_as", "related")
    autocomplete_fields: ClassVar[list[str]] = ["counts_as", "related"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Topic]:
        """With how many chose it."""
        rows = super().get_queryset(request)
        return rows.annotate(wanted=Count("mentees", distinct=True), offered=Count("mentors", distinct=True)).order_by(
            "group", "name", "pk"
        )

    @admin.display(description=gettext_lazy("mentees who want it"), ordering="wanted")
    def wanted(self, topic: Any) -> int:  # noqa: ANN401 - annotated
        """How many sign-ups name it."""
        return int(topic.wanted)

    @admin.display(description=gettext_lazy("mentors who offer it"), ordering="offered")
    def offered(self, topic: Any) -> int:  # noqa: ANN401 - annotated
        """How many applications name it."""
        return int(topic.offered)

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Open to organisation administrators: topics belong to all programs."""
        return self.has_module_permission(request) and policy.allows(reader(request), Action.MANAGE_SHARED)

    def has_change_permission(self, request: HttpRequest, obj: Topic | None = None) -> bool:
        return self.has_add_permission(request)

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:  # noqa: ANN401, FBT001 - Django's signature
        """Save, and record which fields changed; where none did, there is nothing to record."""
        if change and not form.changed_data:
            return
        super().save_model(request, obj, form, change)
        by, now, fields = reader(request), timezone.now(), list(form.changed_data)
        audit.record("topic.changed" if change else "topic.added", obj, by=by, now=now, fields=fields)
