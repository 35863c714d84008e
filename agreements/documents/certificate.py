"""What the certificate pages of a sealed agreement say (A-19): who signed, when and how, and how we know that it was them.

In Ruiz v. Moss Bros (California, 2014) a signature did not hold, because nobody explained how it was tied to the person.
So these pages explain it in plain words, and claim no more than is known.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from agreements.documents import how_signed
from agreements.models import AgreementVersion, SignatureEvent, SignatureRequest, SignatureStatus
from agreements.models.link import LinkPurpose
from agreements.text import wording
from notifications.links import absolute
from people.models import User
from web import moments
from web.fields import names

HASH_DIGITS = 12
Fact = tuple[str, str]


def certificate_of(
    version: AgreementVersion, requests: Sequence[SignatureRequest], *, sealed_at: datetime, fingerprint: str
) -> dict[str, Any]:
    """Return the pages' content, for Typst. `requests` are all of the version, those handed over too."""
    events = list(version.agreement.events.order_by("sequence"))
    standing = [request for request in requests if request.status != SignatureStatus.HANDED_OVER]
    return {
        "title": _("Certificate of signatures"),
        "lead": _(
            "These pages belong to version %(number)s of the agreement of %(mentee)s and %(mentor)s. "
            "They say who signed, when and how, and how each signature is tied to its person."
        )
        % {"number": version.number, "mentee": version.match.mentee.user, "mentor": version.match.mentor.user},
        "document": list(document_facts(version, events, sealed_at=sealed_at, fingerprint=fingerprint)),
        "signers": [signer_of(request, requests, events) for request in standing],
        "explained_title": _("How each signature is tied to its person"),
        "explained": [str(paragraph) for paragraph in how_signed.attribution(standing, events)],
        "events_title": _("What happened, in order"),
        "events_words": [_("No."), _("Time (UTC)"), _("Event"), _("Hash")],
        "events": [event_line(event) for event in events],
        "events_note": _(
            "Each event holds the hash of the one before, and a mark made with a key that is kept outside the "
            "database. If someone changes the database alone, the check that runs every night finds any event, "
            "signature or date that was changed, added or removed. This does not stop a person who holds that key, or "
            "who removes both the database and every record of it. The first %(count)s digits of each hash are shown."
        )
        % {"count": HASH_DIGITS},
        "check": _(
            "Check this file at %(address)s: it says whether this organisation sealed it and nothing has changed."
        )
        % {"address": absolute(reverse("agreements:verify"))},
    }


def document_facts(
    version: AgreementVersion, events: Sequence[SignatureEvent], *, sealed_at: datetime, fingerprint: str
) -> Iterator[Fact]:
    """Yield what the pages certify, by the hashes that tell it apart."""
    yield _("Text"), _("version %(number)s") % {"number": version.number}
    yield _("SHA-256 of the text"), version.text_hash
    yield _("In force since"), in_utc(version.in_force_at)
    yield _("Sealed"), in_utc(sealed_at)
    if events:
        yield _("Last event at that time"), _("no. %(number)s") % {"number": events[-1].sequence}
        yield _("Its hash"), events[-1].hash
    yield _("Seal’s certificate"), fingerprint


def signer_of(
    request: SignatureRequest, requests: Sequence[SignatureRequest], events: Sequence[SignatureEvent]
) -> dict[str, Any]:
    """Return one signer's part: name, what was done, and the facts in order."""
    waived = request.status == SignatureStatus.WAIVED
    facts = waiver_facts(request, events) if waived else signature_facts(request, events)
    return {
        "name": names.marked(request.name_of_signer),
        "role": wording.capacity(request),
        "typed": names.marked(request.typed_name),
        "waived": _("Signature waived") if waived else "",
        "facts": [fact for fact in facts if fact[1]],
        "history": [*naming(request, events), *passed(request, requests, events)],
    }


def signature_facts(request: SignatureRequest, events: Sequence[SignatureEvent]) -> Iterator[Fact]:
    """Yield the evidence of a signature."""
    signer = request.signer
    sent, opened = how_signed.link_times(request, events, LinkPurpose.SIGN)
    yield _("Address"), masked_address(request.signer_address or signer.email)
    yield _("Reference"), request.reference
    yield _("Asked"), on_both_clocks(request.asked_at, signer)
    yield _("Link sent"), on_both_clocks(sent, signer)
    yield _("Link opened"), on_both_clocks(opened, signer)
    yield _("Signed"), on_both_clocks(request.decided_at, signer)
    yield _("Network address"), request.ip_address or ""
    yield _("Browser"), request.user_agent
    yield _("Text"), _in_version(request.version.number, request.version.text_hash)
    yield _("Consent"), _in_version(request.consent_version, request.consent_hash)


def _in_version(number: int | str, digest: str) -> str:
    return _("version %(number)s, %(hash)s") % {"number": number, "hash": digest}


def waiver_facts(request: SignatureRequest, events: Sequence[SignatureEvent]) -> Iterator[Fact]:
    """Yield who did without a signature, and why."""
    yield _("Waived by"), names.marked(request.settled_by.name) if request.settled_by else ""
    yield _("Agreed to by"), seconded_by(request, events)
    yield _("On"), in_utc(request.decided_at)
    yield _("Reason"), request.remark


def person_of(pk: object) -> str:
    """Return the name of a person whom an event names by number."""
    person = User.objects.filter(pk=pk).first() if isinstance(pk, int) else None
    return names.marked(person.name) if person else ""


def seconded_by(request: SignatureRequest, events: Sequence[SignatureEvent]) -> str:
    """Return the second person who agreed that a request was handed over or waived, by its event; or nothing."""
    kinds = {"handed_over", "waived"}
    decisions = [event for event in events if event.kind in kinds and event.data.get("request") == request.pk]
    return person_of(decisions[-1].data.get("agreed_by")) if decisions else ""


def naming(request: SignatureRequest, events: Sequence[SignatureEvent]) -> Iterator[str]:
    """Say who named somebody to sign where the directory names no supervisor."""
    chosen = [
        event for event in events if event.kind == "signer_chosen" and event.data.get("signer") == request.signer_id
    ]
    if request.stands_in and chosen:
        yield _("Named by %(by)s on %(day)s, because the directory lists no supervisor.") % {
            "by": person_of(chosen[-1].data.get("by")),
            "day": in_utc(chosen[-1].at),
        }
        version = request.version.number
        if sent := [event for event in events if event.kind == "sent" and event.data.get("version") == version]:
            yield _("%(name)s read the name and sent the agreement out for signature.") % {
                "name": person_of(sent[-1].data.get("by"))
            }


def passed(
    request: SignatureRequest, requests: Sequence[SignatureRequest], events: Sequence[SignatureEvent]
) -> Iterator[str]:
    """Say each step by which a request came to this signer, and who agreed to it."""
    for earlier, later in passed_on(request, requests):
        yield handing_over(earlier, later)
        if second := seconded_by(earlier, events):
            yield _("Agreed to by %(name)s.") % {"name": second}


def passed_on(
    request: SignatureRequest, requests: Sequence[SignatureRequest]
) -> list[tuple[SignatureRequest, SignatureRequest]]:
    """Return each step by which a request came to this signer, the first one first (A-16)."""
    by_pk = {one.pk: one for one in requests}
    steps: list[tuple[SignatureRequest, SignatureRequest]] = []
    while request.replaces_id and (earlier := by_pk.get(request.replaces_id)):
        steps.insert(0, (earlier, request))
        request = earlier
    return steps


def handing_over(earlier: SignatureRequest, later: SignatureRequest) -> str:
    """Say how a request went from one to another."""
    return _("%(second)s was asked in place of %(first)s on %(day)s by %(by)s. Reason: %(reason)s") % {
        "first": names.marked(earlier.name_of_signer),
        "second": names.marked(later.name_of_signer),
        "day": in_utc(earlier.decided_at),
        "by": names.marked(earlier.settled_by.name) if earlier.settled_by else "?",
        "reason": earlier.remark,
    }


def event_line(event: SignatureEvent) -> list[str]:
    """Return number, time, words and the beginning of the hash of an event."""
    moment = event.at.astimezone(UTC)
    return [
        str(event.sequence),
        moments.exact_in_short(moment),
        wording.event_words(event),
        event.hash[:HASH_DIGITS],
    ]


def in_utc(moment: datetime | None) -> str:
    """Say a moment in UTC, to the second."""
    if moment is None:
        return ""
    there = moment.astimezone(UTC)
    return f"{moments.exact(there)} UTC"


def on_both_clocks(moment: datetime | None, user: User) -> str:
    """Say a moment in UTC, and on somebody's own clock with its distance from UTC."""
    if moment is None:
        return ""
    there = moment.astimezone(user.zone)
    if not (offset := f"{there:%z}").strip("+-0"):
        return in_utc(moment)
    local = moments.exact_time(there, with_day=there.date() != moment.astimezone(UTC).date())
    return f"{in_utc(moment)} · {moments.city(user.zone_name)} {local} (UTC{offset[:3]}:{offset[3:5]})"


def masked_address(address: str) -> str:
    """Return an address by which its owner knows it and nobody else can write to it."""
    name, _at, domain = address.partition("@")
    return f"{name[:1]}•••@{domain}" if domain else ""
