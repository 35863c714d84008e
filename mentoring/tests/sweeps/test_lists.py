"""Lists of the desk show what their pages show, and answer nothing else (E-26)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest
from django.apps import apps
from django.contrib import admin
from django.core.exceptions import EmptyResultSet
from django.http import Http404
from django.test import Client, RequestFactory
from django.urls import resolve, reverse
from django.utils.datastructures import MultiValueDict

from people.desk.base import DeskAdmin
from web.desk_lists import ROWS, DeskList, OfTheRows

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.db.models import Model
    from django.http import HttpRequest

    from mentoring.tests.sweeps.world import World

pytestmark = [pytest.mark.django_db, pytest.mark.long(minutes=1)]

STAFF = ("administrator", "coordinator", "coordinator of another", "facilitator", "committee")
OUTSIDE = ("participant", "partner", "supervisor")
SUFFIXES = ("", "__exact", "__iexact", "__startswith", "__icontains", "__regex", "__isnull", "__isempty", "__gt", "__gte", "__lt", "__in", "__range")  # fmt: skip
ADMINS = sorted(admin.site._registry.items(), key=lambda entry: entry[0]._meta.label)
BY_LABEL = {model._meta.label: found for model, found in ADMINS}


def paths(model: type[Model]) -> Iterator[str]:
    """Every way to a column, straight and over one relation, forwards and backwards."""
    for first in model._meta.get_fields(include_hidden=True):
        yield from names(first)
        if first.is_relation and first.related_model:
            for second in first.related_model._meta.get_fields(include_hidden=True):
                yield from (f"{first.name}__{name}" for name in names(second))


def names(field: Any) -> set[str]:  # noqa: ANN401 - fields and relations have no base in common
    return {field.name, getattr(field, "attname", field.name)}


def ask(world: World, model: type[Model], role: str, parameters: dict[str, str]) -> HttpRequest:
    """Make a request for a list. The parameters are put in past the limit of their number."""
    request = RequestFactory().get(reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist"))
    request.user = world.people[role]
    asked = request.GET.copy()
    for name, value in parameters.items():
        MultiValueDict.setlist(asked, name, [value])
    request.GET = asked  # type: ignore[assignment]
    return request


def listed(world: World, model: type[Model], role: str, parameters: dict[str, str] | None = None) -> DeskList:
    found: Any = admin.site._registry[model]
    shown: DeskList = found.get_changelist_instance(ask(world, model, role, parameters or {}))
    return shown


def query(shown: DeskList) -> str:
    """What the database is asked, without the time of day."""
    try:
        return re.sub(r"\d\d:\d\d:\d\d\.\d+", "", str(shown.queryset.query))
    except EmptyResultSet:
        return "nothing"


def offered(shown: DeskList) -> set[str]:
    """The parameters that the filters on the page produce themselves."""
    return {name for spec in shown.filter_specs for name in spec.expected_parameters() if name} | {ROWS}


@pytest.mark.parametrize("role", STAFF)
@pytest.mark.parametrize(("model", "desk"), ADMINS, ids=[model._meta.label for model, _ in ADMINS])
def test_e26_no_path_to_a_column_narrows_a_list_but_those_of_its_filters(
    world: World,
    model: type[Model],
    desk: Any,  # noqa: ANN401 - admins of every model
    role: str,
) -> None:
    plain = listed(world, model, role)
    tried = {f"{path}{suffix}" for path in paths(model) for suffix in SUFFIXES} - offered(plain)

    asked = listed(world, model, role, dict.fromkeys(sorted(tried), "1"))

    assert query(asked) == query(plain)
    assert asked.get_query_string() == plain.get_query_string()
    assert len(tried) > 80


@pytest.mark.parametrize(("model", "desk"), ADMINS, ids=[model._meta.label for model, _ in ADMINS])
def test_e26_every_list_is_made_by_the_one_base(model: type[Model], desk: Any, rf: RequestFactory) -> None:  # noqa: ANN401
    assert isinstance(desk, DeskAdmin)
    assert issubclass(desk.get_changelist(rf.get("/")), DeskList)
    assert not any(desk.lookup_allowed(path, "1") for path in paths(model))


SECRETS = {
    "people.User": {"password": "!nobody", "authenticator": "1", "authenticator__type": "totp", "privatenote": "1",
                    "is_organization_administrator": "True", "last_login__isnull": "True", "emailaddress__verified": "True",
                    "not_with__isnull": "False", "not_with__other": "1", "private_notes__isnull": "False"},
    "meetings.Meeting": {"agenda": "Zebra", "notes__isnull": "False", "privatenote__isnull": "False", "notes__owner": "1"},
    "pool.Mentor": {"user__not_with__isnull": "False", "user__password": "!nobody", "assessments__isnull": "False", "offers": "Planning"},
    "pool.Mentee": {"user__not_with__isnull": "False", "why": "I lead", "wants": "To plan"},
    "matching.Match": {"ended_by": "1", "ended_by__isnull": "True", "contact_requests__isnull": "False", "declined_by": "1"},
    "meetings.Pair": {"contactrequest__isnull": "False", "contact_requests__user": "1", "ended_by__isnull": "True"},
}  # fmt: skip


@pytest.mark.parametrize("role", STAFF)
@pytest.mark.parametrize("label", SECRETS)
def test_e26_a_hit_and_a_miss_get_the_same_page(world: World, client: Client, label: str, role: str) -> None:
    """Password, agenda, wishes not to be with someone, contact requests, who ended a pair, notes, second factors."""
    client.force_login(world.people[role])
    page = reverse(f"admin:{label.lower().replace('.', '_')}_changelist")
    plain = without_token(client.get(page).content.decode())

    for suffix in ("", "__startswith", "__regex"):
        hits = {f"{path}{suffix}": value for path, value in SECRETS[label].items()}
        answer, miss = client.get(page, hits), client.get(page, dict.fromkeys(hits, "Qqq9"))
        assert answer.status_code == miss.status_code == 200
        assert without_token(answer.content.decode()) == without_token(miss.content.decode()) == plain


def without_token(page: str) -> str:
    """A page without what differs from one answer to the next."""
    return "\n".join(
        line for line in page.splitlines() if "csrfmiddlewaretoken" not in line and "csrf" not in line.lower()
    )


WRONG = {
    "p": ["abc", "-1", "1" * 400, "²", "\x00"],
    "o": ["x", "1.y", "9" * 50, "\x00", "--1"],
    "q": ["a\x00b", "x" * 5000],
    "pk__in": ["abc", "1,,2", "1" * 400, "\x00"],
}
VALUES = ("abc", "\x00", "9" * 60, "²", "0001-01-01")


@pytest.mark.parametrize(("model", "desk"), ADMINS, ids=[model._meta.label for model, _ in ADMINS])
def test_e26_what_no_value_can_be_is_refused_in_a_sentence(
    world: World,
    client: Client,
    model: type[Model],
    desk: Any,  # noqa: ANN401
) -> None:
    client.force_login(world.people["administrator"])
    page = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")

    for name, values in WRONG.items():
        for value in values:
            answer = client.get(page, {name: value})
            assert answer.status_code == 400, (name, value)
            assert "We could not read what was sent" in answer.content.decode()
    for name in offered(listed(world, model, "administrator")) - {ROWS}:
        for value in VALUES:
            assert client.get(page, {name: value}).status_code in {200, 400}, (name, value)
    assert client.get(page, {"p": "99999"}).status_code == 200


def test_e26_a_link_of_the_desk_may_name_rows_and_no_foreign_ones(world: World, client: Client) -> None:
    client.force_login(world.people["coordinator"])
    ours, theirs = world.own["programs.cohort"][0], world.other["programs.cohort"][0]

    shown = client.get(reverse("admin:programs_cohort_changelist"), {"pk__in": f"{ours.pk},{theirs.pk}"})

    assert list(shown.context["cl"].queryset) == [ours]


def test_e26_days_above_a_list_are_days(world: World, client: Client) -> None:
    client.force_login(world.people["coordinator"])
    page = reverse("admin:meetings_meeting_changelist")

    for wrong in ({"year": "9999"}, {"year": "abc"}, {"year": "1"}, {"month": "5"}, {"year": "2026", "month": "13"},
                  {"year": "2026", "month": "2", "day": "30"}, {"year": "2026", "day": "3"}, {"year": "9" * 40}):  # fmt: skip
        assert client.get(page, {f"starts_at__{name}": value for name, value in wrong.items()}).status_code == 400, (
            wrong
        )
    march = client.get(page, {"starts_at__year": "2026", "starts_at__month": "3"})
    april = client.get(page, {"starts_at__year": "2026", "starts_at__month": "4"})
    assert (march.context["cl"].result_count, april.context["cl"].result_count) == (1, 0)


@pytest.mark.parametrize("role", STAFF)
@pytest.mark.parametrize(("model", "desk"), ADMINS, ids=[model._meta.label for model, _ in ADMINS])
def test_e26_columns_that_no_page_shows_order_nothing(
    world: World,
    model: type[Model],
    desk: Any,  # noqa: ANN401 - admins of every model
    role: str,
) -> None:
    shown = listed(world, model, role)
    sortable = [name for name in shown.list_display if name in (shown.sortable_by or ())]

    def order(asked: str) -> list[object]:
        shown.params["o"] = asked
        return [str(part) for part in shown.get_ordering(ask(world, model, role, {}), shown.root_queryset)]

    nothing = order("99")
    for index, name in enumerate(shown.list_display):
        ordered = [order(str(index)), order(f"-{index}")]
        assert name in sortable or ordered == [nothing, nothing], name
    assert all(order(str(index)) == nothing for index in range(len(shown.list_display), 60))


@pytest.mark.parametrize("role", STAFF)
@pytest.mark.parametrize(("model", "desk"), ADMINS, ids=[model._meta.label for model, _ in ADMINS])
def test_e26_filters_name_only_what_stands_in_the_readers_rows(
    world: World,
    model: type[Model],
    desk: Any,  # noqa: ANN401 - admins of every model
    role: str,
) -> None:
    shown = listed(world, model, role)
    rows = set(shown.root_queryset.values_list("pk", flat=True))

    for spec in shown.filter_specs:
        path = getattr(spec, "field_path", "")
        if not path or not getattr(spec.field, "is_relation", False):
            continue
        assert isinstance(spec, OfTheRows)
        there = set(model._default_manager.filter(pk__in=rows).values_list(path, flat=True))
        assert {number for number, _ in spec.lookup_choices} <= there, path


@pytest.mark.parametrize("role", ["coordinator", "facilitator", "committee"])
@pytest.mark.parametrize(("model", "desk"), ADMINS, ids=[model._meta.label for model, _ in ADMINS])
def test_e26_no_list_names_another_program(
    world: World,
    client: Client,
    model: type[Model],
    desk: Any,  # noqa: ANN401 - admins of every model
    role: str,
) -> None:
    client.force_login(world.people[role])

    page = client.get(reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist"))

    assert page.status_code == 200
    assert "Theirs" not in page.content.decode().replace("Theirs: planning", "")  # the organisation's list of topics


@pytest.mark.parametrize("role", OUTSIDE)
def test_e26_others_have_no_lists(world: World, client: Client, role: str) -> None:
    client.force_login(world.people[role])

    for model, _ in ADMINS:
        page = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")
        assert client.get(page, {"pk__in": "1"}).status_code == 302


@pytest.mark.parametrize("role", STAFF)
def test_e26_names_are_found_only_for_fields_that_the_person_fills_in(
    world: World, rf: RequestFactory, role: str
) -> None:
    page = reverse("admin:autocomplete")
    may = {
        "administrator": {("people.user", "supervisor"), ("programs.membership", "user"), ("programs.trainingcompletion", "user"), ("pool.topic", "counts_as"), ("pool.topic", "related")},
        "coordinator": {("programs.membership", "user"), ("programs.trainingcompletion", "user")},
    }  # fmt: skip
    found, tried = set(), 0

    for model in every_model():
        for field in model._meta.get_fields(include_hidden=True):
            asked = {
                "app_label": model._meta.app_label,
                "model_name": str(model._meta.model_name),
                "field_name": str(field.name),
            }
            # The view itself: the page that says 404 takes longer than all that is asked here.
            request = rf.get(page, asked)
            request.user = world.people[role]
            tried += 1
            try:
                answer = resolve(page).func(request)
            except Http404:
                continue
            assert answer.status_code == 200
            found.add((model._meta.label_lower, field.name))
    assert found == may.get(role.split(" of ", maxsplit=1)[0], set())
    assert tried > 400


def test_e26_a_search_for_names_takes_only_words_and_pages(world: World, client: Client) -> None:
    client.force_login(world.people["coordinator"])
    asked = {"app_label": "programs", "model_name": "membership", "field_name": "user"}

    def find(**more: str) -> int:
        return client.get(reverse("admin:autocomplete"), {**asked, **more}).status_code

    assert find(term="Cleo") == 200
    assert [find(term="\x00"), find(term="x" * 5000), find(field_name="\x00")] == [400, 400, 400]
    assert [find(page="abc"), find(page="99999"), find(app_label="no.such")] == [404, 404, 404]


def every_model() -> list[type[Model]]:
    return [model for model in apps.get_models() if not model._meta.app_label.startswith("django")]


def test_e26_a_tick_that_is_no_row_does_nothing(world: World, client: Client) -> None:
    client.force_login(world.people["coordinator"])
    page = reverse("admin:programs_cohort_changelist")

    for tick in ("abc", "\x00", "1.5"):
        sent = {"action": "open_cohorts", "_selected_action": tick, "index": "0"}
        assert client.post(page, sent).status_code == 400


def test_e26_everything_that_is_selected_is_what_the_list_shows(world: World, client: Client) -> None:
    """`select_across` takes the whole list, which holds nothing of other programs."""
    client.force_login(world.people["coordinator"])
    page = reverse("admin:programs_membership_changelist")
    ours = world.own["programs.membership"][0]
    sent = {"action": "end_roles", "_selected_action": str(ours.pk), "select_across": "1", "index": "0"}

    assert client.post(f"{page}?role__exact=committee", sent).status_code == 302

    for row in world.other["programs.membership"]:
        row.refresh_from_db()
        assert row.ended_at is None  # type: ignore[attr-defined]
