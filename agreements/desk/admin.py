"""Agreements on the coordinators' desk: where each waits, since when, and what can be done about it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django.contrib import admin, messages
from django.db.models import Count, Exists, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import path
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.formats import date_format
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe
from unfold.decorators import action

from agreements.desk import decision_pages, page
from agreements.desk.items import UNSIGNED_AFTER
from agreements.documents.archive import write_archive
from agreements.errors import AgreementError
from agreements.models import Agreement, AgreementVersion, Document, SignatureRequest, VersionStatus
from agreements.signing import reminders
from agreements.standing.status import current_version, in_words, open_disputes, waits_for, with_state
from agreements.views import pdf_response
from matching.models.match_status import OVER
from people import audit
from people.authentication import proof
from people.desk.base import DeskAdmin, column
from people.policy import Action
from people.reader import reader
from programs.models import Cohort, Program
from web.fields.texts import is_number

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from django.urls import URLPattern

LABELS: dict[str, str] = {
    VersionStatus.DRAFT.value: "info",
    VersionStatus.SIGNING.value: "warning",
    VersionStatus.IN_FORCE.value: "success",
    VersionStatus.VOID.value: "danger",
    "on_hold": "warning",
}


class AgreementStateFilter(admin.SimpleListFilter):
    """The lines of work of the desk, and the states of the version that counts."""

    title = gettext_lazy("status")
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Iterable[tuple[str, Any]]:  # noqa: ANN401 - Django's signature
        """Offer what a coordinator asks for."""
        return (
            ("draft", gettext_lazy("Being written")),
            ("signing", gettext_lazy("Waiting for signatures")),
            ("in_force", gettext_lazy("In force")),
            ("over", gettext_lazy("Completed or ended")),
            ("unsigned", gettext_lazy("Unsigned for 14 days")),
            ("returned", gettext_lazy("Came back from signing")),
            ("second_asked", gettext_lazy("A second person has to agree")),
            ("wrong_person", gettext_lazy("Someone else should sign")),
            ("unanswered", gettext_lazy("Signer does not answer")),
            ("unsealed", gettext_lazy("PDF waiting to be sealed")),
            ("signer_changed", gettext_lazy("Signer has left or changed")),
            ("disputed", gettext_lazy("A signature is disputed")),
            ("disputed_again", gettext_lazy("A signature is disputed again")),
        )

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:  # noqa: ANN401 - Django's signature
        value = self.value()
        if value in {VersionStatus.DRAFT, VersionStatus.SIGNING, VersionStatus.IN_FORCE}:
            versions = AgreementVersion.objects.filter(status=value)
            return queryset.filter(pk__in=versions.values("agreement")).exclude(match__status__in=OVER)
        if value == "over":
            return queryset.filter(match__status__in=OVER)
        if value == "unsigned":
            return queryset.unsigned_since(timezone.now() - UNSIGNED_AFTER)
        if value == "signer_changed":
            changed = SignatureRequest.objects.signer_changed(timezone.localdate())
            return queryset.filter(pk__in=changed.values("version__agreement"))
        narrowed = {
            "returned": queryset.returned,
            "second_asked": queryset.waiting_for_a_second,
            "wrong_person": queryset.asking_somebody_else,
            "unanswered": queryset.unanswered,
            "unsealed": queryset.awaiting_seal,
            "disputed": queryset.disputed,
            "disputed_again": queryset.disputed_again,
        }
        return narrowed[value]() if value in narrowed else queryset


@admin.register(Agreement)
class AgreementAdmin(DeskAdmin[Agreement]):
    """The list, and one page for each agreement with its text, its signatures and its events."""

    list_display = ("pair", "program", "state", "waits_for", "since", "next_reminder")
    list_filter = (AgreementStateFilter, ("match__cohort__program", admin.RelatedOnlyFieldListFilter))
    search_fields: ClassVar[list[str]] = ["match__mentor__user__name", "match__mentee__user__name"]
    search_help_text = gettext_lazy("Name of mentor or mentee")
    ordering = ("-created_at",)
    actions_list: ClassVar = ["show_export"]  # type: ignore[misc, assignment] # the library has it on the instance

    def get_queryset(self, request: HttpRequest) -> QuerySet[Agreement]:
        """Scoped, with everything that a row shows."""
        rows = Agreement.objects.managed_by(reader(request)).with_people()
        return with_state(rows.annotate(is_resting=Exists(open_disputes())))

    @column(gettext_lazy("pair"))
    def pair(self, agreement: Agreement) -> str:
        return str(agreement.match)

    @column(gettext_lazy("program"))
    def program(self, agreement: Agreement) -> str:
        return str(agreement.match.cohort.program)

    @column(gettext_lazy("status"), label=LABELS)
    def state(self, agreement: Agreement) -> tuple[str, str]:
        """Where the version that counts stands; on hold while a signature is verified; completed or ended, once it is over."""
        version = current_version(agreement)
        if agreement.match.is_over:
            return agreement.match.status, agreement.match.get_status_display()
        if agreement.is_resting:  # type: ignore[attr-defined] # annotated by get_queryset
            return "on_hold", _("On hold")
        return (version.status, version.get_status_display()) if version else ("", "")

    @column(gettext_lazy("waiting for"))
    def waits_for(self, agreement: Agreement) -> str:
        """Who has the next step."""
        return in_words(waits_for(agreement, current_version(agreement)).names)

    @column(gettext_lazy("next reminder"))
    def next_reminder(self, agreement: Agreement) -> str:
        """The day of the next reminder to any of them; nothing where none is to come."""
        version = current_version(agreement)
        days = [reminders.next_on(request) for request in version.requests.all()] if version else []
        soonest = min((day for day in days if day), default=None)
        return date_format(soonest, "SHORT_DATE_FORMAT") if soonest else ""

    @column(gettext_lazy("since"))
    def since(self, agreement: Agreement) -> str:
        """Since when it waits."""
        since = waits_for(agreement, current_version(agreement)).since
        return date_format(timezone.localtime(since), "SHORT_DATE_FORMAT") if since else ""

    def get_urls(self) -> list[URLPattern]:
        """Add what can be done about one agreement."""
        wrap, name = self.admin_site.admin_view, "agreements_agreement"
        request = "<int:pk>/requests/<int:request_pk>"
        return [
            path("export/", wrap(require_safe(self.export)), name=f"{name}_export"),
            path("export/<int:cohort_pk>/", wrap(require_safe(self.archive)), name=f"{name}_archive"),
            path("<int:pk>/remind/", wrap(self.remind), name=f"{name}_remind"),
            path("<int:pk>/void/", wrap(self.decide(decision_pages.void)), name=f"{name}_void"),
            path("<int:pk>/signature-is-right/", wrap(self.decide(decision_pages.confirm)), name=f"{name}_confirm"),
            path("<int:pk>/disputed-again/", wrap(self.decide(decision_pages.look_again)), name=f"{name}_look_again"),
            path(
                "<int:pk>/signer/<slug:whose>/", wrap(self.decide(decision_pages.choose_signer)), name=f"{name}_signer"
            ),
            path(f"{request}/hand-over/", wrap(self.decide(decision_pages.hand_over)), name=f"{name}_hand_over"),
            path(f"{request}/waive/", wrap(self.decide(decision_pages.waive)), name=f"{name}_waive"),
            path(
                "<int:pk>/decisions/<int:request_pk>/", wrap(self.decide(decision_pages.second)), name=f"{name}_second"
            ),
            path(
                "<int:pk>/versions/<int:number>/document/", wrap(require_safe(self.document)), name=f"{name}_document"
            ),
            *super().get_urls(),
        ]

    def decide(self, decision: Callable[..., decision_pages.DecisionPage]) -> Callable[..., HttpResponse]:
        """Return the view of one decision about an agreement of the reader's programs."""

        def view(request: HttpRequest, pk: int, request_pk: int | None = None, whose: str = "") -> HttpResponse:
            agreement = self.fetch(request, pk)
            about = [part for part in (request_pk, whose) if part]
            context = {**self.admin_site.each_context(request), "opts": self.opts}
            return decision_pages.page(request, context, agreement, decision(request, agreement, *about))

        return view

    def fetch(self, request: HttpRequest, pk: str | int) -> Agreement:
        """Return an agreement of the reader's programs, or answer 404."""
        agreement = self.get_queryset(request).filter(pk=pk).first() if is_number(str(pk)) else None
        if agreement is None:
            raise Http404
        return agreement

    @method_decorator(require_safe)
    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """Show one agreement: nothing on it can be edited."""
        agreement = self.fetch(request, object_id)
        context = {**self.admin_site.each_context(request), "opts": self.opts, "title": str(agreement.match)}
        return TemplateResponse(request, "agreements/desk/agreement.html", {**context, **page.context_of(agreement)})

    def remind(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Remind everybody who is asked."""
        agreement = self.fetch(request, pk)
        if request.method != "POST":
            return redirect("admin:agreements_agreement_change", pk)
        for signature in (
            SignatureRequest.objects.awaiting().filter(version__agreement=agreement).select_related("signer")
        ):
            try:
                reminders.remind(signature, by=reader(request), now=timezone.now())
            except AgreementError as error:
                messages.error(request, str(error))
            else:
                messages.success(request, _("A reminder to %(name)s is on its way.") % {"name": signature.signer.name})
        return redirect("admin:agreements_agreement_change", pk)

    @action(description=gettext_lazy("Download sealed PDFs"), url_path="export-pdfs")  # type: ignore[arg-type, operator]
    def show_export(self, request: HttpRequest) -> HttpResponse:
        """Lead to the cohorts whose documents can be downloaded."""
        return redirect("admin:agreements_agreement_export")

    def export(self, request: HttpRequest) -> HttpResponse:
        """Offer the sealed PDFs of each cohort as one archive."""
        documents = Document.objects.filter(version__agreement__match__cohort=OuterRef("pk")).order_by()
        count = documents.values("version__agreement__match__cohort").annotate(count=Count("pk")).values("count")
        cohorts = self.cohorts(request).annotate(documents=Coalesce(Subquery(count), 0)).filter(documents__gt=0)
        context = {**self.admin_site.each_context(request), "opts": self.opts, "title": _("Sealed PDFs")}
        return TemplateResponse(request, "agreements/desk/export.html", {**context, "cohorts": cohorts})

    def cohorts(self, request: HttpRequest) -> QuerySet[Cohort]:
        """Return the cohorts of programs whose agreements the reader may read."""
        programs = Program.objects.where_allowed(reader(request), Action.SEE_AGREEMENTS)
        return Cohort.objects.filter(program__in=programs).select_related("program")

    def archive(self, request: HttpRequest, cohort_pk: int) -> StreamingHttpResponse:
        """Send the archive of a cohort while it is written, to somebody who has just proved who they are (E-36)."""
        proof.require_fresh(request)
        cohort = get_object_or_404(self.cohorts(request), pk=cohort_pk)
        now = timezone.now()
        audit.record("agreements.exported", cohort, by=reader(request), now=now)
        answer = StreamingHttpResponse(write_archive(cohort, now=now), content_type="application/zip")
        answer["Content-Disposition"] = f'attachment; filename="agreements-{slugify(str(cohort))}.zip"'
        return answer

    def document(self, request: HttpRequest, pk: int, number: int) -> HttpResponse:
        """Give the PDF of a version."""
        agreement = self.fetch(request, pk)
        document = Document.objects.filter(version__agreement=agreement, version__number=number).first()
        if document is None:
            raise Http404
        version = AgreementVersion.objects.with_people().get(pk=document.version_id)
        return pdf_response(document, version)
