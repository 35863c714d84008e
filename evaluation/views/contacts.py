"""Answering someone who asked to be contacted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from evaluation.models import ContactRequest
from evaluation.survey.contacting import answer_contact, due_at
from people.reader import reader

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@require_safe
def contact(request: HttpRequest, pk: int) -> HttpResponse:
    """Show who asked, and how to reach them."""
    wish = get_object_or_404(ContactRequest.objects.visible_to(reader(request)).with_people(), pk=pk)
    return render(request, "evaluation/contact.html", {"wish": wish, "due_at": due_at(wish.asked_at)})


@require_POST
def contact_answered(request: HttpRequest, pk: int) -> HttpResponse:
    """Note that someone has been in touch."""
    user = reader(request)
    wish = get_object_or_404(ContactRequest.objects.visible_to(user), pk=pk)
    answer_contact(wish, by=user, now=timezone.now())
    messages.success(request, _("Thank you. It is recorded that you have been in touch."))
    return redirect("evaluation:contact", wish.pk)
