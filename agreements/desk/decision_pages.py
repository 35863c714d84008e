"""What a coordinator decides about signatures: each decision on a page of its own, with the form and what it brings."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from agreements.desk.forms import ConfirmForm, HandOverForm, LookAgainForm, SignerForm, VoidForm, WaiveForm
from agreements.errors import AgreementError
from agreements.models import (
    Agreement,
    Dispute,
    Repeated,
    SignatureRequest,
    SignatureStatus,
    SignerDecision,
    VersionStatus,
)
from agreements.signing import disputes, voiding
from agreements.signing.signers import supervisor_of
from agreements.signing.supervisors import deputies, handover, second_word
from agreements.signing.supervisors.forms import AGREE, SecondForm
from agreements.standing.status import current_version
from people.reader import reader

if TYPE_CHECKING:
    from collections.abc import Callable

    from django import forms

    from people.models import User

OPEN = [SignatureStatus.WAITING, SignatureStatus.ASKED]


@dataclass(frozen=True)
class DecisionPage:
    """One page: its words, its form, and the process behind the button, which may return other words than `done`."""

    title: str
    lead: str
    button: str
    done: str
    form: forms.Form
    act: Callable[[dict[str, Any]], object]
    danger: bool = False
    about: SignerDecision | None = None
    said: str = ""
    can_act: bool = True


def page(request: HttpRequest, context: dict[str, Any], agreement: Agreement, decision: DecisionPage) -> HttpResponse:
    """Show the page of a decision; do it when the form is right, and say at the form why it cannot be done."""
    form = decision.form
    if request.method == "POST" and form.is_valid():
        try:
            instead = decision.act(form.cleaned_data)
        except AgreementError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, instead if isinstance(instead, str) else decision.done)
            return redirect("admin:agreements_agreement_change", agreement.pk)
    context = {**context, "agreement": agreement, "decision": decision, "form": form, "title": decision.title}
    return TemplateResponse(request, "agreements/desk/decision.html", context)


def open_request(agreement: Agreement, pk: int) -> SignatureRequest:
    """Return a supervisor's request of this agreement that is still open, or answer 404."""
    rows = SignatureRequest.objects.with_people().filter(version__agreement=agreement, status__in=OPEN, pk=pk)
    request_row = rows.first()
    if request_row is None or request_row.is_of_the_pair:
        raise Http404
    return request_row


def suggested(signature: SignatureRequest) -> User | None:
    """Return the supervisor whom the directory names now, if that is someone else than the one who was asked."""
    match = signature.version.match
    person = match.mentor.user if signature.role == "mentor_supervisor" else match.mentee.user
    named = supervisor_of(person, on=timezone.localdate())
    return named if named and named.pk != signature.signer_id else None


def hand_over(request: HttpRequest, agreement: Agreement, pk: int) -> DecisionPage:
    signature = open_request(agreement, pk)
    named = suggested(signature)
    form = HandOverForm(request.POST or None, initial={"person": named.email if named else ""})
    sentence = _(
        "They get a link of their own by email. The link of %(name)s stops working. "
        "If they are not above the person in the reporting line, a second person has to agree first."
    )
    return DecisionPage(
        title=_("Ask someone else to sign"),
        lead=sentence % {"name": signature.signer.name},
        button=_("Ask this person"),
        done=_("Someone else is now asked to sign. Both people have been told."),
        said=deputies.only_the_pair(signature, to=None, by=reader(request), now=timezone.now()),
        form=form,
        act=lambda data: propose(request, signature, to=data["person"], reason=data["reason"]),
    )


def propose(request: HttpRequest, signature: SignatureRequest, *, to: User | None, reason: str) -> str | None:
    """Decide at once what one may decide alone; else ask a second person, and return words that say so."""
    by, now = reader(request), timezone.now()
    waits = second_word.decide(signature, to=to, reason=reason, by=by, now=now)
    if waits is None:
        return None
    if alone := deputies.only_the_pair(signature, to=to, by=by, now=now):
        return _("A second person has to agree first. %(what_to_do)s") % {"what_to_do": alone}
    return _("A second person has to agree first. We have asked mentee, mentor and the other coordinators by email.")


def waive(request: HttpRequest, agreement: Agreement, pk: int) -> DecisionPage:
    """Do without a signature."""
    signature = open_request(agreement, pk)
    sentence = _(
        "Once a second person agrees, %(name)s is no longer asked. If no other signature is missing, the "
        "agreement then comes into force at once."
    )
    return DecisionPage(
        title=_("Waive this signature"),
        lead=sentence % {"name": signature.signer.name},
        button=_("Propose it"),
        done=_("This signature has been waived."),
        said=deputies.only_the_pair(signature, to=None, by=reader(request), now=timezone.now()),
        form=WaiveForm(request.POST or None),
        act=lambda data: propose(request, signature, to=None, reason=data["reason"]),
        danger=True,
    )


def second(request: HttpRequest, agreement: Agreement, pk: int) -> DecisionPage:
    """Answer, as a second person, what another has proposed about a signer."""
    rows = SignerDecision.objects.open().with_people().filter(request__version__agreement=agreement, pk=pk)
    decision = rows.first()
    if decision is None:
        raise Http404
    by = reader(request)
    offer = second_word.offer(decision, by, now=timezone.now())
    form = SecondForm(request.POST or None, offer=offer)

    def act(data: dict[str, Any]) -> None:
        answer = second_word.agree if data["choice"] == AGREE else second_word.refuse
        answer(decision, by=by, now=timezone.now())

    return DecisionPage(
        title=_("A second person has to agree"),
        lead=_("It takes two people to change who signs for a supervisor, or to waive a signature."),
        button=_("Confirm"),
        done=_("Your answer has been recorded."),
        form=form,
        act=act,
        about=decision,
        said=offer.said,
        can_act=form.has_answers,
    )


def choose_signer(request: HttpRequest, agreement: Agreement, whose: str) -> DecisionPage:
    """Name who signs where the directory names no supervisor."""
    if whose not in handover.WHOSE:
        raise Http404
    person = agreement.match.mentee.user if whose == "mentee" else agreement.match.mentor.user
    return DecisionPage(
        title=_("Who signs for the supervisor of %(name)s?") % {"name": person.name},
        lead=_(
            "The directory lists no supervisor. If you choose no one, we ask the program’s first coordinator. Mentor "
            "and mentee see the name before they send the agreement."
        ),
        button=_("Save"),
        done=_("We’ll ask this person when the agreement goes out for signature."),
        form=SignerForm(request.POST or None),
        act=lambda data: handover.choose_signer(
            agreement, whose=whose, signer=data["person"], by=reader(request), now=timezone.now()
        ),
    )


def void(request: HttpRequest, agreement: Agreement) -> DecisionPage:
    """Take an agreement back."""
    version = current_version(agreement)
    if version is None:
        raise Http404
    dispute = agreement.disputes.open().select_related("request__version").first()
    if dispute and dispute.request.version.status == VersionStatus.VOID:
        return upheld(request, dispute)
    over = not agreement.match.is_running
    return DecisionPage(
        title=_("Take the agreement back"),
        lead=_("All signatures become void. The mentoring has ended, so there is no new draft.")
        if over
        else _(
            "All signatures become void, and mentor and mentee get a new draft with everything they wrote. "
            "Meetings continue as planned."
        ),
        button=_("Take it back"),
        done=_("The agreement is void.")
        if over
        else _("Mentor and mentee have the agreement back as a new draft. Everyone concerned has been told."),
        form=VoidForm(request.POST or None),
        act=lambda data: voiding.void(version, reason=data["reason"], by=reader(request), now=timezone.now()),
        danger=True,
    )


def upheld(request: HttpRequest, dispute: Dispute) -> DecisionPage:
    """Say that a disputed signature is not theirs, where the end of the mentoring has left nothing to take back."""
    return DecisionPage(
        title=_("They did not sign"),
        lead=_("The mentoring ended before everyone had signed, so nothing else changes."),
        button=_("Save my decision"),
        done=_("Your decision has been recorded."),
        form=ConfirmForm(request.POST or None),
        act=lambda data: disputes.uphold(dispute, remark=data["reason"], by=reader(request), now=timezone.now()),
    )


def confirm(request: HttpRequest, agreement: Agreement) -> DecisionPage:
    """Say that a disputed signature is right."""
    dispute = agreement.disputes.open().select_related("request__signer").first()
    if dispute is None:
        raise Http404
    return DecisionPage(
        title=_("The signature is theirs"),
        lead=(
            _("%(name)s confirms that they signed. Mentor and mentee are told.")
            if agreement.match.is_over
            else _(
                "%(name)s confirms that they signed. The agreement continues where it was, and mentor and "
                "mentee are told."
            )
        )
        % {"name": dispute.request.name_of_signer},
        button=_("Save my decision") if agreement.match.is_over else _("Let it continue"),
        done=_("Your decision has been recorded.") if agreement.match.is_over else _("The agreement continues."),
        form=ConfirmForm(request.POST or None),
        act=lambda data: disputes.confirm(dispute, remark=data["reason"], by=reader(request), now=timezone.now()),
    )


def look_again(request: HttpRequest, agreement: Agreement) -> DecisionPage:
    """Answer someone who says again that a signature is not theirs."""
    again = Repeated.objects.waiting().filter(dispute__agreement=agreement)
    repeated = again.select_related("dispute__request__signer", "dispute__decided_by").first()
    if repeated is None:
        raise Http404
    settled = repeated.dispute
    sentence = _("%(name)s says so after %(by)s had looked into it and found that the signature was theirs: %(remark)s")
    facts = {"name": settled.request.name_of_signer, "by": settled.decided_by, "remark": settled.remark}
    by, now = reader(request), timezone.now()

    def act(data: dict[str, Any]) -> None:
        process = disputes.reopen if data["choice"] == LookAgainForm.REOPEN else disputes.keep
        process(settled, by=by, now=now)

    return DecisionPage(
        title=_("“This was not me”, said again"),
        lead=sentence % facts,
        button=_("Confirm"),
        done=_("Your decision has been recorded."),
        form=LookAgainForm(request.POST or None),
        act=act,
    )
