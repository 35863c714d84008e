"""No text of a person is ever markup (E-33): a mark in every field, looked for raw wherever it comes out."""

from __future__ import annotations

import html
import re
from http import HTTPStatus
from typing import TYPE_CHECKING

import pytest
from django.apps import apps
from django.db import transaction
from django.utils import timezone

from agreements.documents.typesetting import typeset
from agreements.models import AgreementVersion
from mentoring.tests.marked_language import marked_language
from mentoring.tests.marked_sweep import Output, Sweep, look_at_pages, write_mails
from mentoring.tests.marked_world import INJECTED, RAW, ROOMS, SHOWN, build, texts
from mentoring.tests.spoken import BracketedTranslation, in_no_catalogue

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pytest_django.plugin import DjangoDbBlocker

pytestmark = [pytest.mark.django_db, pytest.mark.long(minutes=3)]

# The theme and htmx run what stands in these attributes as script, however well it is escaped.
RUNS = re.compile(r"""\s(?:x-[\w:.-]+|@[\w:.-]+|:[\w-]+|on\w+|hx-on[\w:-]*|style)=(?:"([^"]*)"|'([^']*)')""")
SCRIPTS = re.compile(r"<(script|style)\b[^>]*>(.*?)</\1>", re.DOTALL | re.IGNORECASE)
LINKS = re.compile(r"""(?:href|src|action|formaction)=["']?\s*(?:javascript|data|vbscript):""", re.IGNORECASE)
# What comes out nowhere, and why; the test below holds that it does not.
NOT_SHOWN = {
    "agreements.SignatureRequest.signer_address": "masked on the certificate, but for one letter and the domain",
    "people.IdentityReplacement.uid": "a hash of what the provider calls a person; compared, never shown",
}


@pytest.fixture(scope="module")
def sweep(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Sweep]:
    """Build the world once, and look at everything in it; nothing of it stays."""
    with django_db_blocker.unblock(), transaction.atomic(), marked_language(BracketedTranslation):
        found = Sweep(build())
        look_at_pages(found)
        write_mails(found)
        print(  # noqa: T201 - read with -s
            f"\nmarked: {len(found.world.fields)} marks in {len(set(found.world.fields.values()))} fields; {len(found.pages)} pages, "
            f"{len(found.answers)} forms, sent twice; {len(found.mails)} mails of {len({kind for kind, _ in found.mails})} kinds"
        )
        yield found
        transaction.set_rollback(True)


def of(sweep: Sweep, kind: str) -> list[Output]:
    """Return what came out in one media type."""
    return [output for output in [*sweep.pages, *sweep.answers] if kind in output.kind]


def where(output: Output) -> str:
    return f"{output.who} at {output.where}"


def test_e33_every_field_in_which_people_write_was_looked_for(sweep: Sweep) -> None:
    written = {
        f"{model._meta.label}.{column.name}"
        for room in ROOMS
        for model in apps.get_app_config(room).get_models()
        if not model._meta.proxy
        for column in texts(model)
    }
    seen = {int(found) for output in of(sweep, "text/") for found in SHOWN.findall(html.unescape(output.text))}

    assert written - set(sweep.world.fields.values()) == set(), "each has a row in this world"
    assert set(sweep.world.fields.values()) - {sweep.world.fields.get(one) for one in seen} == set(NOT_SHOWN)
    assert 950_002 in seen, "cells of a staff file"
    assert 980_000 in seen, "what was typed into forms"


def test_e33_no_text_of_a_person_is_markup_on_any_page(sweep: Sweep) -> None:
    raw = {
        where(output): {sweep.world.fields.get(int(found), found) for found in RAW.findall(output.text)}
        for output in of(sweep, "html")
        if RAW.search(output.text)
    }

    assert raw == {}


def test_e33_no_text_of_a_person_stands_where_the_theme_or_the_browser_runs_it(sweep: Sweep) -> None:
    runs = {
        where(output): found[0][:120]
        for output in of(sweep, "html")
        for pattern in (RUNS, SCRIPTS)
        for found in pattern.finditer(output.text)
        if SHOWN.search(html.unescape(found[0]))
    }
    led = {where(output) for output in of(sweep, "html") if LINKS.search(output.text)}

    assert (runs, led) == ({}, set())


def test_e33_no_page_or_form_breaks_on_marked_text(sweep: Sweep) -> None:
    broken = {
        where(output) for output in [*sweep.pages, *sweep.answers] if output.status >= HTTPStatus.INTERNAL_SERVER_ERROR
    }

    assert broken == set()
    assert len([page for page in sweep.pages if page.status == HTTPStatus.OK]) > 250
    assert len(sweep.answers) > 60


def test_e37_no_form_hands_back_a_text_that_is_far_too_long(sweep: Sweep) -> None:
    """Each field of each form was sent 200,000 characters: portal, links and desk."""
    whole = {where(output): len(output.content) for output in sweep.long_answers if "long " * 5_000 in output.text}
    broken = {where(output) for output in sweep.long_answers if output.status >= HTTPStatus.INTERNAL_SERVER_ERROR}

    assert whole == {}
    assert broken == set()
    assert len([output for output in sweep.long_answers if "only the beginning" in output.text]) > 20


def test_e33_no_text_of_a_person_is_markup_or_a_line_of_its_own_in_any_mail_or_calendar(sweep: Sweep) -> None:
    calendars = [output.text for output in of(sweep, "calendar")]
    for kind, email in sweep.mails:
        for content, media_type in email.alternatives:
            if "calendar" in media_type:
                calendars.append(str(content))
            else:
                assert not RAW.search(str(content)), kind
        head = email.message().as_bytes().split(b"\n\n", 1)[0].decode(errors="replace")
        assert INJECTED not in head.splitlines(), kind

    assert len({kind for kind, _email in sweep.mails}) > 25
    assert len(calendars) > 1
    assert not [text for text in calendars if INJECTED in text.replace("\r\n ", "").splitlines()]


def test_e33_what_people_wrote_is_data_to_the_typesetter(sweep: Sweep) -> None:
    """As markup it would stop the typesetting."""
    version = AgreementVersion.objects.with_people().get(pk=sweep.world.certified.pk)
    assert "onerror=a(" in version.text
    version.text = version.text.replace("7*7", "#panic() #(1/0) $1/0$ *bold ``` #import")

    assert typeset(version, sealed_at=timezone.now(), fingerprint="0" * 64).startswith(b"%PDF")


# What of people's texts stands in some mail: who and where they are, what a program is called and is for, where they meet.
IN_MAILS = {
    "people.User.name",
    "people.User.known_as",
    "people.User.job_title",
    "people.Department.name",
    "people.Site.name",
    "programs.Program.name",
    "programs.Program.purpose",
    "programs.Cohort.name",
    "agreements.AgreementVersion.place",
    "meetings.Appointment.place",
    "meetings.Meeting.place",
    # A coordinator's letter to someone is the mail itself; with an offer of help stand the support contacts.
    "meetings.PairLetter.text",
    "programs.SupportContact.name",
    "programs.SupportContact.what_for",
    "programs.SupportContact.phone",
    "programs.SupportContact.email",
    "programs.SupportContact.url",
}


def test_e24_no_mail_holds_goals_topics_wishes_agendas_answers_or_notes(sweep: Sweep) -> None:
    """Every text of every row carries a mark of its own; the signed PDF is a file of its own."""
    told: dict[str, set[str]] = {}
    for kind, email in sweep.mails:
        parts = [str(email.subject), str(email.body), *(str(content) for content, _type in email.alternatives)]
        for mark in SHOWN.findall(html.unescape("\n".join(parts).replace("\r\n ", ""))):
            told.setdefault(sweep.world.fields.get(int(mark), mark), set()).add(kind)

    assert {field: sorted(kinds) for field, kinds in told.items() if field not in IN_MAILS} == {}
    assert "people.User.name" in told


# What is the same in every language, or is said in the words in which it came, and why.
CITY = r"\((?:UTC|Berlin)\)"
IN_EVERY_LANGUAGE = {
    r"(?:.*· )?Whetstone": "a name, after what people wrote",
    r"[\w.+-]+@[\w.-]+|https?://\S+": "an address",
    r"(?:[\d, :-]*)(?:UTC|" + CITY + ")": "a time, the city of its zone",
    r"(?:Africa|America|Antarctica|Arctic|Asia|Atlantic|Australia|Brazil|Canada|Chile|Europe|Indian|Mexico|Pacific|US)/.*": "a time zone",
    r"[0-9a-f]{64}|[A-Z0-9]{4}(?:-[A-Z0-9]{4}){2}": "a fingerprint or a reference",
    r"M[ER]-\d{5}|program-\d+|Program \d+|en": "what a factory called a row, and a code in a field",
    r"(?:[a-z]+\.[a-z_.]+|[A-Z][a-z]+\.[a-z]+)(?: [a-z]+\.[a-z]+)?(?: \d+)?[ ·]*|replacement: \d+": "codes of the audit trail, as exports have them",
    r"X-INJECTED:yes|(?:Name|Email|Job title|Department)(?: –)?": "lines and column names of the files that people brought",
    r"esc": "a key of the keyboard",
    r"So that know-how stays when people move on\.|Teams share what they know\.|You learn from some(?:body|one) who has done it\.|"
    r"Ask about the offsite\.": "what people wrote, kept with a report or an earlier meeting",
    r"Have you and your partner met yet\?|Do you want help with getting started\?": "a survey: a translation is an instrument of its own",
}
KNOWN = re.compile("|".join(f"(?:{pattern})" for pattern in IN_EVERY_LANGUAGE))


def test_no_text_of_ours_is_in_no_catalogue(sweep: Sweep) -> None:
    """A translator is given every text that a page or a mail shows, whole."""
    escaped: dict[str, str] = {}
    for output in of(sweep, "html"):
        for text in in_no_catalogue(output.text):
            if not SHOWN.search(text) and not KNOWN.fullmatch(text):
                escaped.setdefault(text, where(output))
    for kind, email in sweep.mails:
        for content, media_type in email.alternatives:
            for text in in_no_catalogue(str(content)) if "html" in media_type else ():
                if not SHOWN.search(text) and not KNOWN.fullmatch(text):
                    escaped.setdefault(text, kind)

    assert escaped == {}
