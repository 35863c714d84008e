"""What every mail looks like, whatever it says (B-19)."""

from __future__ import annotations

from datetime import datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from html import unescape
from typing import TYPE_CHECKING

import pytest
from django.conf import settings
from django.core import mail
from django.utils.html import conditional_escape

from notifications.links import absolute
from notifications.models import Category
from notifications.outbox import KINDS, Attachment, Button, Mail, queue, renders
from notifications.tests.checking import check_mail, html_of, link_of
from notifications.tests.factories import MessageFactory
from notifications.transport.delivery import deliver_due
from notifications.transport.reasons import WHY, why
from notifications.transport.rendering import Block, blocks, compose
from people.tests.factories import UserFactory

if TYPE_CHECKING:
    from django.core.mail import EmailMultiAlternatives

INVITATION = b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n"


def composed(**fields: object) -> EmailMultiAlternatives:
    """Write one mail to Zoë, whose name needs escapes in HTML and none in text."""
    message = MessageFactory.create(recipient=UserFactory.create(name="Zoë<b> O’Neil", email="zoe@example.org"))
    button = Button("Sign in", absolute("/accounts/login/"))
    return compose(message, Mail("people_invitation", button=button, **fields))  # type: ignore[arg-type]


def parsed(email: EmailMultiAlternatives) -> EmailMessage:
    """Read the mail as a mail program would."""
    message = message_from_bytes(email.message().as_bytes(), policy=policy.default)
    assert isinstance(message, EmailMessage)
    return message


def test_a_body_becomes_paragraphs_and_lists() -> None:
    body = "One line\nand its second.\n\nThe list:\n- first\n- second\n\n\n- alone\n"

    assert blocks(body) == [
        Block(text="One line and its second."),
        Block(text="The list:"),
        Block(items=("first", "second")),
        Block(items=("alone",)),
    ]


@pytest.mark.django_db
def test_both_parts_say_the_same_and_names_are_escaped_where_needed() -> None:
    email = composed(facts=[("Program", "Peer & reverse"), ("Until", "1 December 2026")])

    check_mail(email)
    assert "Hello Zoë<b>," in str(email.body)
    assert "Hello Zoë&lt;b&gt;," in html_of(email)
    assert "Program: Peer & reverse\nUntil: 1 December 2026\n" in str(email.body)
    assert link_of(email) == f"{settings.BASE_URL}/accounts/login/"


@pytest.mark.django_db
def test_e33_the_text_of_a_mail_is_escaped_on_a_page_that_shows_it() -> None:
    email = composed()

    assert "Hello Zoë&lt;b&gt;," in conditional_escape(email.body)


@pytest.mark.django_db
def test_b19_headers_say_that_a_machine_wrote_and_where_a_person_reads() -> None:
    message = parsed(composed(reply_to=["coordinator@example.org"], thread="agreement-7"))

    assert message["Auto-Submitted"] == "auto-generated"
    assert message["X-Auto-Response-Suppress"] == "OOF, AutoReply"
    assert message["Reply-To"] == "coordinator@example.org"
    assert message["References"] == message["In-Reply-To"] == "<agreement-7@127.0.0.1>"
    assert message["List-Id"] == "<transactional.127.0.0.1>"


@pytest.mark.django_db
def test_b19_a_message_keeps_its_id_however_often_it_is_written() -> None:
    row = MessageFactory.create()
    other = MessageFactory.create()

    ids = [compose(message, Mail("people_invitation")).extra_headers["Message-ID"] for message in (row, row, other)]

    assert ids[0] == ids[1] != ids[2]


@pytest.mark.django_db
def test_without_a_reply_address_answers_go_to_the_senders() -> None:
    assert composed().reply_to == [settings.DEFAULT_FROM_EMAIL]


@pytest.mark.django_db
def test_a_calendar_invitation_and_a_file_travel_along() -> None:
    message = parsed(
        composed(
            alternatives=[(INVITATION, "text/calendar; method=REQUEST")],
            attachments=[Attachment("agreement.pdf", b"%PDF-1.7", "application/pdf")],
        )
    )

    types = [part.get_content_type() for part in message.walk() if not part.is_multipart()]
    calendar = next(part for part in message.walk() if part.get_content_type() == "text/calendar")
    assert types == ["text/plain", "text/html", "text/calendar", "application/pdf"]
    assert calendar["Content-Type"].params["method"] == "REQUEST"
    assert calendar.get_content().split() == INVITATION.decode().split()


@pytest.mark.django_db
def test_a_subject_that_a_long_name_makes_too_long_ends_with_an_ellipsis() -> None:
    # The templates keep within sixty characters; names that people chose may not.
    message = MessageFactory.create(recipient=UserFactory.create(name="x" * 200), category=Category.PROGRAM)
    email = compose(message, Mail("people_invitation"))

    assert len(email.subject) <= 60


@pytest.mark.django_db
def test_a_mail_that_really_left_passes_the_check(now: datetime) -> None:
    queue("tests.hello", recipient=UserFactory.create(), now=now)

    deliver_due(now=now)

    check_mail(mail.outbox[0])


def kinds(category: str = "") -> list[str]:
    """Every kind that an app declares; of one category, if it is said."""
    return sorted(
        name for name, kind in KINDS.items() if kind.category == (category or kind.category) and "tests." not in name
    )


@pytest.mark.django_db
@pytest.mark.parametrize("kind", kinds())
def test_b26_every_mail_says_in_both_parts_why_it_came(kind: str) -> None:
    message = MessageFactory.create(kind=kind, category=KINDS[kind].category)
    email = compose(message, Mail("people_password_set"))
    said = why(KINDS[kind].category, KINDS[kind].why)

    assert said.startswith("You get this because ")
    assert f"--\n{said}\n" in str(email.body)
    assert said in unescape(html_of(email))


@pytest.mark.parametrize("kind", kinds(Category.SECURITY))
def test_b26_a_mail_about_security_says_it_in_a_sentence_of_its_own(kind: str) -> None:
    assert KINDS[kind].why not in {"", *WHY.values()}
    assert len(kinds(Category.SECURITY)) > 25


def test_b26_a_kind_about_security_that_does_not_say_why_is_refused() -> None:
    with pytest.raises(ValueError, match="does not say why it comes"):
        renders("tests.unexplained", title="Unexplained", category=Category.SECURITY)(KINDS["people.invitation"].render)

    assert "tests.unexplained" not in KINDS


@pytest.mark.django_db
@pytest.mark.parametrize("kind", kinds())
def test_b19_no_mail_names_its_reader_as_who_reads_the_answer(kind: str) -> None:
    """The only coordinator, the administrator who is one of two, an address in capitals: their answer goes to the house."""
    message = MessageFactory.create(kind=kind, category=KINDS[kind].category)
    own = message.recipient.email

    alone = compose(message, Mail("people_password_set", reply_to=[own.upper()]))
    together = compose(message, Mail("people_password_set", reply_to=[own, "other@example.org"]))

    assert alone.reply_to == [settings.DEFAULT_FROM_EMAIL]
    assert together.reply_to == ["other@example.org"]
