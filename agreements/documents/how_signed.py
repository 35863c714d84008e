"""How a signature was tied to a person: by an account or by a link, in words that claim no more than is known (A-19)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from django.utils.translation import gettext as _

from agreements.models import SignatureEvent, SignatureRequest, SignatureStatus
from agreements.models.link import LinkPurpose
from web.fields.names import marked

Times = tuple[datetime | None, datetime | None]


def link_times(request: SignatureRequest, events: Sequence[SignatureEvent], purpose: LinkPurpose) -> Times:
    """Return when the first link went to a signer, and when they last opened one before they decided.

    By the chain alone: anyone with the database can put in a row of a link, but no event (A-26).
    """
    mine = [event for event in events if event.data.get("request") == request.pk]
    before = [
        event
        for event in mine
        if event.data.get("purpose", purpose) == purpose and not (request.decided_at and event.at > request.decided_at)
    ]
    sent = [event.at for event in before if event.kind == "link_sent"]
    opened = [event.at for event in before if event.kind == "link_opened"]
    return (sent[0] if sent else None), (opened[-1] if opened else None)


def attribution(requests: Sequence[SignatureRequest], events: Sequence[SignatureEvent]) -> Iterator[str]:
    """Yield the paragraphs that hold for these signatures."""
    signed = [request for request in requests if request.status == SignatureStatus.SIGNED]
    by_link = [request for request in signed if link_times(request, events, LinkPurpose.SIGN)[1]]
    if len(by_link) < len(signed):
        names = ", ".join(marked(request.name_of_signer) for request in signed if request not in by_link)
        yield _(
            "%(names)s signed in their own accounts. They had signed in with their work address, as the organisation’s "
            "staff directory lists it. They saw the whole text, ticked that they agree to sign electronically, and "
            "typed their name."
        ) % {"names": names}
    if by_link:
        yield _(
            "%(names)s signed by a link. It holds a random secret, went to the work address in the staff directory and "
            "nowhere else, and works for this one signature request, for 48 hours and five openings at most. Opening "
            "it changes nothing: the person said that it came to them and pressed a button, which tied their browser "
            "to this one signature request for half an hour. They saw the whole text, ticked that they agree to sign "
            "electronically, and typed their name. A receipt went to their work address too, with a way to say “this "
            "was not me”."
        ) % {"names": ", ".join(marked(request.name_of_signer) for request in by_link)}
    yield _(
        "What this shows: someone who could use this account, or read this mailbox, signed at that time. It does not "
        "show who sat at the keyboard. It is a simple electronic signature."
    )
    yield _(
        "The seal on this file is the organisation’s own. It shows that the file is as it was when it was sealed. "
        "It is not anyone’s signature: not the mentor’s, not the mentee’s, and not a supervisor’s."
    )
