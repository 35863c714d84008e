"""The coordinators' desk as a site of Django's admin."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from allauth.account.decorators import secure_admin_login
from unfold.sites import UnfoldAdminSite

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


class DeskSite(UnfoldAdminSite):
    """Signing in is the portal's, and the sidebar is ours (mentoring.unfold)."""

    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """Lead to the one door: the admin's own form knows a password and no second step."""
        return cast("HttpResponse", secure_admin_login(super().login)(request, extra_context))

    def get_app_list(self, request: HttpRequest, app_label: str | None = None) -> list[dict[str, Any]]:
        """List the models of one app. Django asks for those of all apps on every page, where nothing shows them."""
        return super().get_app_list(request, app_label) if app_label else []
