"""Confirming or stopping a changed address: by the link in the mail, without an account, and on the person's own page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_http_methods

from people.accounts import addresses
from people.accounts.forms import STOP, AddressForm
from people.authentication import proof
from people.errors import PeopleError
from people.models import AddressChange, Confirmation
from people.reader import reader
from web.typed import comes_back

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@sensitive_variables("token")
@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
@comes_back()
def by_link(request: HttpRequest, token: str) -> HttpResponse:
    """Show the change; a POST that says which confirms or stops it. A link that opens nothing never says why."""
    now = timezone.now()
    change = addresses.find(token, now=now)
    if change is None:
        return render(request, "people/address_link_closed.html", {"messages": ()}, status=404)
    form = AddressForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            if form.cleaned_data["choice"] == STOP:
                change = addresses.stop(change, now=now)
            else:
                change = addresses.confirm_own(change, how=Confirmation.OLD_ADDRESS, now=now)
        except PeopleError as problem:
            form.add_error(None, str(problem))
    return render(request, "people/address_link.html", {"change": change, "form": form, "messages": ()})


@require_http_methods(["GET", "HEAD", "POST"])
def own(request: HttpRequest) -> HttpResponse:
    """Show the reader's own change that waits, and what to do about it; on POST, confirm or stop it."""
    user = reader(request)
    change = AddressChange.objects.waiting().with_people().filter(person=user).first()
    if change is None:
        return redirect("people:account")
    how = proof.of_own_address(request, change)
    if request.method != "POST":
        context = {"change": change, "can_confirm": how or proof.second_step(user)}
        return render(request, "people/address.html", context)
    if "confirm" in request.POST and how is None:
        proof.ask_for_second_step(request)
        return redirect("people:address")
    try:
        if "stop" in request.POST:
            addresses.stop(change, by=user, now=timezone.now())
            messages.success(request, _("We’ve stopped the change. Your address stays as it is."))
        elif "confirm" in request.POST and how:
            addresses.confirm_own(change, how=how, by=user, now=timezone.now())
            messages.success(request, _("Your new address is confirmed. Sign in with it from now on."))
            return redirect(settings.LOGIN_URL)
    except PeopleError as error:
        messages.error(request, str(error))
    return redirect("people:account")
