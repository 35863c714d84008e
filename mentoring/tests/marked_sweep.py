"""Everything that comes out of the marked organisation: pages and answers to forms, for everyone, and mails."""

from __future__ import annotations

import json
import re
from contextlib import suppress
from dataclasses import dataclass, field
from http import HTTPStatus
from itertools import product
from typing import Any

from django.apps import apps
from django.contrib import admin
from django.db import Error, models, transaction
from django.test import Client
from django.urls import NoReverseMatch, reverse
from django.utils import timezone

from agreements.documents import certificate, typesetting
from agreements.models import AgreementVersion
from agreements.signing.links import signing_links
from matching.models import Match
from mentoring.tests.marked_world import World, mark
from mentoring.tests.test_house_rules import patterns
from notifications.models import Message
from notifications.outbox import KINDS
from notifications.transport.rendering import compose
from people.models import User
from pool.models import Mentee, Mentor

FIELDS = re.compile(r"""<(?:input|textarea|select)\b[^>]*\bname="([^"]+)"[^>]*>""")
LEFT_ALONE = re.compile(r"csrfmiddlewaretoken|^initial-|_FORMS$")
ELSEWHERE = ("account_", "socialaccount_", "openid_connect_", "mfa_", "demo:", "design")
AT_ONCE = 2
FAR_TOO_LONG = "long " * 40_000


@dataclass
class Output:
    """Something that left the application."""

    who: str
    where: str
    status: int
    kind: str
    content: bytes

    @property
    def text(self) -> str:
        """Its words, if it has any."""
        return self.content.decode(errors="replace")


@dataclass
class Sweep:
    """Everything that came out, and what was asked for."""

    world: World
    pages: list[Output] = field(default_factory=list)
    answers: list[Output] = field(default_factory=list)
    long_answers: list[Output] = field(default_factory=list)
    mails: list[tuple[str, Any]] = field(default_factory=list)
    silent: set[str] = field(default_factory=set)


# What the places of an address stand for, by the name of the place or the beginning of the address's own.
PLACES = {
    "match_pk": "matching.Match",
    "mentee": "pool.Mentee",
    "mentor": "pool.Mentor",
    "cohort": "programs.Cohort",
    "cohort_pk": "programs.Cohort",
    "person": "people.User",
    "user": "people.User",
    "request_pk": "agreements.SignatureRequest",
    "programs:ap": "programs.Approval",
    "programs:ask": "programs.Approval",
    "programs:training": "programs.Training",
    "meetings:goals": "matching.Match",
    "meetings:progress": "agreements.LearningGoal",
    "meetings:series": "meetings.Appointment",
    "meetings:": "meetings.Meeting",
    "pool:place": "pool.ExtraPlaceRequest",
    "pool:mentor": "pool.Mentor",
    "pool:ass": "pool.Mentor",
    "pool:question": "pool.Mentor",
    "matching:request": "matching.MentorRequest",
    "matching:me": "pool.Mentee",
    "pool:me": "pool.Mentee",
    "pool:apart": "pool.Mentee",
    "matching:rank": "pool.Mentee",
    "matching:sugg": "pool.Mentee",
    "matching:ask": "pool.Mentee",
    "matching:": "matching.Match",
    "agreements:": "agreements.SignatureRequest",
    "evaluation:contact": "evaluation.ContactRequest",
    "evaluation:summary": "matching.Match",
    "evaluation:report": "evaluation.Report",
    "evaluation:propose": "evaluation.Report",
    "evaluation:": "evaluation.SurveyInvitation",
    "admin:people_import": "people.DirectoryImport",
}


def rows(model: type[models.Model], user: User | None = None) -> list[Any]:
    """Return some rows; where a model knows whose they are, the person's."""
    found: Any = model._default_manager.all()
    if user and hasattr(found, "visible_to"):
        found = found.visible_to(user)
    return list(found.order_by("-pk").values_list("pk", flat=True).distinct()[:AT_ONCE])


def number(name: str, key: str, user: User | None) -> list[Any]:
    """Return what may stand in a place of an address: rows of what the address names."""
    if name.startswith("admin:"):
        for model in admin.site._registry:
            if name.startswith(f"admin:{model._meta.app_label}_{model._meta.model_name}_") and key in {
                "object_id",
                "pk",
            }:
                # A page about a pair is open to those who look after it, and to them alone.
                if user and hasattr(model._default_manager, "known_to"):
                    return list(
                        model._default_manager.known_to(user).order_by("-pk").values_list("pk", flat=True)[:AT_ONCE]
                    )
                return rows(model)
    label = PLACES.get(key) or next(
        (label for start, label in PLACES.items() if ":" in start and name.startswith(start)), ""
    )
    return rows(apps.get_model(label), user) if label else []


WORDS: dict[str, list[str]] = {
    "number": ["1"],
    "point": ["two_weeks"],
    "version": ["1"],
    "section": ["goals", "duties", "rules", "topics", "meetings"],
    "whose": ["mentee"],
    "rule": ["tenure"],
    "app_label": ["people"],
}


def addresses(world: World, user: User | None) -> dict[str, list[str]]:
    """Return the addresses of the site by name, with rows that the person may meet in their places."""
    found: dict[str, list[str]] = {}
    for name, pattern in patterns():
        if name.startswith(ELSEWHERE) or name.endswith("_delete"):
            continue
        choices: list[dict[str, Any]] = [{}]
        for key in getattr(pattern.pattern, "converters", {}):
            values = values_of(name, key, world, user)
            choices = [{**choice, key: value} for choice in choices for value in values]
        with suppress(NoReverseMatch):
            found[name] = [reverse(name, kwargs=choice) for choice in choices]
    return found


def values_of(name: str, key: str, world: World, user: User | None) -> list[Any]:
    """Return what stands in one place of an address."""
    if key in {"slug", "program"}:
        return [world.program.slug]
    if key == "step":
        return [step.key for step in (Mentor if "mentor" in name else Mentee).all_steps]
    if key == "reference":
        return [world.link.reference]
    return WORDS.get(key) or number(name, key, user)


def visitor(user: User | None) -> Client:
    """Return a browser of somebody."""
    client = Client(raise_request_exception=False)
    if user:
        client.force_login(user)
    return client


def get(client: Client, who: str, where: str, data: dict[str, Any] | None = None) -> Output:
    """Open a page, or send a form and see what comes after it; whatever it did is undone."""
    with transaction.atomic():
        response = client.get(where) if data is None else client.post(where, data, follow=True)
        content = response.getvalue() if response.streaming else response.content
        if data is not None:
            transaction.set_rollback(True)
    return Output(who, where, response.status_code, response.get("Content-Type", ""), content)


def look_at_pages(sweep: Sweep) -> None:
    """Open every address as everyone, and send every form that is there once, with a mark in each of its fields."""
    sent: set[str] = set()
    closed: set[str] = set()
    for who, user in sweep.world.roles.items():
        client = visitor(user)
        desk = bool(user and user.is_staff)
        for name, choices in addresses(sweep.world, user).items():
            if name in closed or (name.startswith("admin:") and not desk):
                continue
            for where in choices:
                page = get(client, who, where)
                sweep.pages.append(page)
                if page.status == HTTPStatus.METHOD_NOT_ALLOWED:
                    closed.add(name)
                    break
                if page.status == HTTPStatus.OK:
                    answer(sweep, client, page, name, sent)
                    if not name.startswith("agreements:edit_section"):
                        break
    for named in sweep.world.pages:
        client = visitor(named.user)
        shown = get(client, named.who, named.where)
        assert shown.status == HTTPStatus.OK, (named, shown.status)
        sweep.pages.append(shown)
        answer(sweep, client, shown, named.where, sent)
    sweep.pages.append(Output("everyone", "certificate", 200, "text/data", certificate_of(sweep.world.certified)))
    by_link(sweep)


def certificate_of(version: AgreementVersion) -> bytes:
    """Return what the typesetter is given to set, signatures and certificate: as data, and never as markup."""
    version = AgreementVersion.objects.with_people().get(pk=version.pk)
    requests = list(version.requests.select_related("signer__site", "settled_by").order_by("pk"))
    for request in requests:
        request.version = version
    told = certificate.certificate_of(version, requests, sealed_at=timezone.now(), fingerprint="0" * 64)
    return json.dumps([typesetting.content(version, requests), told], ensure_ascii=False, default=str).encode()


def answer(sweep: Sweep, client: Client, page: Output, name: str, sent: set[str]) -> None:
    """Send the form of a page with marks, and with texts that no field takes."""
    if name in sent or 'method="post"' not in page.text:
        return
    names = {field for field in FIELDS.findall(page.text) if not LEFT_ALONE.search(field)}
    sent.add(name)
    sweep.answers.append(get(client, page.who, page.where, form(page.text, names)))
    sweep.long_answers.append(get(client, page.who, page.where, form(page.text, names, FAR_TOO_LONG)))


def form(page: str, names: set[str], text: str = "") -> dict[str, Any]:
    """Return a form filled with marks, or with a text; how many rows it has stays as it is."""
    kept = dict(re.findall(r'name="([^"]+_FORMS)" value="(\d+)"', page))
    return {**kept, **dict.fromkeys(names, text or mark(980_000))}


def by_link(sweep: Sweep) -> None:
    """Read and answer as the supervisor, who has no account."""
    client = visitor(None)
    link = reverse("agreements:sign_link", args=[signing_links.mint(sweep.world.link, now=timezone.now())])
    sweep.pages.append(get(client, "supervisor", link))
    client.post(link, {"mine": "on"})
    for name in ("sign_read", "sign_text"):
        page = get(client, "supervisor", reverse(f"agreements:{name}"))
        assert page.status == 200, page
        sweep.pages.append(page)
    where = f"{reverse('agreements:sign_read')}?about={sweep.world.link.reference}"
    for choice in ("sign", "change", "decline", "wrong_person"):
        told = {"choice": choice, "typed_name": mark(980_000), "remark": mark(980_000)}
        sweep.answers.append(get(client, "supervisor", where, told))
        told = {"choice": choice, "typed_name": FAR_TOO_LONG, "remark": FAR_TOO_LONG}
        sweep.long_answers.append(get(client, "supervisor", where, told))


def write_mails(sweep: Sweep) -> None:
    """Write every kind of mail, as far as this world has a reason for it."""
    people = [user for user in sweep.world.roles.values() if user] + [sweep.world.link.signer]
    for kind, declared in KINDS.items():
        room = kind.split(".")[0]
        pks = {str(pk) for model in apps.get_app_config(room).get_models() for pk in rows(model)}
        pks |= {str(pk) for pk in rows(Match)} if room in {"meetings", "evaluation", "agreements"} else set()
        for recipient, pk in product(people, sorted(pks)):
            message = Message(
                pk=1, kind=kind, category=declared.category, recipient=recipient, subject_id=pk,
                context={"by": people[0].pk, "version": 1, "meetings": pk, "replaced": False, "was_invited": True},
                queued_at=timezone.now(), due_at=timezone.now(),
            )  # fmt: skip
            with suppress(LookupError, ValueError, TypeError, AttributeError, Error, models.ObjectDoesNotExist):
                with transaction.atomic():
                    mail = declared.render(message, now=timezone.now())
                    email = compose(message, mail) if mail else None
                if email:
                    sweep.mails.append((kind, email))
                    break
    sweep.silent = set(KINDS) - {kind for kind, _email in sweep.mails}
