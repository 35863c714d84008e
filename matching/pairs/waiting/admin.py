"""Offers: free places that fit someone who waits, for the coordinator to look at before anyone is asked (M-13)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import redirect
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from matching.errors import MatchingError
from matching.models import Match
from matching.pairs.waiting import offers as offering
from people.desk.pages import PageAdmin
from people.reader import reader

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse
    from django.urls import URLPattern

A_PAGE = 25


class OfferPages(PageAdmin[Match]):
    """The page of offers and its two buttons, among the addresses of matches."""

    def get_urls(self) -> list[URLPattern]:
        wrap = self.admin_site.admin_view
        return [
            path("offers/", wrap(require_safe(self.offers)), name="matching_match_offers"),
            path("<int:pk>/send/", wrap(require_POST(self.send)), name="matching_match_send"),
            path("<int:pk>/hold-back/", wrap(require_POST(self.hold_back)), name="matching_match_hold_back"),
            *super().get_urls(),
        ]

    def offers(self, request: HttpRequest) -> HttpResponse:
        """Show every offer of the reader's programs, those who have waited longest first."""
        rows = Match.objects.managed_by(reader(request)).offers().with_people().select_related("mentee__user__level")
        page = Paginator(rows.order_by("mentee__enrolled_at", "pk"), A_PAGE).get_page(request.GET.get("page"))
        return self.page(request, "offers", _("Place offers to review"), offers=page.object_list, page_obj=page)

    def offer(self, request: HttpRequest, pk: int) -> Match:
        """Return one that the reader manages, or answer 404."""
        offer = Match.objects.managed_by(reader(request)).offers().with_people().filter(pk=pk).first()
        if offer is None:
            raise Http404
        return offer

    def send(self, request: HttpRequest, pk: int) -> HttpResponse:
        offer = self.offer(request, pk)
        try:
            match = offering.send_offer(offer, by=reader(request), now=timezone.now())
        except MatchingError as error:
            messages.error(request, str(error))
        else:
            names: dict[str, Any] = {"mentor": match.mentor, "mentee": match.mentee}
            message = _("%(mentor)s is being asked now, and %(mentee)s after a yes.") % names
            messages.success(
                request, message if match.staged else _("%(mentor)s and %(mentee)s are being asked now.") % names
            )
        return redirect("admin:matching_match_offers")

    def hold_back(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Not ask them; the two are not drafted again by machine."""
        offer = self.offer(request, pk)
        try:
            offering.hold_back(offer, by=reader(request), now=timezone.now())
        except MatchingError as error:
            messages.error(request, str(error))
        else:
            messages.success(request, _("Offer withheld. We’ll look for another match."))
        return redirect("admin:matching_match_offers")
