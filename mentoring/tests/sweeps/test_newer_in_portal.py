"""Forms of the portal that can be open twice carry what was seen; every other says why it need not (E-30)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, cast

import pytest
from django.urls import reverse

from mentoring.tests.sweeps.test_never_empty import addresses
from mentoring.tests.sweeps.test_newer import FIELD, attribute
from mentoring.tests.test_house_rules import OPEN, OPEN_PREFIXES
from people.tests.factories import UserFactory
from pool.models import Mentee
from pool.tests.factories import MenteeFactory

if TYPE_CHECKING:
    from django.test import Client

    from people.models import User

pytestmark = pytest.mark.django_db

CARRIES = {
    "people:account": "web.newer",
    "pool:mentor_step": "web.newer",
    "pool:mentee_step": "web.newer",
    "pool:question": "web.newer",
    "evaluation:summary": "web.newer",
    "meetings:move": "the number of the meeting's edition",
    "meetings:agenda": "its own mark of one text; the partner's stands beside it",
    "agreements:edit_section": "the draft's revision and the mark of the part",
    "agreements:edit_goals": "the draft's revision and the mark of the part",
}
# Done once, added to what is there, or the reader's alone and short: nothing that someone wrote is replaced.
NEED_NOT = {
    "a note of one person, which opens whole": {"meetings:note"},
    "adds a line to what is there": {"meetings:progress", "evaluation:propose"},
    "answers travel in the form and are sent once": {"evaluation:answer", "evaluation:check", "evaluation:send"},
    "a button, an answer or a question that counts once: the process refuses it where things have moved on": {
        "agreements:accept_part", "agreements:amend", "agreements:drop_amendment", "agreements:second",
        "agreements:send", "agreements:sign", "evaluation:contact_answered", "matching:accept", "pool:apart_add",
        "pool:apart_remove", "pool:apply", "matching:ask", "pool:assessment_begin",
        "pool:assessment_check", "matching:decline", "matching:end", "pool:mentee_send",
        "pool:mentee_turn_down", "pool:mentee_withdraw", "pool:mentor_pause", "pool:mentor_resume",
        "pool:mentor_send", "pool:mentor_turn_down", "pool:mentor_withdraw", "matching:more_time",
        "pool:nominate", "pool:nominate_mentee", "pool:not_with_remove", "pool:place_no",
        "pool:place_yes", "matching:rank_add", "matching:rank_remove", "matching:rank_up",
        "matching:request_back", "matching:request_no", "matching:request_yes", "pool:sign_up", "meetings:cancel",
        "meetings:held", "meetings:missed", "people:address", "programs:approve", "programs:ask_for_changes",
        "programs:training_done", "programs:training_not_done",
    },
}  # fmt: skip


def test_e30_every_form_of_the_portal_carries_what_was_seen_or_says_why_not(client: Client) -> None:
    client.force_login(cast("User", UserFactory()))
    client.raise_request_exception = False
    known = CARRIES.keys() | {name for names in NEED_NOT.values() for name in names}
    unknown = set()

    for name, page in addresses():
        if name in OPEN or name.startswith((*OPEN_PREFIXES, "admin:", "no_connections")):
            continue
        if client.post(page).status_code != 405 and name not in known:
            unknown.add(name)

    assert unknown == set()


def form_with_marks(page: str) -> dict[str, str | list[str]]:
    """What a browser would send of the form on a page that carries marks."""
    form = next(found for found in re.findall(r"<form.*?</form>", page, re.DOTALL) if 'name="seen"' in found)
    data: dict[str, str | list[str]] = {}
    for tag in FIELD.findall(form):
        name, kind = attribute(tag, "name"), attribute(tag, "type")
        if tag.startswith("<textarea"):
            data[name] = re.sub(r"^<textarea[^>]*>\n?|</textarea>$", "", tag)
        elif tag.startswith("<select"):
            data[name] = [attribute(one, "value") for one in re.findall(r"<option[^>]*\bselected[^>]*>", tag)]
        elif kind in {"checkbox", "radio"}:
            if re.search(r"\schecked(?=[\s/>=])", tag):
                cast("list[str]", data.setdefault(name, [])).append(attribute(tag, "value"))
        else:
            data[name] = attribute(tag, "value")
    return data


def test_e30_two_tabs_of_ones_own_profile_lose_nothing(client: Client) -> None:
    person = UserFactory.create(languages=["en"], time_zone="Europe/Berlin")
    client.force_login(person)
    page = reverse("people:account")
    first = form_with_marks(client.get(page).content.decode())
    second = form_with_marks(client.get(page).content.decode())

    client.post(page, {**first, "known_as": "Kit"})
    client.post(page, {**second, "time_zone": "Asia/Tokyo"})
    person.refresh_from_db()
    assert (person.known_as, person.time_zone, person.languages) == ("Kit", "Asia/Tokyo", ["en"])

    text = client.post(page, {**second, "known_as": "Kat"}).content.decode()
    person.refresh_from_db()
    assert person.known_as == "Kit"
    assert "A newer version was saved while you were writing." in text
    assert 'value="Kat"' in text
    assert "<p>Kit</p>" in text


def test_e30_two_devices_at_one_step_of_a_sign_up_lose_nothing(client: Client) -> None:
    mentee = MenteeFactory.create(draft=True, wants="Speak", why="A new task")
    client.force_login(mentee.user)
    page = reverse("pool:mentee_step", args=[mentee.pk, "wants"])
    first = form_with_marks(client.get(page).content.decode())
    second = form_with_marks(client.get(page).content.decode())

    client.post(page, {**first, "wants": "Speak before many people"})
    client.post(page, {**second, "why": "I lead a team since May"})
    mentee = Mentee.objects.get(pk=mentee.pk)
    assert (mentee.wants, mentee.why) == ("Speak before many people", "I lead a team since May")

    text = client.post(page, {**second, "wants": "Listen"}).content.decode()
    assert "Speak before many people" in text
    assert "Listen" in text
    assert Mentee.objects.get(pk=mentee.pk).wants == "Speak before many people"
