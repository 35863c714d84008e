"""Who is asked for a second step, and on which pages (E-36).

Anyone who holds a role that shows other people's data proves a second step in each session, for every page that is not
among their own. The list names what is open and nothing else: a page that is added tomorrow asks. Exports, role grants
and what confirms for others ask again after some minutes (`people.authentication.proof.require_fresh`); pages on which someone could
settle into another person's account ask everyone.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.signals import authenticator_added
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import REDIRECT_FIELD_NAME, logout
from django.dispatch import receiver
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from mentoring.pages import unsent
from people.authentication import proof
from people.models import User
from people.reader import reader
from programs.models import Membership

if TYPE_CHECKING:
    from collections.abc import Callable

    from allauth.mfa.models import Authenticator
    from django.http import HttpRequest, HttpResponse

# Signing in and out, and the second step itself.
SIGN_IN = ("account_", "mfa_", "socialaccount_", "openid_connect_", "demo:")
# What shows people themselves, their own relationships and what is open to everyone.
OWN = frozenset(
    {
        "home", "health", "health_mail", "theme", "design", "no_connections", "who_sees_what", "too_large",
        "people:account", "people:address", "people:address_link", "notifications:list",
        "programs:list", "programs:support", "programs:program", "programs:guidelines",
        "programs:training_done", "programs:training_not_done",
        "meetings:list", "meetings:show", "meetings:held", "meetings:missed", "meetings:agenda", "meetings:note",
        "meetings:move", "meetings:cancel", "meetings:file", "meetings:series_file", "meetings:goals", "meetings:progress",
        "pool:apply", "pool:nominate", "pool:place", "pool:place_yes", "pool:place_no",
        "pool:mentor", "pool:mentor_turn_down", "pool:mentor_check", "pool:mentor_send",
        "pool:mentor_sent", "pool:mentor_pause", "pool:mentor_resume", "pool:mentor_withdraw",
        "pool:mentor_step", "pool:assessment", "pool:assessment_begin", "pool:assessment_check",
        "pool:question", "pool:sign_up", "pool:nominate_mentee", "pool:mentee",
        "pool:mentee_turn_down", "pool:mentee_check", "pool:mentee_send", "pool:mentee_sent",
        "pool:mentee_withdraw", "pool:mentee_step", "pool:apart", "pool:apart_add",
        "pool:apart_remove", "matching:mentors", "matching:rank_add", "matching:rank_up", "matching:rank_remove",
        "matching:suggestions", "matching:ask", "matching:request", "matching:request_yes", "matching:request_no",
        "matching:request_back", "matching:mine", "pool:not_with", "pool:not_with_remove", "matching:match",
        "matching:accept", "matching:decline", "matching:more_time", "matching:end",
        "agreements:show", "agreements:version", "agreements:text", "agreements:document", "agreements:progress",
        "agreements:amend", "agreements:drop_amendment", "agreements:edit", "agreements:edit_goals",
        "agreements:edit_section", "agreements:accept_part", "agreements:check", "agreements:send", "agreements:sign",
        "agreements:answered", "agreements:second", "agreements:verify",
        # By a link that was mailed to one person, for one document.
        "agreements:sign_read", "agreements:sign_text", "agreements:sign_receipt", "agreements:sign_document",
        "agreements:sign_progress", "agreements:sign_not_me", "agreements:sign_receipt_fresh", "agreements:sign_link",
        "agreements:sign_fresh",
        "evaluation:answer", "evaluation:check", "evaluation:send", "evaluation:summary", "evaluation:summary_written",
    }
)  # fmt: skip
# Anyone who has an open session of someone could settle in here.
KEYS = frozenset(
    {
        "account_set_password", "account_change_password", "mfa_activate_totp", "mfa_deactivate_totp",
        "mfa_add_webauthn", "mfa_remove_webauthn", "mfa_generate_recovery_codes", "mfa_view_recovery_codes",
        "mfa_download_recovery_codes",
    }
)  # fmt: skip


def is_own(name: str) -> bool:
    """Whether a page, by the full name of its address, opens to people with roles without a second step."""
    return name in OWN or name.startswith(SIGN_IN)


def sees_others(user: User) -> bool:
    """Whether the person holds a role that shows other people's data: administrator, coordinator, facilitator, committee."""
    if user.is_organization_administrator or user.is_staff or user.is_superuser:
        return True
    return Membership.objects.current().filter(user=user).exists()


class SecondFactor:
    """Asks people with roles for their second step where STAFF_MFA_REQUIRED says so, and everyone before keys change."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass on; the decision needs to know which page it is."""
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *args: object) -> HttpResponse | None:
        """Send people to where they can prove who they are; they come back to where they wanted to go."""
        user, match = request.user, request.resolver_match
        if not isinstance(user, User) or match is None:
            return None
        name = match.view_name
        if name in KEYS and not proof.is_fresh(request):
            if page := proof.second_step(user):
                return lead_to(page, request)
            if not proof.can_be_asked_again(request):  # others give their password: allauth asks for it
                return sign_in_anew(request)
        if (
            not settings.STAFF_MFA_REQUIRED
            or is_own(name)
            or proof.used_second_factor(request)
            or not sees_others(user)
        ):
            return None
        return ask_for_second_step(request, user)


def ask_for_second_step(request: HttpRequest, user: User) -> HttpResponse:
    """Lead to the second step, or to where someone who has none sets it up. What was typed stays in the browser."""
    has_one = is_mfa_enabled(user)
    if request.method == "POST" and unsent.came_from_here(request):
        return keep_what_was_typed(request, page=proof.second_step(user) if has_one else reverse("mfa_index"))
    if has_one:
        return lead_to(proof.second_step(user), request)
    messages.warning(
        request,
        _("Your role lets you see other people’s data, so you need a second step to sign in. Please set one up first."),
    )
    return redirect("mfa_index")


def lead_to(page: str, request: HttpRequest) -> HttpResponse:
    """Lead to a page that asks for the second step, and from there to where the person wanted to go.

    What was sent is not kept to be done afterwards: it would be done whatever had been proved by then.
    """
    back = request.get_full_path() if request.method == "GET" else reverse("home")
    return redirect(f"{page}?{urlencode({REDIRECT_FIELD_NAME: back})}")


def keep_what_was_typed(request: HttpRequest, *, page: str) -> HttpResponse:
    """Give back what was sent before it was allowed, with the way to the second step and from there to the form (E-31)."""
    back = unsent.page_with_form(request)
    sentences = unsent.second_step(page=f"{page}?{urlencode({REDIRECT_FIELD_NAME: back})}")
    return unsent.answer(request, sentences, back=back, again=True, whose=unsent.mark_of(reader(request)))


def sign_in_anew(request: HttpRequest) -> HttpResponse:
    """End a session that cannot prove anything else, and lead back by a fresh sign-in. An open session is not enough."""
    logout(request)
    messages.info(request, _("To keep others out, please sign in again before you change how you sign in."))
    return redirect(f"{reverse('account_login')}?{urlencode({REDIRECT_FIELD_NAME: request.get_full_path()})}")


@receiver(authenticator_added)
def count_the_new_one(request: HttpRequest, user: User, authenticator: Authenticator, **_kwargs: object) -> None:
    """Anyone who has just set up their first second step has just used it: its code was checked.

    A further one says nothing about the one that was there before.
    """
    others = type(authenticator).objects.filter(user=user).exclude(pk=authenticator.pk)
    codes = authenticator.Type.RECOVERY_CODES
    if authenticator.type != codes and not others.exclude(type=codes).exists():
        record_authentication(request, user, "mfa", id=authenticator.pk, type=authenticator.type)
