"""The account page: what the directory says about the reader, and what they look after themselves."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from people.accounts import own_account
from people.accounts.forms import AccountForm
from people.models import User
from people.reader import reader
from web import newer

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@require_http_methods(["GET", "HEAD", "POST"])
def account(request: HttpRequest) -> HttpResponse:
    """Show the reader's own data; on POST, keep what is theirs to change."""
    user = User.objects.with_work().get(pk=reader(request).pk)
    around = own_account.spoken_around()
    form = newer.asked(lambda data: AccountForm(user, around, data), request)
    if form.is_valid():
        own_account.keep(user, **form.cleaned_data, now=timezone.now())
        messages.success(request, _("Saved."))
        return redirect("people:account")
    return render(request, "people/account.html", {"form": form, "facts": own_account.facts(user)})
