"""The outbox: how an app says that a message is to be sent, and what the message looks like.

    def signature_requested(request: SignatureRequest, *, now: datetime) -> Message:
        return queue("agreements.signature_requested", recipient=request.signer, subject=request, now=now)

    @renders("agreements.signature_requested", title=_("Signature request"), category=Category.SIGNATURE)
    def _signature_requested(message: Message, *, now: datetime) -> Mail | None:
        ...

`queue` writes a row in the caller's transaction, with ids only. The renderer runs when the row is sent, with
the data of that moment; it returns None where the message has become pointless (B-06).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Protocol

from notifications.models import TITLES, Category, Message
from notifications.transport import quiet
from notifications.waking import wake
from web import key_ring

if TYPE_CHECKING:
    from django.db.models import Model
    from django.utils.functional import _StrPromise

    from people.models import User

Context = Mapping[str, int | str | bool | None]


@dataclass(frozen=True)
class Button:
    """The one thing to do: words and an absolute link (`notifications.links.absolute`)."""

    label: str | _StrPromise
    url: str


@dataclass(frozen=True)
class Attachment:
    """A file that travels with the mail."""

    name: str
    content: bytes
    mime: str = "application/octet-stream"


@dataclass(frozen=True)
class Mail:
    """What a message says.

    `template` is a folder of templates/emails/ with subject.txt (at most 60 characters, the action first) and
    body.txt (paragraphs with a blank line between; lines that begin with "- " make a list). The greeting, the facts,
    the button and the footer are added around it. `context` reaches both templates, together with `recipient`.
    `code` is set apart from the words, for people to copy.
    `alternatives` are further forms of the same content, such as a calendar invitation with its full media type.
    `escape` is a quiet link under the button, for the rare reader who must say that the mail is wrong about them.
    `thread` groups mails of one agreement or meeting series in the reader's mailbox.
    `to` is another address than the recipient's: the earlier one of someone, or one that still waits (E-34). It counts
    only for kinds that are declared with `elsewhere`.
    `greets` is off where the person who reads there may be a stranger, who is not to learn the recipient's name.
    """

    template: str
    context: Mapping[str, object] = field(default_factory=dict)
    button: Button | None = None
    code: str = ""
    escape: Button | None = None
    facts: Sequence[tuple[str | _StrPromise, object]] = ()
    attachments: Sequence[Attachment] = ()
    alternatives: Sequence[tuple[bytes, str]] = ()
    reply_to: Sequence[str] = ()
    thread: str = ""
    to: str = ""
    greets: bool = True


class Renderer(Protocol):
    """Turns a row into a mail, or says that it is no longer needed."""

    def __call__(self, message: Message, *, now: datetime) -> Mail | None:
        """Read the present state and write the mail."""


@dataclass(frozen=True)
class MessageKind:
    """One kind of message, as its app declared it."""

    name: str
    category: Category
    render: Renderer
    elsewhere: bool = False
    why: str | _StrPromise = ""


KINDS: dict[str, MessageKind] = {}
ELSEWHERE = "address other than the recipient's"
VOUCHED = "to"


def renders(
    kind: str, *, title: str | _StrPromise, category: Category, elsewhere: bool = False, why: str | _StrPromise = ""
) -> Callable[[Renderer], Renderer]:
    """Declare the renderer of one kind of message. Stands in the `emails.py` of an app.

    `title`: what it is called in lists of messages, such as “Signature request”.
    `elsewhere`: it may go to another address than the recipient's present one. Only for news that open nothing: a link
    or code that does something for someone goes to their present address, whatever the tables say (A-02, E-34).
    `why`: the sentence that says why the mail came (`notifications.transport.reasons`); a kind about security has its own.
    """

    def declare(render: Renderer) -> Renderer:
        if kind in KINDS:
            message = f"Two renderers for {kind}."
            raise ValueError(message)
        if category == Category.SECURITY and not why:
            message = f"{kind} does not say why it comes."
            raise ValueError(message)
        KINDS[kind] = MessageKind(kind, category, render, elsewhere, why)
        TITLES[kind] = title
        return render

    return declare


def queue(
    kind: str,
    *,
    recipient: User,
    subject: Model | None = None,
    occurrence: str = "",
    now: datetime,
    due_at: datetime | None = None,
    context: Context | None = None,
    to_address: str = "",
) -> Message:
    """Put a message into the outbox, in the caller's transaction, and return its row.

    Kind, subject, recipient and occurrence name the message: queueing it again returns the row that is there (B-02).
    `context` holds ids and codes, never text or secrets (B-05). Program news wait for the reader's day (B-15).
    `to_address` is for mail that must not follow the person to their present address, such as the news that it changed,
    and refused for kinds that are not declared with `elsewhere`.
    """
    message = prepare(
        kind,
        recipient=recipient,
        subject=subject,
        occurrence=occurrence,
        now=now,
        due_at=due_at,
        context=context,
        to_address=to_address,
    )
    queue_all([message], now=now)
    return Message.objects.get(key=message.key)


def prepare(
    kind: str,
    *,
    recipient: User,
    subject: Model | None = None,
    occurrence: str = "",
    now: datetime,
    due_at: datetime | None = None,
    context: Context | None = None,
    to_address: str = "",
) -> Message:
    """Return the row that `queue` would write, for `queue_all`."""
    category = KINDS[kind].category
    if to_address and not KINDS[kind].elsewhere:
        message = f"{kind} goes to its recipient's present address only."
        raise ValueError(message)
    subject_id = "" if subject is None else str(subject.pk)
    key = f"{kind}:{subject_id}:{recipient.pk}:{occurrence}"
    about = dict(context or {})
    if to_address:
        about[VOUCHED] = key_ring.digest(_addressed(key, to_address), purpose=ELSEWHERE)
    due_at = due_at or now
    if category == Category.PROGRAM:
        due_at = quiet.next_opening(due_at, recipient.zone)
    return Message(
        kind=kind,
        key=key,
        category=category,
        recipient=recipient,
        subject_id=subject_id,
        context=about,
        to_address=to_address,
        due_at=due_at,
        queued_at=now,
    )


def other_address(message: Message) -> str:
    """Return the other address that a message was queued for; empty if there is none or the row was not written here."""
    known = key_ring.digests(_addressed(message.key, message.to_address), purpose=ELSEWHERE)
    return message.to_address if message.context.get(VOUCHED) in known else ""


def _addressed(key: str, address: str) -> str:
    return f"{len(key)}:{key}:{address}"


def queue_all(messages: Sequence[Message], *, now: datetime) -> None:
    """Put prepared rows into the outbox in one query, leaving those that are there already as they are.

    ON CONFLICT DO NOTHING waits for the transaction that writes the same key just now; then their row is the one that stands.
    """
    Message.objects.bulk_create(messages, ignore_conflicts=True, batch_size=500)
    if any(message.due_at <= now for message in messages):
        wake("notifications.tasks.deliver")
