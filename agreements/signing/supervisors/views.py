"""One of the two answers, as a second person, what a coordinator proposes about a supervisor's signature."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from agreements.errors import AgreementError
from agreements.models import SignerDecision
from agreements.signing.supervisors import second_word
from agreements.signing.supervisors.forms import AGREE, SecondForm
from people.reader import reader

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def second(request: HttpRequest, pk: int) -> HttpResponse:
    """Show what is proposed and why, and take the answer."""
    user = reader(request)
    decision = get_object_or_404(SignerDecision.objects.visible_to(user).with_people(), pk=pk)
    match = decision.request.version.match
    if not SignerDecision.objects.open().filter(pk=pk).exists():
        messages.info(request, _("This has already been decided."))
        return redirect("agreements:show", match_pk=match.pk)
    offer = second_word.offer(decision, user, now=timezone.now())
    form = SecondForm(request.POST or None, offer=offer)
    if request.method == "POST" and form.is_valid():
        answer = second_word.agree if form.cleaned_data["choice"] == AGREE else second_word.refuse
        try:
            answer(decision, by=user, now=timezone.now())
        except AgreementError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Thank you. Your answer has been recorded."))
            return redirect("agreements:show", match_pk=match.pk)
    context = {"decision": decision, "match": match, "form": form, "said": offer.said}
    return render(request, "agreements/second.html", context)
