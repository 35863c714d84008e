"""The steps of the directory import as pages of the desk: upload, columns, preview, done."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from people import policy
from people.directory import importing
from people.directory.applying import RowsRefusedError
from people.directory.import_forms import ColumnsForm, LevelsForm, UploadForm
from people.directory.planning import RowOutcome
from people.errors import PeopleError
from people.models import AuditEvent, DirectoryImport
from people.policy import Action
from people.reader import reader

if TYPE_CHECKING:
    from collections.abc import Callable
    from uuid import UUID

    from django.contrib.admin import AdminSite
    from django.http import HttpRequest, HttpResponse
    from django.urls import URLPattern

    from people.directory.planning import ImportPlan

# So many rows of each outcome are shown; the counts are of all.
SHOWN = 200


class ImportPages:
    """Open to those who may manage the directory, and to nobody else. Mounted by the directory's admin."""

    def __init__(self, admin_site: AdminSite, opts: object) -> None:
        self.admin_site = admin_site
        self.opts = opts

    def urls(self) -> list[URLPattern]:
        """Return the addresses of the steps."""
        steps: tuple[tuple[str, Callable[..., HttpResponse]], ...] = (
            ("upload", self.upload_page),
            ("columns", self.columns_page),
            ("preview", require_safe(self.preview_page)),
            ("levels", self.levels_view),
            ("apply", self.apply_view),
            ("discard", self.discard_view),
            ("done", require_safe(self.done_page)),
        )
        return [
            path(
                f"import/<uuid:pk>/{name}/" if name != "upload" else "import/",
                self.admin_site.admin_view(self._managing(view)),
                name=f"people_import_{name}",
            )
            for name, view in steps
        ]

    @staticmethod
    def _managing(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
        """Let through whom the policy lets through."""

        def guarded(request: HttpRequest, **kwargs: object) -> HttpResponse:
            policy.require(reader(request), Action.MANAGE_DIRECTORY)
            return view(request, **kwargs)

        return guarded

    def _page(self, request: HttpRequest, step: str, **context: object) -> HttpResponse:
        """Render one step in the frame of the desk."""
        return TemplateResponse(
            request,
            f"people/desk/import_{step}.html",
            {**self.admin_site.each_context(request), "opts": self.opts, "title": _("Import the directory"), **context},
        )

    def upload_page(self, request: HttpRequest) -> HttpResponse:
        form = UploadForm(request.POST or None, request.FILES or None)
        if request.method == "POST" and form.is_valid():
            file = form.cleaned_data["file"]
            try:
                record = importing.upload(file.read(), file_name=file.name, by=reader(request), now=timezone.now())
            except PeopleError as error:
                form.add_error("file", str(error))
            else:
                return redirect("admin:people_import_columns", pk=record.pk)
        history = DirectoryImport.objects.managed_by(reader(request)).filter(applied_at__isnull=False)
        return self._page(request, "upload", form=form, history=history.select_related("uploaded_by")[:5])

    def columns_page(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        """Say how the columns are taken."""
        record = _waiting(request, pk)
        form = ColumnsForm(importing.table_of(record), record, request.POST or None)
        if form.is_valid():
            try:
                importing.choose_columns(record, mapping=form.mapping(), date_form=form.date_form(), now=timezone.now())
            except PeopleError as error:
                form.add_error(None, str(error))
            else:
                return redirect("admin:people_import_preview", pk=record.pk)
        return self._page(request, "columns", form=form, record=record, table=importing.table_of(record))

    def preview_page(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        """Show what would happen; while columns are missing, go back to them."""
        record = _waiting(request, pk)
        try:
            plan = importing.preview(record)
        except PeopleError as error:
            messages.error(request, str(error))
            return redirect("admin:people_import_columns", pk=record.pk)
        return self._preview(request, record, plan)

    def _preview(
        self, request: HttpRequest, record: DirectoryImport, plan: ImportPlan, **context: object
    ) -> HttpResponse:
        groups = [
            (outcome, plan.having(outcome)) for outcome in (RowOutcome.REFUSED, RowOutcome.CHANGED, RowOutcome.CREATED)
        ]
        shown = [(outcome, lines[:SHOWN], len(lines)) for outcome, lines in groups if lines]
        levels = LevelsForm(record, plan) if plan.unknown_levels or record.levels else None
        return self._page(
            request, "preview", **{"record": record, "plan": plan, "groups": shown, "levels": levels, **context}
        )

    def levels_view(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        """Put the levels in order."""
        record = _waiting(request, pk)
        plan = importing.preview(record)
        form = LevelsForm(record, plan, request.POST or None)
        if form.is_valid():
            importing.order_levels(record, levels=form.cleaned_data["levels"])
            return redirect("admin:people_import_preview", pk=record.pk)
        return self._preview(request, record, plan, levels=form)

    def apply_view(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        """Bring the file in."""
        record = _waiting(request, pk)
        if request.method != "POST":
            return redirect("admin:people_import_preview", pk=record.pk)
        skip = request.POST.get("skip_refused") == "1"
        try:
            importing.apply(record, skip_refused=skip, by=reader(request), now=timezone.now())
        except RowsRefusedError as refusal:
            messages.error(request, str(refusal))
            return self._preview(request, record, refusal.plan)
        except PeopleError as error:
            messages.error(request, str(error))
            return redirect("admin:people_import_preview", pk=record.pk)
        return redirect("admin:people_import_done", pk=record.pk)

    @staticmethod
    def discard_view(request: HttpRequest, pk: UUID) -> HttpResponse:
        """Give the file up."""
        if request.method == "POST":
            importing.give_up(_waiting(request, pk))
            messages.info(request, _("The file is deleted. Nothing was imported."))
        return redirect("admin:people_import_upload")

    def done_page(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        """Say what was done, and where to go from here."""
        record = get_object_or_404(DirectoryImport.objects.managed_by(reader(request)), pk=pk, applied_at__isnull=False)
        asked = AuditEvent.objects.filter(action="address.asked", details__directory_import=str(record.pk))
        return self._page(request, "done", record=record, addresses=asked.count())


def _waiting(request: HttpRequest, pk: UUID) -> DirectoryImport:
    """Return a file that waits to be imported; one that was imported or deleted is not found."""
    record = DirectoryImport.objects.managed_by(reader(request)).waiting().filter(pk=pk).first()
    if record is None:
        raise Http404
    return record
