"""What the mails about agreements share. Names, dates and links; never goals, remarks or the text itself (E-24)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils import formats
from django.utils.translation import gettext as _

from agreements.models import AgreementVersion, LinkPurpose, SignatureRequest, SignatureStatus, VersionStatus
from agreements.signing.links import signing_links
from agreements.text.wording import when
from notifications.links import absolute
from notifications.models import Message
from people.models import User
from people.policy import Role
from programs.models import Membership

if TYPE_CHECKING:
    from programs.models import Program

LONGEST_NAME = 24


def short(user: User) -> str:
    """Return a first name that fits into a subject line."""
    name = user.first_name
    return name if len(name) <= LONGEST_NAME else f"{name[: LONGEST_NAME - 1].rstrip()}."


def coordinators_of(program: Program) -> Iterable[User]:
    """Return those who run the program now."""
    current = Membership.objects.current().filter(program=program, role=Role.COORDINATOR.value)
    return User.objects.filter(pk__in=current.values("user"))


def live_request(message: Message, *statuses: SignatureStatus) -> SignatureRequest | None:
    """Return the request of a message if it is still in one of these states; else the mail is pointless."""
    match = "version__agreement__match"
    people = (f"{match}__cohort__program", f"{match}__mentor__user", f"{match}__mentee__user")
    requests = SignatureRequest.objects.select_related(*people).filter(pk=message.subject_id, status__in=statuses)
    # The link opens for the signer alone, whoever else a row of the outbox may name.
    requests = requests.filter(signer=message.recipient_id)
    request = requests.filter(version__status__in=[VersionStatus.SIGNING, VersionStatus.IN_FORCE]).first()
    if request:
        request.signer = message.recipient  # the same person, who is here already with their site
    return request


def people(version: AgreementVersion) -> dict[str, object]:
    """Return what every template about an agreement may use."""
    match = version.match
    return {
        "program": match.cohort.program,
        "mentee": match.mentee.user,
        "mentor": match.mentor.user,
        "mentee_short": short(match.mentee.user),
        "version": version.number,
    }


def facts_of(version: AgreementVersion) -> list[tuple[str, object]]:
    match = version.match
    return [
        (_("Program"), match.cohort.program),
        (_("Mentee"), match.mentee.user),
        (_("Mentor"), match.mentor.user),
        (_("Meetings"), when(version)),
        (_("Until"), formats.date_format(version.until_on, "DATE_FORMAT") if version.until_on else ""),
    ]


def answers_to(request: SignatureRequest) -> list[str]:
    """Return where replies go: a supervisor who answers the mail reaches those who run the program."""
    if request.is_of_the_pair:
        return []
    return [user.email for user in coordinators_of(request.version.match.cohort.program)]


def not_me_link(request: SignatureRequest, *, now: datetime) -> str:
    """Return where somebody says that a signature in their name is not theirs (A-24)."""
    token = signing_links.mint(request, purpose=LinkPurpose.NOT_ME, now=now)
    return absolute(reverse("agreements:sign_link", args=[token]))


def link_for(request: SignatureRequest, *, now: datetime) -> str:
    """Return where this signer reads and signs: the portal for the two, a fresh token for a supervisor (A-03, A-12)."""
    if request.is_of_the_pair:
        return absolute(reverse("agreements:sign", args=[request.pk]))
    purpose = signing_links.purpose_of(request) or LinkPurpose.SIGN
    return absolute(reverse("agreements:sign_link", args=[signing_links.mint(request, purpose=purpose, now=now)]))
