"""What the portal and the emailed link share when someone answers: reading the form, and calling the one process."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils import timezone

from agreements.models import SignatureRequest
from agreements.signing import decisions
from agreements.signing.forms import CHANGE, DECLINE, SIGN
from agreements.standing.over import over_of
from agreements.text import canonical, diff
from agreements.text.wording import signer_line, when
from agreements.visitors import client_address

if TYPE_CHECKING:
    from django.http import HttpRequest

    from agreements.models import AgreementVersion
    from agreements.signing.forms import DecisionForm


def decide(signature: SignatureRequest, form: DecisionForm, request: HttpRequest) -> SignatureRequest:
    """Do what the valid form says."""
    now = timezone.now()
    choice, data = form.cleaned_data["choice"], form.cleaned_data
    address, user_agent = client_address(request), request.headers.get("User-Agent", "")
    if choice == SIGN:
        return decisions.sign(
            signature,
            typed_name=data["typed_name"],
            consent=data["consent"],
            acknowledged=form.acknowledged(),
            now=now,
            ip_address=address,
            user_agent=user_agent,
        )
    if choice in {CHANGE, DECLINE}:
        answer = decisions.ask_for_change if choice == CHANGE else decisions.decline_to_sign
        return answer(signature, remark=data["remark"], now=now, ip_address=address, user_agent=user_agent)
    return decisions.say_wrong_person(signature, note=data["remark"], now=now)


def before_of(signature: SignatureRequest) -> AgreementVersion | None:
    """Return the version that the signer knows: the last one that they were asked about before this (A-17).

    Of a version that was never put before them they are shown no changes: to them the whole text is new.
    """
    version = signature.version
    asked = SignatureRequest.objects.filter(signer=signature.signer, asked_at__isnull=False)
    earlier = version.agreement.versions.exclude(text="").filter(number__lt=version.number, requests__in=asked)
    return earlier.order_by("-number").first()


def reading(signature: SignatureRequest) -> dict[str, object]:
    """Return what the page shows to someone who is to sign."""
    version = signature.version
    before = before_of(signature)
    return {
        "before": before,
        "changes": diff.of_versions(before.text, version.text) if before else [],
        "signature": signature,
        "version": version,
        "match": version.match,
        "over": over_of(version.match),
        "rests": version.agreement.rests(),
        "lines": canonical.parse(version.text),
        "who": signer_line(signature),
        "when": when(version),
    }
