"""Rules of the house, swept over the whole site: deny by default, time as an argument, statuses constrained."""

from __future__ import annotations

import ast
import re
from pathlib import Path
from typing import TYPE_CHECKING, cast

import pytest
from django.apps import apps
from django.conf import settings
from django.contrib import admin
from django.db import models
from django.urls import URLPattern, URLResolver, get_resolver

from people.tests.factories import UserFactory

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.test import Client

    from people.models import User

ROOMS = (
    "web",
    "people",
    "notifications",
    "programs",
    "pool",
    "matching",
    "agreements",
    "meetings",
    "evaluation",
    "mentoring",
)
ROOT = Path(settings.BASE_DIR)

# What may be opened without an account, and why.
OPEN = {
    "health": "load balancers",
    "health_mail": "whoever watches the site",
    "too_large": "the reverse proxy asks for it, for whoever sent too much (E-37)",
    "theme": "light or dark is nobody's secret",
    "design": "demo and tests only, and no data",
    "agreements:verify": "whoever holds a PDF checks it, and learns nothing else (A-25)",
    "people:address_link": "by emailed link, bound to one changed address (E-34)",
    "programs:support": "help must be in reach of everybody (E-21)",
}
OPEN_PREFIXES = (
    "account_",  # sign-in itself
    "socialaccount_",
    "openid_connect_",
    "mfa_",
    "demo:",  # mounted in the demo alone
    "agreements:sign_",  # by emailed link, bound to one request
    "notifications:unsubscribe",
)


def patterns(resolver: URLResolver | None = None, prefix: str = "") -> Iterator[tuple[str, URLPattern]]:
    """Every address of the site with its full name."""
    for entry in (resolver or get_resolver()).url_patterns:
        if isinstance(entry, URLResolver):
            name = f"{prefix}{entry.namespace}:" if entry.namespace else prefix
            yield from patterns(entry, name)
        else:
            yield f"{prefix}{entry.name}", entry


def guarded() -> list[tuple[str, URLPattern]]:
    """Addresses that nobody may open without signing in. The admin guards itself and is tested apart."""
    return [
        (name, pattern)
        for name, pattern in patterns()
        if name not in OPEN and not name.startswith((*OPEN_PREFIXES, "admin:"))
    ]


@pytest.mark.parametrize(("name", "pattern"), guarded(), ids=[name for name, _ in guarded()])
def test_every_address_asks_a_visitor_to_sign_in(name: str, pattern: URLPattern) -> None:
    assert getattr(pattern.callback, "login_required", True), name


@pytest.mark.django_db
def test_a_visitor_who_opens_the_admin_is_sent_to_sign_in(client: Client) -> None:
    response = client.get("/admin/")

    assert response.status_code == 302
    assert "login" in response["Location"]


@pytest.mark.django_db
def test_a_colleague_cannot_open_any_admin_page(client: Client) -> None:
    client.force_login(cast("User", UserFactory()))

    refused = {
        model._meta.label: client.get(f"/admin/{model._meta.app_label}/{model._meta.model_name}/").status_code
        for model in admin.site._registry
    }

    assert {label for label, status in refused.items() if status not in {302, 403, 404}} == set()


@pytest.mark.parametrize("model", list(admin.site._registry), ids=lambda model: model._meta.label)
def test_every_model_in_the_admin_is_scoped(model: type[models.Model]) -> None:
    if model._meta.app_label not in ROOMS:
        pytest.fail(f"{model._meta.label} is shown in the dashboard although it is not ours")

    assert hasattr(model._default_manager, "managed_by") or model._meta.label_lower in {
        "people.department",
        "people.level",
        "people.site",
    }


def status_fields() -> list[models.Field]:  # type: ignore[type-arg]
    return [
        field
        for room in ROOMS
        for model in apps.get_app_config(room).get_models()
        for field in model._meta.get_fields()
        if isinstance(field, models.Field) and field.choices and field.name in {"status", "state", "decision", "format"}
    ]


@pytest.mark.parametrize("field", status_fields(), ids=str)
def test_the_database_refuses_an_unknown_status(field: models.Field) -> None:  # type: ignore[type-arg]
    conditions = [str(c.condition) for c in field.model._meta.constraints if isinstance(c, models.CheckConstraint)]

    assert any(f"{field.name}__in" in condition for condition in conditions)


def actor_pairs() -> list[tuple[type[models.Model], str]]:
    """Models with both `x_at` and `x_by`, of which both may be empty."""
    found = []
    for room in ROOMS:
        for model in apps.get_app_config(room).get_models():
            if model._meta.proxy:
                continue
            names = {field.name: field for field in model._meta.get_fields() if isinstance(field, models.Field)}
            found += [
                (model, name[:-3])
                for name, field in names.items()
                if name.endswith("_by") and f"{name[:-3]}_at" in names and field.null and names[f"{name[:-3]}_at"].null
            ]
    return found


@pytest.mark.parametrize(("model", "stem"), actor_pairs(), ids=lambda value: getattr(value, "__name__", value))
def test_whoever_did_it_stands_beside_when(model: type[models.Model], stem: str) -> None:
    conditions = " ".join(str(c.condition) for c in model._meta.constraints if isinstance(c, models.CheckConstraint))
    may_be_the_system = {("Match", "ended"), ("Cohort", "opened"), ("AgreementVersion", "edited")}

    assert (model.__name__, stem) in may_be_the_system or (f"{stem}_at" in conditions and f"{stem}_by" in conditions)


def sources(*, tests: bool = False) -> Iterator[Path]:
    """Our own Python files."""
    for room in ROOMS:
        for path in sorted((ROOT / room).rglob("*.py")):
            parts = set(path.relative_to(ROOT).parts)
            if "migrations" not in parts and (tests or "tests" not in parts):
                yield path


EDGES = re.compile(
    r"(views|approving|tasks|admin|forms|dashboard|home|middleware|shifted_clock|checks|operation/health|people/authentication/sessions)(_\w+)?(\.py$|/)|management/commands/|demo/views|/admin_|sign_in(_mail)?\.py$|identity_provider\.py$|templatetags/|agreements/desk/"
)


def test_only_the_edges_ask_the_clock() -> None:
    asking = [
        str(path.relative_to(ROOT))
        for path in sources()
        if re.search(r"timezone\.(now|localdate|localtime)\(\)|datetime\.now\(|date\.today\(", path.read_text())
        and not EDGES.search(str(path.relative_to(ROOT)))
    ]

    assert asking == []


def test_b08_no_task_is_given_a_long_wait() -> None:
    found = []
    for path in sources():
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call):
                for keyword in node.keywords:
                    seconds = keyword.value.value if isinstance(keyword.value, ast.Constant) else None
                    long = keyword.arg == "countdown" and not (isinstance(seconds, int) and seconds <= 60)
                    if keyword.arg == "eta" or long:
                        found.append(f"{path.relative_to(ROOT)}:{node.lineno}")

    assert found == []


def test_b08_tasks_are_woken_by_the_one_function_that_waits_for_the_commit() -> None:
    found = [
        str(path.relative_to(ROOT))
        for path in sources()
        if re.search(r"\.delay\(|\.apply_async\(|\.send_task\(", path.read_text())
    ]

    assert found == ["notifications/waking.py"]


def test_every_task_that_is_woken_exists() -> None:
    from mentoring.celery import app

    app.loader.import_default_modules()
    woken = {name for path in sources() for name in re.findall(r"\bwake\(\s*\"([\w.]+)\"", path.read_text())}

    assert len(woken) >= 6
    assert woken <= set(app.tasks)
    assert not [path for path in sources() if re.search(r"\bwake\(\s*[a-z_]+[,)]", path.read_text())], "by name only"


def test_b08_beat_runs_in_utc() -> None:
    assert settings.CELERY_TIMEZONE == "UTC"
    assert all(set(getattr(entry["schedule"], "hour", {0})) != {23} for entry in settings.CELERY_BEAT_SCHEDULE.values())


def test_every_scheduled_task_exists() -> None:
    from mentoring.celery import app

    app.loader.import_default_modules()

    assert {entry["task"] for entry in settings.CELERY_BEAT_SCHEDULE.values()} <= set(app.tasks)


TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(ROOT / "templates")))
def test_no_template_carries_style_or_script_of_its_own(path: Path) -> None:
    text = path.read_text()
    mail = "emails" in path.parts  # mail programs read inline styles only

    assert not re.search(r"\son[a-z]+\s*=\s*[\"']", text)
    assert not re.search(r"<script(?![^>]*\bsrc=)", text)
    assert mail or not re.search(r"\sstyle\s*=", text)


def test_no_module_outgrows_three_hundred_lines() -> None:
    long = {
        str(path.relative_to(ROOT)): count for path in sources() if (count := len(path.read_text().splitlines())) > 300
    }

    assert long == {}


# What a docstring may be made of without saying more than the name does.
FILLING = (
    "a all an and are as at by each every for give gives given in is it its of on one return returns show shows tell tells "
    "that the their them they this to what whether which who whom whose with"
)


def stems(text: str) -> set[str]:
    """Return the words of a name or a sentence, without the endings that grammar gives them."""
    words = re.findall(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])", text)
    return {re.sub(r"(?<=[a-z]{3})(ings?|ies|y|ed|e?s|e)$", "", word.lower()) for word in words}


def docstrings(tree: ast.AST, around: str = "") -> Iterator[tuple[int, str, str]]:
    """Yield the line, the names and the docstring of each class and function, those around it included."""
    for node in ast.iter_child_nodes(tree):
        names = around
        if isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            names = f"{around} {node.name}"
            if text := ast.get_docstring(node):
                yield node.lineno, names, text
        yield from docstrings(node, names)


def says_nothing(names: str, docstring: str) -> bool:
    return len(docstring.split()) <= 3 or not stems(docstring) - stems(names) - stems(FILLING)


def test_no_docstring_says_only_what_the_name_says() -> None:
    """It stands where there is a contract, an effect or a warning; else the name is enough."""
    found = [
        f"{path.relative_to(ROOT)}:{line} {text}"
        for path in sources()
        for line, names, text in docstrings(ast.parse(path.read_text()))
        if says_nothing(names, text)
    ]

    assert found == []


@pytest.mark.parametrize(
    ("names", "docstring", "empty"),
    [
        (" Cohort start", "The day.", True),
        (" send_application", "Send the application.", True),
        (" MentorPool release_places", "Release all places of the pool of mentors.", True),
        (" release_places", "Release all places, and ask who waits for one.", False),
        (" open", "Keep those that are not decided yet.", False),
    ],
)
def test_a_docstring_that_repeats_the_name_would_be_found(names: str, docstring: str, *, empty: bool) -> None:
    assert says_nothing(names, docstring) == empty


def test_e17_the_schema_has_no_place_for_what_is_nobodys_business() -> None:
    forbidden = re.compile(r"salary|pay_?grade|wage|health_|sick|diagnos|performance|home_?address|religion|ethnic")
    fields = [
        str(field)
        for room in ROOMS
        for model in apps.get_app_config(room).get_models()
        for field in model._meta.get_fields()
    ]

    assert [field for field in fields if forbidden.search(field.lower().split(".")[-1])] == []


def test_e07_there_is_no_way_to_sign_in_as_somebody_else_outside_the_demo() -> None:
    assert [name for name, _ in patterns() if re.search(r"imperson|hijack|login_as|sign_in_as", name)] == [
        "demo:sign_in_as"
    ]
