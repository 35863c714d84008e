"""The audit trail, to read: one's own deeds, and for administrators what keeps the whole going (people.record.deeds)."""

from __future__ import annotations

import json

from django.contrib import admin
from django.utils.translation import gettext_lazy as _
from unfold.contrib.filters.admin import RangeDateTimeFilter

from people.desk.base import DeskAdmin, column
from people.models import AuditEvent


@admin.register(AuditEvent)
class AuditEventAdmin(DeskAdmin[AuditEvent]):
    """Who did what, when, to which object."""

    list_display = ("at", "actor", "action", "object_type", "object_id")
    list_filter = (("at", RangeDateTimeFilter), "action")
    list_select_related = ("actor",)
    search_fields = ("action", "object_id", "actor__name", "actor__email")
    search_help_text = _("Person, action or object number")
    show_full_result_count = False
    fields = ("at", "actor", "action", "object_type", "object_id", "codes")
    readonly_fields = fields

    @column(_("details"))
    def codes(self, event: AuditEvent) -> str:
        """Ids and codes, one line each."""
        return "\n".join(f"{name}: {json.dumps(value)}" for name, value in event.details.items()) or "–"
