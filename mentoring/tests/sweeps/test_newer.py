"""Two people at one form of the desk: none of them loses anything, and no old text comes back (E-30)."""

from __future__ import annotations

import json
import re
from html import unescape
from typing import TYPE_CHECKING, Any

import pytest
from django.contrib import admin
from django.urls import reverse

from notifications.models import Message
from people.models import AuditEvent
from programs.admin.parts import PARTS
from programs.models import Cohort, Program, Resource

if TYPE_CHECKING:
    from django.db.models import Model
    from django.test import Client

    from mentoring.tests.sweeps.world import World

pytestmark = pytest.mark.django_db

FIELD = re.compile(r"<input[^>]*>|<textarea[^>]*>.*?</textarea>|<select[^>]*>.*?</select>", re.DOTALL)


def attribute(tag: str, name: str) -> str:
    found = re.search(rf'\b{name}="([^"]*)"', tag)
    return unescape(found[1]) if found else ""


def form_in(page: str) -> dict[str, Any]:
    """Return what a browser would send of the form of the desk on a page, as it stands."""
    form = re.search(r'<form[^>]*id="\w+_form".*?</form>', page, re.DOTALL)
    data: dict[str, Any] = {}
    for tag in FIELD.findall(form[0] if form else ""):
        name, kind = attribute(tag, "name"), attribute(tag, "type")
        if not name or kind in {"submit", "file"} or "__prefix__" in name:
            continue
        if tag.startswith("<textarea"):
            data[name] = unescape(re.sub(r"^<textarea[^>]*>\n?|</textarea>$", "", tag))
        elif tag.startswith("<select"):
            chosen = [attribute(one, "value") for one in re.findall(r"<option[^>]*\bselected[^>]*>", tag)]
            data[name] = chosen if " multiple" in tag.partition(">")[0] else (chosen or [""])[0]
        elif kind in {"checkbox", "radio"}:
            if re.search(r"\schecked(?=[\s/>=])", tag):
                data.setdefault(name, []).append(attribute(tag, "value") or "on")
        else:
            data[name] = attribute(tag, "value")
    return data


def pages(world: World) -> list[tuple[str, str]]:
    """The page of one row of each kind, and the parts of a program, which are forms of their own."""
    found = []
    for model in admin.site._registry:
        rows = [*world.own.get(model._meta.label_lower, []), *model._base_manager.all()[:1]]
        if rows:
            name = f"admin:{model._meta.app_label}_{model._meta.model_name}_change"
            found.append((model._meta.label, reverse(name, args=[rows[0].pk])))
    program = reverse("admin:programs_program_change", args=[world.program.pk])  # type: ignore[union-attr]
    return [*found, *((f"program: {key}", f"{program}?part={key}") for key in PARTS)]


@pytest.mark.parametrize("role", ["administrator", "coordinator"])
def test_e30_every_form_of_the_desk_carries_what_the_person_saw(world: World, client: Client, role: str) -> None:
    client.force_login(world.people[role])
    without, forms = [], 0

    for label, page in pages(world):
        answer = client.get(page)
        if answer.status_code != 200 or 'name="_save"' not in answer.content.decode():
            continue
        forms += 1
        if not form_in(answer.content.decode()).get("seen"):
            without.append(label)

    assert without == []
    assert forms > 8


@pytest.mark.parametrize("role", ["administrator", "coordinator"])
def test_e30_saving_without_a_change_changes_and_records_nothing(world: World, client: Client, role: str) -> None:
    client.force_login(world.people[role])
    tried, marked = 0, {}

    for label, page in pages(world):
        text = client.get(page).content.decode()
        if 'name="_save"' not in text:
            continue
        tried += 1
        before = (AuditEvent.objects.count(), Message.objects.count())
        answer = client.post(page, form_in(text))
        after = (AuditEvent.objects.count(), Message.objects.count())
        if answer.status_code != 302 or after != before:
            errors = re.findall(r'class="[^"]*errorlist[^"]*".*?</ul>|text-red[^>]*>([^<]+)<', answer.content.decode())
            marked[label] = (answer.status_code, before, after, errors[:5])

    assert marked == {}
    assert tried > 8


def page_of(row: Model) -> str:
    return reverse(f"admin:{row._meta.app_label}_{row._meta.model_name}_change", args=[row.pk])


def test_e30_a_field_that_one_left_alone_keeps_what_the_other_saved(world: World, client: Client) -> None:
    program = world.program
    assert program
    client.force_login(world.people["coordinator"])
    first = form_in(client.get(page_of(program)).content.decode())
    second = form_in(client.get(page_of(program)).content.decode())

    client.post(page_of(program), {**first, "purpose": "So that we learn from each other."})
    answer = client.post(page_of(program), {**second, "business_reason": "Fewer people leave."})

    program.refresh_from_db()
    assert answer.status_code == 302
    assert program.purpose == "So that we learn from each other."
    assert program.business_reason == "Fewer people leave."


def test_e30_where_both_changed_a_field_both_are_shown_and_neither_is_lost(world: World, client: Client) -> None:
    cohort = world.own["programs.cohort"][0]
    client.force_login(world.people["coordinator"])
    first = form_in(client.get(page_of(cohort)).content.decode())
    second = form_in(client.get(page_of(cohort)).content.decode())
    client.post(page_of(cohort), {**first, "name": "Spring, as Cleo calls it"})

    shown = client.post(page_of(cohort), {**second, "name": "Autumn, as Otto calls it"})
    text = shown.content.decode()

    assert shown.status_code == 200
    assert "A newer version was saved while you were writing." in text
    assert "Spring, as Cleo calls it" in text
    assert "Please correct the error" not in text  # nothing is wrong in the form itself
    assert form_in(text)["name"] == "Autumn, as Otto calls it"
    assert Cohort.objects.get(pk=cohort.pk).name == "Spring, as Cleo calls it"

    again = {name: value for name, value in form_in(text).items() if name != "theirs"}
    client.post(page_of(cohort), again)
    assert Cohort.objects.get(pk=cohort.pk).name == "Autumn, as Otto calls it"
    client.post(page_of(cohort), {**again, "name": "Third", "theirs": ["name"]})
    assert Cohort.objects.get(pk=cohort.pk).name == "Autumn, as Otto calls it"


def test_e30_rows_below_a_program_are_compared_one_by_one(world: World, client: Client) -> None:
    resource = world.own["programs.resource"][0]
    assert isinstance(resource, Resource)
    page = reverse("admin:programs_program_change", args=[resource.program_id]) + "?part=resources"
    client.force_login(world.people["coordinator"])
    first = form_in(client.get(page).content.decode())
    second = form_in(client.get(page).content.decode())
    client.post(page, {**first, "resources-0-name": "A first hour"})

    client.post(page, {**second, "resources-0-about": "What to ask."})
    resource.refresh_from_db()
    assert (resource.name, resource.about) == ("A first hour", "What to ask.")

    text = client.post(page, {**second, "resources-0-name": "The hour"}).content.decode()
    resource.refresh_from_db()
    assert "A first hour" in text
    assert "The hour" in text
    assert resource.name == "A first hour"


def test_e30_marks_that_somebody_wrote_themselves_break_nothing(world: World, client: Client) -> None:
    program = Program.objects.get(pk=world.program.pk)  # type: ignore[union-attr]
    client.force_login(world.people["coordinator"])
    data = form_in(client.get(page_of(program)).content.decode())

    for seen in ("{", "[]", '{"name": {"a": 1}}', "null", '"x"', ""):
        assert client.post(page_of(program), {**data, "seen": seen, "theirs": ["x", "slug"]}).status_code in {200, 302}


def test_e30_a_row_that_another_has_rewritten_is_not_removed_unseen(world: World, client: Client) -> None:
    resource = world.own["programs.resource"][0]
    assert isinstance(resource, Resource)
    page = reverse("admin:programs_program_change", args=[resource.program_id]) + "?part=resources"
    client.force_login(world.people["coordinator"])
    first = form_in(client.get(page).content.decode())
    second = form_in(client.get(page).content.decode())
    client.post(page, {**first, "resources-0-about": "What to ask in the first hour."})

    text = client.post(page, {**second, "resources-0-DELETE": "on"}).content.decode()

    assert "What to ask in the first hour." in text
    assert "A newer version was saved while you were writing." in text
    assert Resource.objects.filter(pk=resource.pk).exists()
    again = {**form_in(text), "resources-0-DELETE": "on"}
    client.post(page, {**again, "theirs": ["resources-0-DELETE"]})
    assert Resource.objects.get(pk=resource.pk).about == "What to ask in the first hour."
    client.post(page, {name: value for name, value in again.items() if name != "theirs"})
    assert not Resource.objects.filter(pk=resource.pk).exists()


def test_e30_a_row_that_another_has_removed_keeps_what_was_typed(world: World, client: Client) -> None:
    resource = world.own["programs.resource"][0]
    assert isinstance(resource, Resource)
    page = reverse("admin:programs_program_change", args=[resource.program_id]) + "?part=resources"
    client.force_login(world.people["coordinator"])
    first = form_in(client.get(page).content.decode())
    second = form_in(client.get(page).content.decode())
    client.post(page, {**first, "resources-0-DELETE": "on"})
    assert not Resource.objects.filter(pk=resource.pk).exists()

    answer = client.post(page, {**second, "resources-0-about": "What I typed about it."})

    text = answer.content.decode()
    assert "A newer version was saved while you were writing." in text
    assert "Removed" in text
    again = form_in(text)
    assert again["resources-0-about"] == "What I typed about it."
    client.post(page, {**again, "theirs": ["resources-0-DELETE"]})
    assert not Resource.objects.filter(program_id=resource.program_id).exists()
    client.post(page, {name: value for name, value in again.items() if name != "theirs"})
    assert [row.about for row in Resource.objects.filter(program_id=resource.program_id)] == ["What I typed about it."]


def test_e30_a_row_that_another_has_removed_and_nobody_wrote_in_stays_removed(world: World, client: Client) -> None:
    resource = world.own["programs.resource"][0]
    assert isinstance(resource, Resource)
    page = reverse("admin:programs_program_change", args=[resource.program_id]) + "?part=resources"
    client.force_login(world.people["coordinator"])
    first = form_in(client.get(page).content.decode())
    second = {**form_in(client.get(page).content.decode()), "resources-TOTAL_FORMS": "2", "resources-1-id": ""}
    second |= {"resources-1-audience": second["resources-0-audience"], "resources-1-url": "https://example.org/"}
    client.post(page, {**first, "resources-0-DELETE": "on"})

    answer = client.post(page, {**second, "resources-1-name": "Another", "resources-1-about": "New"})

    assert answer.status_code == 302
    assert [row.name for row in Resource.objects.filter(program_id=resource.program_id)] == ["Another"]


def test_e30_a_field_that_was_not_on_the_page_stays_as_it_is_saved(world: World, client: Client) -> None:
    program = world.program
    assert program
    client.force_login(world.people["coordinator"])
    data = form_in(client.get(page_of(program)).content.decode())
    seen = {name: mark for name, mark in json.loads(data["seen"]).items() if name != "business_reason"}
    Program.objects.filter(pk=program.pk).update(business_reason="Fewer people leave.")
    without = {name: value for name, value in data.items() if name != "business_reason"}

    answer = client.post(page_of(program), {**without, "seen": json.dumps(seen), "purpose": "So that we learn."})

    program.refresh_from_db()
    assert answer.status_code == 302
    assert (program.purpose, program.business_reason) == ("So that we learn.", "Fewer people leave.")
