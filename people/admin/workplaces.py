"""Departments, levels and sites: kept by those who keep the directory."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

from django.contrib import admin
from django.db.models import Model
from django.utils import timezone

from people import audit, policy
from people.desk.base import DeskAdmin
from people.models import Department, Level, Site
from people.policy import Action
from people.reader import reader

if TYPE_CHECKING:
    from django.http import HttpRequest

M = TypeVar("M", bound=Model)


class DirectoryAdmin(DeskAdmin[M]):
    """Open to those who may manage the directory."""

    def has_change_permission(self, request: HttpRequest, obj: M | None = None) -> bool:
        """By policy; the directory belongs to no program."""
        return self.has_module_permission(request) and policy.allows(reader(request), Action.MANAGE_DIRECTORY)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return self.has_change_permission(request)

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:  # noqa: ANN401, FBT001 - Django's signature
        """Save, and record which fields changed; where none did, there is nothing to record."""
        if change and not form.changed_data:
            return
        super().save_model(request, obj, form, change)
        kind, by, now, fields = obj._meta.model_name, reader(request), timezone.now(), list(form.changed_data)
        audit.record(f"{kind}.changed" if change else f"{kind}.added", obj, by=by, now=now, fields=fields)


@admin.register(Department)
class DepartmentAdmin(DirectoryAdmin[Department]):
    """Parts of the organisation."""

    list_display = ("name",)
    search_fields = ("name",)


@admin.register(Level)
class LevelAdmin(DirectoryAdmin[Level]):
    """Levels in their order, the lowest first."""

    list_display = ("name", "rank")
    search_fields = ("name",)


@admin.register(Site)
class SiteAdmin(DirectoryAdmin[Site]):
    """Places with their time zones."""

    list_display = ("name", "time_zone")
    search_fields = ("name",)
