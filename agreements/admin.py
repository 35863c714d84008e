"""Agreements on the coordinators' desk: where each waits, since when, and what can be done about it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.response import TemplateResponse
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agreements import chain, reminding, voiding
from agreements import text as canonical
from agreements.desk_items import UNSIGNED_AFTER
from agreements.errors import AgreementError
from agreements.forms.desk import VoidForm
from agreements.models import Agreement, AgreementVersion, Document, SignatureRequest, SignatureStatus, VersionStatus
from agreements.views.pair import pdf_response
from agreements.waiting import current_version, in_words, waits_for, with_state
from agreements.wording import event_words, signer_line
from people.desk import DeskAdmin, column, reader

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.urls import URLPattern

LABELS: dict[str, str] = {
    VersionStatus.DRAFT.value: "info",
    VersionStatus.SIGNING.value: "warning",
    VersionStatus.IN_FORCE.value: "success",
    VersionStatus.VOID.value: "danger",
}


class StateFilter(admin.SimpleListFilter):
    """The lines of work of the desk, and the states of the version that counts."""

    title = gettext_lazy("state")
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Iterable[tuple[str, Any]]:  # noqa: ANN401 - Django's signature
        """Offer what a coordinator asks for."""
        return (
            ("draft", gettext_lazy("Being written")),
            ("signing", gettext_lazy("Waiting for signatures")),
            ("in_force", gettext_lazy("In force")),
            ("unsigned", gettext_lazy("Unsigned for 14 days")),
            ("returned", gettext_lazy("Came back from signing")),
            ("wrong_person", gettext_lazy("Somebody else should sign")),
            ("unanswered", gettext_lazy("Signer does not answer")),
        )

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:  # noqa: ANN401 - Django's signature
        """Narrow the list."""
        value = self.value()
        if value in {VersionStatus.DRAFT, VersionStatus.SIGNING, VersionStatus.IN_FORCE}:
            return queryset.filter(pk__in=AgreementVersion.objects.filter(status=value).values("agreement"))
        if value == "unsigned":
            return queryset.unsigned_since(timezone.now() - UNSIGNED_AFTER)
        narrowed = {
            "returned": queryset.returned,
            "wrong_person": queryset.asking_somebody_else,
            "unanswered": queryset.unanswered,
        }
        return narrowed[value]() if value in narrowed else queryset


@admin.register(Agreement)
class AgreementAdmin(DeskAdmin[Agreement]):
    """The list, and one page for each agreement with its text, its signatures and its events."""

    list_display = ("pair", "program", "state", "waits_for", "since")
    list_filter = (StateFilter, ("match__cohort__program", admin.RelatedOnlyFieldListFilter))
    search_fields: ClassVar[list[str]] = ["match__mentor__user__name", "match__mentee__user__name"]
    search_help_text = gettext_lazy("Name of mentor or mentee")
    ordering = ("-created_at",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Agreement]:
        """Scoped, with everything that a row shows."""
        return with_state(Agreement.objects.managed_by(reader(request)).with_people())

    @column(gettext_lazy("pair"))
    def pair(self, agreement: Agreement) -> str:
        """Mentor and mentee."""
        return str(agreement.match)

    @column(gettext_lazy("program"))
    def program(self, agreement: Agreement) -> str:
        """The program."""
        return str(agreement.match.cohort.program)

    @column(gettext_lazy("state"), label=LABELS)
    def state(self, agreement: Agreement) -> tuple[str, str]:
        """Where the version that counts stands."""
        version = current_version(agreement)
        return (version.status, version.get_status_display()) if version else ("", "")

    @column(gettext_lazy("waits for"))
    def waits_for(self, agreement: Agreement) -> str:
        """Who has the next step."""
        return in_words(waits_for(agreement, current_version(agreement)).names)

    @column(gettext_lazy("since"))
    def since(self, agreement: Agreement) -> str:
        """Since when it waits."""
        since = waits_for(agreement, current_version(agreement)).since
        return f"{timezone.localtime(since):%-d\u00a0%b\u00a0%Y}" if since else ""

    def get_urls(self) -> list[URLPattern]:
        """Add what can be done about one agreement."""
        wrap = self.admin_site.admin_view
        return [
            path("<int:pk>/remind/", wrap(self.remind), name="agreements_agreement_remind"),
            path("<int:pk>/void/", wrap(self.void), name="agreements_agreement_void"),
            path("<int:pk>/versions/<int:number>/document/", wrap(self.document), name="agreements_agreement_document"),
            *super().get_urls(),
        ]

    def fetch(self, request: HttpRequest, pk: str | int) -> Agreement:
        """Return an agreement of the reader's programs, or answer 404."""
        agreement = self.get_queryset(request).filter(pk=pk).first() if str(pk).isdigit() else None
        if agreement is None:
            raise Http404
        return agreement

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """Show one agreement: nothing on it can be edited."""
        agreement = self.fetch(request, object_id)
        return TemplateResponse(request, "agreements/desk/agreement.html", self.context(request, agreement, VoidForm()))

    def context(self, request: HttpRequest, agreement: Agreement, form: VoidForm) -> dict[str, Any]:
        """Return what the page of one agreement shows."""
        version = current_version(agreement)
        requests = list(version.requests.all()) if version else []
        for signature in requests:
            signature.version.agreement = agreement
        waiting = [signature for signature in requests if signature.status == SignatureStatus.ASKED]
        older = [v for v in agreement.versions.all() if version and v.pk != version.pk]
        return {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": str(agreement.match),
            "agreement": agreement,
            "match": agreement.match,
            "version": version,
            "lines": canonical.parse(version.text) if version and version.text else [],
            "signatures": [(signer_line(signature), signature) for signature in requests],
            "can_remind": [s for s in waiting if s.reminders < len(reminding.AFTER_WORKING_DAYS)],
            "can_void": version is not None and version.status == VersionStatus.SIGNING,
            "older": older,
            "document": Document.objects.defer("pdf").filter(version=version).first() if version else None,
            "events": [(event, event_words(event)) for event in agreement.events.order_by("sequence")],
            "broken": chain.verify(agreement),
            "form": form,
        }

    def remind(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Remind everybody who is asked."""
        agreement = self.fetch(request, pk)
        if request.method != "POST":
            return redirect("admin:agreements_agreement_change", pk)
        for signature in (
            SignatureRequest.objects.awaiting().filter(version__agreement=agreement).select_related("signer")
        ):
            try:
                reminding.remind(signature, by=reader(request), now=timezone.now())
            except AgreementError as error:
                messages.error(request, str(error))
            else:
                messages.success(request, _("%(name)s is reminded.") % {"name": signature.signer.name})
        return redirect("admin:agreements_agreement_change", pk)

    def void(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Take an agreement back from signing, with a reason."""
        agreement = self.fetch(request, pk)
        if request.method != "POST":
            return redirect("admin:agreements_agreement_change", pk)
        form = VoidForm(request.POST)
        version = current_version(agreement)
        if version is None or not form.is_valid():
            return render(request, "agreements/desk/agreement.html", self.context(request, agreement, form))
        try:
            voiding.void(version, reason=form.cleaned_data["reason"], by=reader(request), now=timezone.now())
        except AgreementError as error:
            messages.error(request, str(error))
        else:
            messages.success(
                request, _("The agreement is back with the two, as a new draft. Everybody concerned is told.")
            )
        return redirect("admin:agreements_agreement_change", pk)

    def document(self, request: HttpRequest, pk: int, number: int) -> HttpResponse:
        """Give the PDF of a version."""
        agreement = self.fetch(request, pk)
        document = Document.objects.filter(version__agreement=agreement, version__number=number).first()
        if document is None:
            raise Http404
        version = AgreementVersion.objects.with_people().get(pk=document.version_id)
        return pdf_response(document, version)
