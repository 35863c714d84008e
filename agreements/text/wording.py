"""Sentences about an agreement that pages, mails and the PDF share."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.formats import time_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from agreements.models import AgreementVersion, Rhythm, SignatureEvent, SignatureRequest, SignerRole, StandsIn, Weekday
from agreements.text.canonical import describe
from web import moments
from web.fields import names

if TYPE_CHECKING:
    from people.models import User


def when(version: AgreementVersion) -> str:
    """Say when a pair meets: “Tuesday at 10:00 (Berlin), every week, 60 minutes”."""
    if version.weekday is None or version.starts_at is None:
        return str(_("Not agreed yet"))
    return str(
        _("%(weekday)s at %(time)s (%(zone)s), %(rhythm)s, %(minutes)s minutes")
        % {
            "weekday": Weekday(version.weekday).label,
            "time": time_format(version.starts_at, "TIME_FORMAT"),
            "zone": moments.city(version.time_zone),
            "rhythm": Rhythm(version.rhythm).label,
            "minutes": version.minutes,
        }
    )


def signer_line(request: SignatureRequest) -> str:
    """Say who is asked and as what: “Jo Lee, supervisor of Amara Okafor”."""
    match = request.version.match
    line = describe(
        SignerRole(request.role),
        StandsIn(request.stands_in),
        names.marked(request.name_of_signer),
        match.mentee.user.name,
        match.mentor.user.name,
    )
    if request.replaces is None:
        return line
    return str(
        _("%(line)s, in place of %(name)s") % {"line": line, "name": names.marked(request.replaces.name_of_signer)}
    )


def capacity(request: SignatureRequest) -> str:
    """Say as what somebody is asked, without their name: “supervisor of Amara Okafor”."""
    return signer_line(request).removeprefix(f"{names.marked(request.name_of_signer)}, ")


EVENTS = {
    "drafted": gettext_noop("A draft was started"),
    "sent": gettext_noop("Sent out for signature"),
    "asked": gettext_noop("Asked to sign"),
    "reminded": gettext_noop("Reminded"),
    "signed": gettext_noop("Signed"),
    "change_asked": gettext_noop("Asked for a change"),
    "declined": gettext_noop("Declined to sign"),
    "wrong_person": gettext_noop("Said that someone else should sign"),
    "link_sent": gettext_noop("A link was sent"),
    "link_opened": gettext_noop("A link was opened"),
    "handed_over": gettext_noop("Someone else was asked to sign"),
    "waived": gettext_noop("Signature waived"),
    "second_asked": gettext_noop("Asking someone else or waiving was put forward; a second person has to agree"),
    "second_refused": gettext_noop("The second person did not agree"),
    "signer_chosen": gettext_noop("The coordinator named who signs in place of a supervisor"),
    "escalated": gettext_noop("Coordinators were told that there is no answer"),
    "not_me": gettext_noop("Said that someone else had signed in their name"),
    "not_me_again": gettext_noop("Said so again after a coordinator had looked into it"),
    "not_me_kept": gettext_noop("The earlier decision was kept"),
    "not_me_settled": gettext_noop("The coordinator found that the signature is theirs"),
    "not_me_upheld": gettext_noop("The coordinator found that the signature is not theirs"),
    "void": gettext_noop("Became void"),
    "in_force": gettext_noop("Came into force"),
    "sealed": gettext_noop("The PDF was sealed"),
}


def event_words(event: SignatureEvent) -> str:
    """Say what happened: “Asked to sign: Mentee’s supervisor”."""
    sentence = _(EVENTS.get(event.kind, event.kind))
    role = event.data.get("role")
    return f"{sentence}: {SignerRole(role).label}" if role in SignerRole.values else sentence


def whose_supervisor(request: SignatureRequest) -> str:
    """Name whose supervisor is asked here; nothing for the two themselves."""
    match = request.version.match
    mentee, mentor = match.mentee.user, match.mentor.user
    people: dict[str, list[User]] = {
        SignerRole.MENTEE_SUPERVISOR: [mentee],
        SignerRole.MENTOR_SUPERVISOR: [mentor],
        SignerRole.SUPERVISOR_OF_BOTH: [mentee, mentor],
    }
    return _(" and ").join(user.name for user in people.get(request.role, []))
