"""Where an agreement stands, as steps that a person can read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import gettext as _

from agreements.models import AgreementVersion, SignatureRequest, SignatureStatus, VersionStatus
from agreements.models.signature import SETTLED
from agreements.signing.signers import concerns_supervisors
from agreements.standing.over import over_of
from agreements.text.wording import capacity
from web import moments

if TYPE_CHECKING:
    from datetime import datetime

    from people.models import User


@dataclass(frozen=True)
class SigningStep:
    """One step: its words and whether it is done, now, or to come."""

    title: str
    state: str
    body: str = ""


def steps_of(
    version: AgreementVersion, requests: Sequence[SignatureRequest], *, reader: User, rests: bool = False
) -> list[SigningStep]:
    """Return the steps from writing to in force; each signature is one. While it `rests`, nobody’s turn comes."""
    over = over_of(version.match)
    writing = version.status == VersionStatus.DRAFT and over is None
    steps = [SigningStep(_("You write it together"), "now" if writing else "done")]
    if writing:
        steps.append(SigningStep(_("You both sign here"), "next"))
        if concerns_supervisors(version):
            steps.append(SigningStep(_("Your supervisors sign by an emailed link"), "next"))
    for request in requests:
        request.version = version
        if over is None or request.status in SETTLED:
            steps.append(_signature(request, reader=reader, rests=rests))
    in_force = version.status == VersionStatus.IN_FORCE
    if over is not None:
        if in_force:
            steps.append(SigningStep(_("The agreement came into force"), "done", _when(version)))
        return [*steps, SigningStep(over.title, "done")]
    if rests:
        if in_force:
            steps.append(SigningStep(_("The agreement came into force"), "done", _when(version)))
        return [*steps, SigningStep(_("On hold while we verify a signature"), "now")]
    steps.append(
        SigningStep(_("The agreement is in force"), "done" if in_force else "next", _when(version) if in_force else "")
    )
    return steps


def _when(version: AgreementVersion) -> str:
    return _day(version.in_force_at)


def _day(moment: datetime | None) -> str:
    return moments.moment_of_the_week(timezone.localtime(moment)) if moment else ""


def _signature(request: SignatureRequest, *, reader: User, rests: bool) -> SigningStep:
    mine = request.signer_id == reader.pk
    who = _("You") if mine else request.name_of_signer
    title = f"{who}, {capacity(request)}"
    if request.status == SignatureStatus.SIGNED:
        return SigningStep(title, "done", _("Signed on %(when)s") % {"when": _day(request.decided_at)})
    if request.status == SignatureStatus.ASKED and rests:
        return SigningStep(title, "next", _("Asked on %(when)s") % {"when": _day(request.asked_at)})
    if request.status == SignatureStatus.ASKED:
        asked = _("It is your turn to sign") if mine else _("Asked on %(when)s") % {"when": _day(request.asked_at)}
        return SigningStep(title, "now", asked)
    if request.status == SignatureStatus.WAIVED:
        return SigningStep(title, "done", _("Not needed: the coordinator has waived this signature"))
    return SigningStep(
        title, "next", _("Asked when it is their turn") if request.status == SignatureStatus.WAITING else ""
    )
