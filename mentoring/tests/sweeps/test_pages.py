"""What is foreign does not exist; pages take the methods they mean; reading a page changes and locks nothing (E-03)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from django.db import connection
from django.urls import NoReverseMatch, reverse

from mentoring.tests.test_house_rules import patterns

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from django.db.models import Model
    from django.test import Client

    from mentoring.tests.sweeps.world import World

pytestmark = pytest.mark.django_db

NOT_OURS = ("account_", "socialaccount", "mfa_", "openid", "demo:", "admin:login", "admin:logout", "admin:jsi18n", "admin:password")  # fmt: skip
# Which kind of row an address is about, by how its name begins; the first that fits counts.
ABOUT = (
    ("admin:matching_mentorrequest", "matching.mentorrequest"),
    ("admin:matching_match", "matching.match"),
    ("admin:pool_mentor", "pool.mentor"),
    ("admin:pool_mentee", "pool.mentee"),
    ("admin:matching_scenario", "matching.scenario"),
    ("admin:meetings_pair", "meetings.pair"),
    ("admin:agreements_agreement_archive", "programs.cohort"),
    ("admin:agreements_agreement", "agreements.agreement"),
    ("admin:evaluation_surveyrules_round", "programs.cohort"),
    ("agreements:sign", "agreements.signaturerequest"),
    ("agreements:answered", "agreements.signaturerequest"),
    ("agreements:second", "agreements.signerdecision"),
    ("agreements:", "matching.match"),
    ("evaluation:answer", "evaluation.surveyinvitation"),
    ("evaluation:check", "evaluation.surveyinvitation"),
    ("evaluation:send", "evaluation.surveyinvitation"),
    ("evaluation:propose", "evaluation.report"),
    ("evaluation:report", "evaluation.report"),
    ("evaluation:contact", "evaluation.contactrequest"),
    ("evaluation:summary", "matching.match"),
    # Numbers of goals and of matches: a meeting may have the same.
    ("meetings:progress", "agreements.learninggoal"),
    ("meetings:goals", "matching.match"),
    ("meetings:series_file", "meetings.appointment"),
    ("meetings:", "meetings.meeting"),
    ("pool:place", "pool.extraplacerequest"),
    ("pool:question", "pool.mentor"),
    ("pool:mentor", "pool.mentor"),
    ("pool:assessment", "pool.mentor"),
    ("pool:mentee", "pool.mentee"),
    ("pool:apart", "pool.mentee"),
    ("programs:approv", "programs.approval"),
    ("programs:ask_for_changes", "programs.approval"),
    ("matching:mentors", "pool.mentee"),
    ("matching:rank", "pool.mentee"),
    ("matching:ask", "pool.mentee"),
    ("matching:more_time", "matching.match"),
    ("matching:suggestions", "pool.mentee"),
    ("matching:request", "matching.mentorrequest"),
    ("matching:match", "matching.match"),
    ("matching:accept", "matching.match"),
    ("matching:decline", "matching.match"),
    ("matching:end", "matching.match"),
)
NOBODYS = 987_654_321
# Pages with a number in their address that are about nobody's row: they are for everyone, or for administrators alone.
NOT_FOREIGN = {
    "admin:None": "Django's way from an address of long ago",
    "admin:people": "the directory and what administrators decide",
    "admin:pool_topic": "the organisation's",
    "admin:programs_supportcontact": "the organisation's",
    "admin:notifications_message_again": "mentoring/tests/test_desk_mail.py",
    "pool:sign_up": "cohorts that are open to everybody",
    "pool:nominate_mentee": "cohorts that are open to everybody",
    "pool:not_with_remove": "colleagues, on the reader's own list",
    "programs:training": "a training of a program that everybody may look at; what is noted is the reader’s own",
    "programs:guidelines": "a version of a program's, as the program's slug says",
}


def label_of(name: str) -> str | None:
    if found := re.fullmatch(r"admin:([a-z]+_[a-z]+)_(change|delete|history|step)", name):
        return found[1].replace("_", ".", 1)
    return next((label for start, label in ABOUT if name.startswith(start)), None)


def addresses(rows: dict[str, list[Model]]) -> Iterator[tuple[str, str, str]]:
    """The name of every page about one row, its address for the row, and the same for a number that nobody has."""
    for name, pattern in patterns():
        label = label_of(name)
        keys = [key for key, kind in pattern.pattern.converters.items() if type(kind).__name__ in {"IntConverter", "PathConverter"}]  # fmt: skip
        if name.startswith(NOT_OURS) or not keys or label not in rows:
            continue
        others = {key: "accept" if type(kind).__name__ == "SlugConverter" else 1 for key, kind in pattern.pattern.converters.items()}  # fmt: skip
        first = keys[0]
        try:
            yield (
                name,
                reverse(name, kwargs={**others, first: rows[label][0].pk}),
                reverse(name, kwargs={**others, first: NOBODYS}),
            )
        except NoReverseMatch:
            continue


def test_e03_every_page_about_a_row_is_tried_with_a_foreign_one(world: World) -> None:
    tried = {name for name, _foreign, _nobodys in addresses(world.other)}
    numbered = {
        name
        for name, pattern in patterns()
        if {type(kind).__name__ for kind in pattern.pattern.converters.values()} & {"IntConverter", "PathConverter"}
    }

    assert {name for name in numbered - tried if not name.startswith((*NOT_OURS, *NOT_FOREIGN))} == set()


@pytest.mark.parametrize("role", ["coordinator", "facilitator", "participant", "administrator"])
def test_e03_what_is_foreign_answers_as_what_does_not_exist(world: World, client: Client, role: str) -> None:
    client.force_login(world.people[role])
    client.raise_request_exception = False
    different, tried = {}, 0
    # An administrator manages programs: foreign to them is what only the people who run a program read.
    mine = re.compile(r"admin:(programs|people|notifications|evaluation_kpireading|evaluation_surveyrules|pool_topic)")

    for name, foreign, nobodys in addresses(world.other):
        if role == "administrator" and mine.match(name):
            continue
        if name.startswith(("admin:people_auditevent", "admin:notifications")):
            continue
        for method in ("get", "post"):
            tried += 1
            there, absent = getattr(client, method)(foreign), getattr(client, method)(nobodys)
            if there.status_code != absent.status_code or there.status_code >= 500:
                different[f"{method} {name}"] = (there.status_code, absent.status_code)

    assert different == {}
    assert tried > 100


def test_pages_take_the_methods_that_they_mean(world: World, client: Client) -> None:
    client.force_login(world.people["administrator"])
    taken = {}

    for name, pattern in patterns():
        kinds = {"IntConverter": NOBODYS, "PathConverter": NOBODYS, "SlugConverter": "x", "StringConverter": "x", "UUIDConverter": "12345678-1234-5678-1234-567812345678"}  # fmt: skip
        if name.startswith(NOT_OURS) or name in {"health", "design"}:
            continue
        try:
            page = reverse(name, kwargs={key: kinds[type(kind).__name__] for key, kind in pattern.pattern.converters.items()})  # fmt: skip
        except NoReverseMatch:
            continue
        answers = {method: getattr(client, method)(page).status_code for method in ("put", "patch", "delete", "options", "trace")}  # fmt: skip
        if set(answers.values()) != {405}:
            taken[name] = answers

    assert taken == {}


READ_ONLY = (
    "admin:index",
    "admin:search",
    "admin:agreements_agreement_export",
    "admin:matching_match_offers",
    "admin:matching_scenario_coverage",
    "admin:matching_match_changelist",
    "admin:meetings_pair_changelist",
    "admin:people_auditevent_changelist",
)


@pytest.mark.parametrize("name", READ_ONLY)
def test_pages_that_only_show_take_nothing(world: World, client: Client, name: str) -> None:
    client.force_login(world.people["coordinator"])

    assert client.post(reverse(name)).status_code == 405


WRITES = re.compile(r"^\s*(INSERT|UPDATE|DELETE|TRUNCATE|LOCK)\b|\bFOR (NO KEY )?UPDATE\b", re.IGNORECASE)


# The session, and that someone has read a report or fetched an archive: reads of sensitive pages are on record (E-19).
NOTED = re.compile(r'django_session|INSERT INTO "people_auditevent"|"people_auditstrand"')


@pytest.mark.parametrize("role", ["coordinator", "facilitator", "participant", "partner", "administrator"])
def test_no_page_changes_or_locks_a_row_when_it_is_read(world: World, client: Client, role: str) -> None:
    client.force_login(world.people[role])
    client.raise_request_exception = False
    written: dict[str, str] = {}
    shown = 0

    for name, page in every_page(world):

        def refuse(
            execute: Callable[..., object], sql: str, params: object, many: bool, context: object, name: str = name
        ) -> object:
            if WRITES.search(sql) and not NOTED.search(sql):
                written[name] = sql[:80]
            return execute(sql, params, many, context)

        with connection.execute_wrapper(refuse):
            shown += client.get(page).status_code == 200

    assert written == {}
    assert shown > 10


def every_page(world: World) -> Iterator[tuple[str, str]]:
    yield from ((name, page) for name, page, _nobodys in addresses(world.own))
    for name, pattern in patterns():
        if not pattern.pattern.converters and not name.startswith(NOT_OURS):
            try:
                yield name, reverse(name)
            except NoReverseMatch:
                continue
