"""The coordinators' desk as a site of Django's admin."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from allauth.account.decorators import secure_admin_login
from django.apps import apps
from django.core.exceptions import BadRequest
from django.http import Http404
from django.utils.decorators import method_decorator
from django.views.decorators.http import require_http_methods, require_safe
from unfold.sites import UnfoldAdminSite

from web.desk_lists import SEARCH_MAX

if TYPE_CHECKING:
    from django.db.models import Model
    from django.http import HttpRequest, HttpResponse
    from django.urls import URLPattern, URLResolver


class DeskSite(UnfoldAdminSite):
    """Signing in is the portal's, and the sidebar is ours (mentoring.desk.unfold)."""

    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """Lead to the one door: the admin's own form knows a password and no second step."""
        return cast("HttpResponse", secure_admin_login(super().login)(request, extra_context))

    def get_app_list(self, request: HttpRequest, app_label: str | None = None) -> list[dict[str, Any]]:
        """List the models of one app. Django asks for those of all apps on every page, where nothing shows them."""
        return super().get_app_list(request, app_label) if app_label else []

    def get_urls(self) -> list[URLPattern | URLResolver]:  # type: ignore[override] # Unfold names the first only
        """Leave out the way from any number of any kind of object to its page: it tells which ones exist."""
        return [pattern for pattern in super().get_urls() if getattr(pattern, "name", None) != "view_on_site"]

    def admin_view(self, view: Any, cacheable: bool = False) -> Any:  # noqa: ANN401, FBT001, FBT002 - Django's signature
        """Take no methods on the desk but those that browsers send; each page narrows them further."""
        return require_http_methods(["GET", "HEAD", "POST"])(super().admin_view(view, cacheable))

    @method_decorator(require_safe)
    def index(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:  # noqa: ANN401 - Unfold's
        """Show the front page."""
        return super().index(request, extra_context)

    @method_decorator(require_safe)
    def search(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:  # noqa: ANN401 - Unfold's
        """Find lists by their names."""
        return super().search(request, extra_context)

    @method_decorator(require_safe)
    def app_index(self, request: HttpRequest, app_label: str, extra_context: dict[str, Any] | None = None) -> Any:  # noqa: ANN401 - Django's
        """List the models of one app."""
        return super().app_index(request, app_label, extra_context)

    def autocomplete_view(self, request: HttpRequest) -> HttpResponse:
        """Find things by name for a field of a form that the person fills in, and for no other field."""
        asked = {name: request.GET.get(name, "") for name in ("app_label", "model_name", "field_name")}
        term, page = request.GET.get("term", ""), request.GET.get("page", "1")
        if any("\x00" in value for value in (term, *asked.values())) or len(term) > SEARCH_MAX:
            raise BadRequest
        if not page.isdecimal() or not self._may_look_up(request, **asked):
            raise Http404
        return super().autocomplete_view(request)

    def _may_look_up(self, request: HttpRequest, *, app_label: str, model_name: str, field_name: str) -> bool:
        """Ask the admins whose pages have such a form: the model's own, or the one in which it is a row."""
        try:
            model: type[Model] = apps.get_model(app_label, model_name)
        except (LookupError, ValueError):
            return False
        for registered, registered_admin in self._registry.items():
            desk = cast("Any", registered_admin)
            if registered is model and desk.may_look_up(request, field_name):
                return True
            rows = [row for row in desk.inlines if row.model is model and field_name in row.autocomplete_fields]
            if rows and desk.has_add_permission(request):
                return True
        return False
