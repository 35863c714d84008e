"""Pairs, from the proposal to the end."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django.contrib import admin, messages
from django.shortcuts import redirect
from django.urls import path
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe
from unfold.decorators import display

from matching.errors import MatchingError
from matching.models import Match, MatchStatus
from matching.models.match_status import CAME_TO_NOTHING, OPEN, OVER, RUNNING
from matching.pairs import proposals, relationships
from matching.pairs.progress import steps_of_pair
from matching.pairs.waiting.admin import OfferPages
from people.desk.pages import LABELS, OpeningFilter, day
from people.reader import reader
from programs.models.cohort import CohortStatus

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django.http import HttpRequest, HttpResponse
    from django.urls import URLPattern


class MatchStateFilter(OpeningFilter):
    """Opens on everything that is open."""

    title = gettext_lazy("status")

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:  # noqa: ANN401 - Django's signature
        """Offer the states that a coordinator asks for."""
        return [
            ("open", gettext_lazy("Proposed, confirmed or active")),
            ("proposed", gettext_lazy("Proposed, not answered by both")),
            ("running", gettext_lazy("Confirmed or active")),
            ("over", gettext_lazy("Over")),
            ("all", gettext_lazy("All")),
        ]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:  # noqa: ANN401 - Django's signature
        wanted = {
            "open": OPEN,
            "proposed": [MatchStatus.PROPOSED],
            "running": RUNNING,
            "over": [*OVER, *CAME_TO_NOTHING],
        }.get(self.value())
        return queryset.filter(status__in=wanted) if wanted else queryset


@admin.register(Match)
class MatchAdmin(OfferPages):
    """The list opens on open pairs; drafts are shown with their scenario only."""

    list_display = ("mentee", "mentor", "program", "state", "answers", "score", "proposed")
    list_filter = (MatchStateFilter, ("cohort", admin.RelatedOnlyFieldListFilter))
    search_fields: ClassVar[list[str]] = ["mentee__user__name", "mentor__user__name"]
    ordering = ("-proposed_at", "-pk")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Match]:
        """Scoped, with both people."""
        return (
            super()
            .get_queryset(request)
            .exclude(status=MatchStatus.DRAFT)
            .select_related("cohort__program", "mentor__user", "mentee__user")
        )

    @admin.display(description=gettext_lazy("program"))
    def program(self, match: Match) -> str:
        return str(match.cohort.program)

    @display(description=gettext_lazy("status"), label=LABELS, ordering="status")  # type: ignore[arg-type] # the library says str
    def state(self, match: Match) -> tuple[str, str]:
        """Where the pair stands."""
        return match.status, match.get_status_display()

    @admin.display(description=gettext_lazy("mentee · mentor"))
    def answers(self, match: Match) -> str:
        """What both have answered."""
        return match.replies

    @admin.display(description=gettext_lazy("proposed"), ordering="proposed_at")
    def proposed(self, match: Match) -> str:
        return day(match.proposed_at)

    def get_urls(self) -> list[URLPattern]:
        """Add the ways out."""
        wrap = self.admin_site.admin_view
        return [
            path("<int:pk>/end/", wrap(self.end), name="matching_match_end"),
            path("<int:pk>/take-back/", wrap(self.take_back), name="matching_match_take_back"),
            *super().get_urls(),
        ]

    def take_back(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Take back a proposal that nobody has answered; a GET shows what happens, a POST does it."""
        match = Match.objects.with_people().get(pk=self.fetch(request, pk).pk)
        if request.method != "POST":
            if not match.can_be_taken_back:
                return redirect("admin:matching_match_change", pk)
            may_ask_next = match.cohort.status != CohortStatus.CLOSED and not match.cohort.is_self_match
            return self.page(request, "take_back", str(match), match=match, may_ask_next=may_ask_next)
        try:
            proposals.take_back(match, ask_next="ask_next" in request.POST, by=reader(request), now=timezone.now())
        except MatchingError as error:
            messages.error(request, str(error))
        else:
            messages.success(request, _("The proposal has been taken back. Those who were asked are told by email."))
        return redirect("admin:matching_match_change", pk)

    def end(self, request: HttpRequest, pk: int) -> HttpResponse:
        """End a relationship for the two; a GET shows what happens, a POST does it."""
        match = Match.objects.with_people().get(pk=self.fetch(request, pk).pk)
        if not match.is_running:
            return redirect("admin:matching_match_change", pk)
        if request.method != "POST":
            return self.page(request, "end", str(match), match=match)
        try:
            relationships.end_early(match, by=reader(request), now=timezone.now())
        except MatchingError as error:
            messages.error(request, str(error))
        else:
            messages.success(request, _("The relationship has ended. Both are told by email."))
        return redirect("admin:matching_match_change", pk)

    @method_decorator(require_safe)
    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Show one pair: where it stands, and how its score comes about."""
        fetched = self.fetch(request, object_id)
        match = Match.objects.with_people().get(pk=fetched.pk)
        return self.page(request, "match", str(match), match=match, steps=steps_of_pair(match))
