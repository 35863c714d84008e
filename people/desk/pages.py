"""What our own pages in the admin have in common: scoped rows, the theme's frame, tones of badges."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, Any, TypeVar

from django.contrib import admin
from django.db.models import Model
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from people.desk.base import DeskAdmin

if TYPE_CHECKING:
    from datetime import datetime

    from django.contrib.admin import AdminSite
    from django.db.models import QuerySet
    from django.http import HttpRequest

M = TypeVar("M", bound=Model)

# Unfold's names for the colours of a label.
LABELS = {
    "accepted": "success",
    "active": "success",
    "applied": "warning",
    "completed": "success",
    "confirmed": "success",
    "draft": "info",
    "enrolled": "success",
    "failed": "danger",
    "nominated": "info",
    "open": "warning",
    "paused": "warning",
    "proposed": "warning",
    "published": "success",
    "queued": "warning",
    "ready": "info",
    "talk": "warning",
    "training": "info",
}


def day(moment: datetime | None) -> str:
    """Return a day for a column of a list."""
    return date_format(timezone.localtime(moment), "SHORT_DATE_FORMAT") if moment else "–"


def row_of(rows: QuerySet[M], pk: object) -> M:
    """Return one of the rows that the reader manages, or answer 404."""
    if not str(pk).isdecimal():
        raise Http404
    return get_object_or_404(rows, pk=pk)


def desk_page(
    request: HttpRequest,
    model: type[Model],
    template: str,
    title: str,
    status: int = 200,
    *,
    site: AdminSite = admin.site,
    folder: str = "desk",
    **context: Any,  # noqa: ANN401 - whatever a page shows
) -> TemplateResponse:
    """Show a page about rows of a model in the theme's frame."""
    title = _("Error: %s") % title if status >= HTTPStatus.BAD_REQUEST else title
    about = model._meta
    frame = {**site.each_context(request), "opts": about, "title": title}
    return TemplateResponse(request, f"{about.app_label}/{folder}/{template}.html", {**frame, **context}, status=status)


class PageAdmin(DeskAdmin[M]):
    """A scoped list whose rows open a page of our own."""

    def fetch(self, request: HttpRequest, pk: object) -> M:
        """Return a row that the reader manages, or answer 404."""
        return row_of(self.get_queryset(request), pk)

    def page(
        self,
        request: HttpRequest,
        template: str,
        title: str,
        status: int = 200,
        **context: Any,  # noqa: ANN401 - whatever a page shows
    ) -> TemplateResponse:
        """Show a page in the theme's frame."""
        return desk_page(request, self.model, template, title, status, site=self.admin_site, **context)


class OpeningFilter(admin.SimpleListFilter):
    """A filter with a first value on which the list opens. “All” is one of its own values, called `all`."""

    parameter_name = "state"

    def value(self) -> str:
        """Return what is chosen; without a choice, the first value."""
        return super().value() or str(self.lookup_choices[0][0])

    def choices(self, changelist: Any) -> Any:  # noqa: ANN401 - Django's signature
        """Offer the values, and nothing else."""
        for value, title in self.lookup_choices:
            yield {
                "selected": self.value() == str(value),
                "query_string": changelist.get_query_string({self.parameter_name: value}),
                "display": title,
            }
