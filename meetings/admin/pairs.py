"""Pairs at the desk: how they are, and what a coordinator can do for one that does not meet (P-31, D-23, L-19)."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, Any, ClassVar, cast

from django.contrib import admin, messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import path
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe
from unfold.decorators import display

from meetings import emails
from meetings.admin.meetings import ScopedCohorts
from meetings.errors import MeetingError
from meetings.models import LetterKind, Pair
from meetings.pairs import looking_after, pair_health
from meetings.pairs.desk_forms import CoordinatorNoteForm, LetterForm
from meetings.pairs.health import Health
from meetings.pairs.health_words import definition
from meetings.pairs.pair_page import page_of
from people import policy
from people.desk.base import DeskAdmin
from people.policy import Action
from people.reader import reader
from programs.models import SupportContact
from web.fields.texts import is_number

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.db.models import QuerySet
    from django.http import HttpRequest, HttpResponse
    from django.urls import URLPattern
    from django.utils.functional import _StrPromise

    from meetings.pairs.pair_page import PairPage


class HealthFilter(admin.SimpleListFilter):
    """Pairs by how they are."""

    title = gettext_lazy("health")
    parameter_name = "health"

    def lookups(self, request: HttpRequest, model_admin: object) -> Iterable[tuple[str, _StrPromise | str]]:
        """Return the three states."""
        return Health.choices

    def queryset(self, request: HttpRequest, queryset: QuerySet[Pair]) -> QuerySet[Pair]:
        """Narrow to the pairs in the chosen state."""
        chosen, now = self.value(), timezone.now()
        if chosen not in Health.values:
            return queryset
        pairs = pair_health.with_dates(pair_health.bare(Pair.objects.managed_by(reader(request))), now=now)
        return queryset.filter(
            pk__in=[pair.pk for pair in pairs if pair_health.state_of(pair, now=now).health == chosen]
        )


@admin.register(Pair)
class PairAdmin(DeskAdmin[Pair]):
    """Active pairs and how they are; each opens on why it needs someone, and what can be done."""

    list_display = ("mentee", "mentor", "cohort", "how_it_goes")
    list_filter = (HealthFilter, ScopedCohorts)
    search_fields = ("mentor__user__name", "mentee__user__name")
    list_select_related: ClassVar = ["mentor__user", "mentee__user", "cohort__program"]
    list_before_template = "meetings/desk/list_head.html"  # type: ignore[assignment] # the library types its default

    def get_queryset(self, request: HttpRequest) -> QuerySet[Pair]:
        """Bring along what health is told from."""
        pairs = super().get_queryset(request).select_related("mentor__user", "mentee__user", "cohort__program")
        return pair_health.with_dates(pairs, now=timezone.now())

    def changelist_view(  # type: ignore[override]  # as the base has it
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Say above the list when a pair needs a check-in."""
        return super().changelist_view(request, {"rules": definition()} | (extra_context or {}))

    @display(
        description=gettext_lazy("health"),  # type: ignore[arg-type]
        label={
            Health.ON_TRACK.value: "success",
            Health.NEEDS_CHECK_IN.value: "warning",
            Health.TOO_EARLY.value: "info",
        },
    )
    def how_it_goes(self, pair: Pair) -> tuple[str, _StrPromise | str]:
        """On track, needs a check-in, or too early to tell; nothing while one of the two cannot sign in."""
        state = pair_health.state_of(pair, now=timezone.now()).health
        return (state.value, state.label) if state else ("", "–")

    def get_urls(self) -> list[URLPattern]:
        """Add what can be done for a pair."""
        wrap = self.admin_site.admin_view
        return [
            path("<int:pk>/write/", wrap(self.write), name="meetings_pair_write"),
            path("<int:pk>/help/", wrap(self.offer_help), name="meetings_pair_help"),
            path("<int:pk>/note/", wrap(self.note), name="meetings_pair_note"),
            *super().get_urls(),
        ]

    def fetch(self, request: HttpRequest, pk: object) -> Pair:
        """Return a pair that the reader may see, running or over; else answer 404."""
        if not is_number(str(pk)):
            raise Http404
        pairs = Pair.objects.known_to(reader(request)).select_related(
            "mentor__user__site", "mentee__user__site", "cohort__program", "cohort__guidelines"
        )
        return cast("Pair", get_object_or_404(pairs, pk=pk))

    def fetch_to_act(self, request: HttpRequest, pk: object) -> Pair:
        """The same for what only a coordinator does; to a facilitator these pages do not exist."""
        pair = self.fetch(request, pk)
        if not policy.allows(reader(request), Action.RUN_MATCHING, pair):
            raise Http404
        return pair

    @method_decorator(require_safe)
    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        return self.show(request, self.fetch(request, object_id), CoordinatorNoteForm())

    def show(self, request: HttpRequest, pair: Pair, noting: CoordinatorNoteForm, status: int = 200) -> HttpResponse:
        """Show how a pair is, and what can be done."""
        page: PairPage = page_of(pair, user=reader(request), now=timezone.now())
        return self.page(request, "pair", str(pair), status, pair=page, noting=noting, rules=definition())

    def page(
        self,
        request: HttpRequest,
        template: str,
        title: str,
        status: int = 200,
        **context: Any,  # noqa: ANN401 - whatever a page shows
    ) -> TemplateResponse:
        """Show a page in the theme's frame."""
        title = _("Error: %s") % title if status >= HTTPStatus.BAD_REQUEST else title
        frame = {**self.admin_site.each_context(request), "opts": self.opts, "title": title}
        return TemplateResponse(request, f"meetings/desk/{template}.html", {**frame, **context}, status=status)

    def note(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Keep a note for the coordinators."""
        pair = self.fetch_to_act(request, pk)
        if request.method != "POST":
            return redirect("admin:meetings_pair_change", pk)
        form = CoordinatorNoteForm(request.POST)
        if not form.is_valid():
            return self.show(request, pair, form, status=400)
        try:
            looking_after.write_note(pair, text=form.cleaned_data["text"], by=reader(request), now=timezone.now())
        except MeetingError as error:
            form.add_error(None, str(error))
            return self.show(request, pair, form, status=400)
        messages.success(request, _("The note is saved. Coordinators of this program can read it."))
        return redirect("admin:meetings_pair_change", pk)

    def write(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Write to one or both."""
        return self.letter(request, self.fetch_to_act(request, pk), LetterKind.WORD)

    def offer_help(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Tell one or both who can help."""
        return self.letter(request, self.fetch_to_act(request, pk), LetterKind.HELP)

    def letter(self, request: HttpRequest, pair: Pair, kind: LetterKind) -> HttpResponse:
        """Write, read the whole mail as it would go, then send it: one address, three steps."""
        user, now = reader(request), timezone.now()
        reachable = [each for each in (pair.mentee.user, pair.mentor.user) if each.is_here(now)]
        form = LetterForm(request.POST or None, people=reachable, kind=kind)
        context: dict[str, Any] = {
            "pair": pair,
            "kind": kind.value,
            "form": form,
            "contacts": SupportContact.objects.reachable(),
        }
        title = _("Offer help") if kind == LetterKind.HELP else _("Write to the pair")
        if request.method != "POST" or "change" in request.POST:
            return self.page(request, "write", title, **context)
        if not form.is_valid():
            return self.page(request, "write", title, 400, **context)
        what: dict[str, Any] = {"to": form.recipients, "text": form.cleaned_data["text"], "kind": kind}
        try:
            if "send" in request.POST:
                looking_after.write_to(pair, **what, by=user, now=now)
                messages.success(request, _("Your message is on its way. It arrives in their working hours."))
                return redirect("admin:meetings_pair_change", pair.pk)
            letter = looking_after.unsent(pair, **what, by=user, now=now)
        except MeetingError as error:
            form.add_error(None, str(error))
            return self.page(request, "write", title, 400, **context)
        mails = [(person, emails.written(letter, recipient=person, now=now)) for person in letter.recipients]
        return self.page(request, "check", _("Check before you send it"), mails=mails, **context)
