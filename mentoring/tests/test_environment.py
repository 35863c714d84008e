"""Claims about settings read from the environment: what is wrong or missing is said in a sentence."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from agreements.sealing.keys import make_key
from mentoring import environment
from mentoring.environment import BASE_DIR

GOOD = {
    "WHETSTONE_MODE": "production",
    "SECRET_KEY": "x1y2z3" * 10,
    "ALLOWED_HOSTS": "mentoring.example.org",
    "DATABASE_URL": "postgres://whetstone:secret@127.0.0.1:5432/whetstone",
    "REDIS_URL": "redis://127.0.0.1:6379/0",
    "EMAIL_URL": "smtp+tls://user:secret@mail.example.org:587",
    "BASE_URL": "https://mentoring.example.org",
}


@pytest.fixture
def key_file(tmp_path: Path) -> Path:
    """Return a file with a sealing key whose password is “open”."""
    since, until = datetime(2020, 1, 1, tzinfo=UTC), datetime(2049, 1, 1, tzinfo=UTC)
    file = tmp_path / "seal.p12"
    file.write_bytes(make_key("Example", since=since, until=until, password="open"))
    return file


@pytest.fixture(autouse=True)
def production(monkeypatch: pytest.MonkeyPatch) -> None:
    """Set everything that production needs."""
    for name, value in GOOD.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(environment, "MODE", "production")


def start(*words: str, without: tuple[str, ...] = (), **changed: str) -> subprocess.CompletedProcess[str]:
    """Start a program of the project in production, with some settings changed or left out."""
    without = (*without, "DJANGO_ALLOW_ASYNC_UNSAFE")
    settings = {name: value for name, value in {**os.environ, **GOOD, **changed}.items() if name not in without}
    return subprocess.run(
        [sys.executable, *words], cwd=BASE_DIR, env=settings, capture_output=True, text=True, check=False, timeout=120
    )


def test_the_management_command_names_everything_that_is_missing_and_nothing_else() -> None:
    done = start("manage.py", "migrate", without=tuple(GOOD))

    assert done.returncode == 1
    assert [line.split(":")[0] for line in done.stderr.splitlines()] == [
        "Set SECRET_KEY",
        "Set ALLOWED_HOSTS",
        "Set DATABASE_URL",
        "Set REDIS_URL",
        "Set EMAIL_URL",
        "Set BASE_URL",
    ]


def test_the_web_server_says_only_the_sentence() -> None:
    done = start("-m", "gunicorn", without=("EMAIL_URL",))

    assert (done.returncode, done.stderr) == (1, f"Set EMAIL_URL: {environment.WHY['EMAIL_URL']}.\n")


@pytest.mark.parametrize("role", ["worker", "beat"])
def test_background_processes_end_with_the_sentence(role: str) -> None:
    done = start("-m", "celery", "--app", "mentoring", role, without=("REDIS_URL",))

    assert done.returncode != 0
    assert done.stderr.splitlines()[-1].endswith(f"Set REDIS_URL: {environment.WHY['REDIS_URL']}.")


def test_good_settings_pass_the_deployment_checks(key_file: Path) -> None:
    done = start(
        "manage.py",
        "check",
        "--deploy",
        "--fail-level",
        "WARNING",
        SEALING_KEY=str(key_file),
        SEALING_KEY_PASSWORD="open",
    )

    assert done.returncode == 0, done.stderr


def test_an_unknown_mode_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WHETSTONE_MODE", "prod")

    with pytest.raises(
        ImproperlyConfigured, match="WHETSTONE_MODE is “prod”. It can be production, local, demo or test."
    ):
        environment.read_mode()


@pytest.mark.parametrize(
    ("value", "sentence"),
    [
        (
            "mysql://u:secret@h/whetstone",
            "DATABASE_URL cannot be read. It must be the address of the PostgreSQL database",
        ),
        ("h/whetstone", "DATABASE_URL cannot be read"),
        ("postgres:///whetstone", "DATABASE_URL cannot be read"),
        ("postgres://u:secret@h:port/whetstone", "DATABASE_URL cannot be read"),
        ("postgres://u:secret@h:5432", "DATABASE_URL names no database"),
        ("postgres://u:secret@h:5432/", "DATABASE_URL names no database"),
    ],
)
def test_a_wrong_database_is_refused_without_its_password(
    value: str, sentence: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", value)

    with pytest.raises(ImproperlyConfigured, match=sentence) as refused:
        environment.database()

    assert "secret" not in str(refused.value)


def test_the_database_is_read_whole() -> None:
    config = environment.database()

    assert {key: config[key] for key in ("NAME", "USER", "PASSWORD", "HOST", "PORT", "ENGINE")} == {
        "NAME": "whetstone",
        "USER": "whetstone",
        "PASSWORD": "secret",
        "HOST": "127.0.0.1",
        "PORT": 5432,
        "ENGINE": "django.db.backends.postgresql",
    }


@pytest.mark.parametrize("value", ["localhost:6379", "memory://", "redis://", "http://127.0.0.1"])
def test_a_wrong_broker_is_refused(value: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REDIS_URL", value)

    with pytest.raises(ImproperlyConfigured, match="REDIS_URL cannot be read. It must be the address of the Redis"):
        environment.broker()


@pytest.mark.parametrize("value", ["mail.example.org", "consolemail://", "smtp://", "smtp://h:port", "dummymail://h"])
def test_a_wrong_mail_server_is_refused(value: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EMAIL_URL", value)

    with pytest.raises(ImproperlyConfigured, match="EMAIL_URL cannot be read. It must be the address of the outgoing"):
        environment.mail()


@pytest.mark.parametrize(
    ("value", "port", "closed_by"),
    [
        ("smtp://h", 25, None),
        ("smtp://h:1025", 1025, None),
        ("smtp+tls://h", 587, "EMAIL_USE_TLS"),
        ("smtp+ssl://h", 465, "EMAIL_USE_SSL"),
        ("smtps://h", 465, "EMAIL_USE_SSL"),
    ],
)
def test_a_mail_server_has_its_usual_port_and_its_kind_of_encryption(
    value: str, port: int, closed_by: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("EMAIL_URL", value)

    config = environment.mail()

    assert config["EMAIL_PORT"] == port
    assert [name for name in ("EMAIL_USE_TLS", "EMAIL_USE_SSL") if config.get(name)] == (
        [closed_by] if closed_by else []
    )


@pytest.mark.parametrize(
    ("value", "sentence"),
    [
        ("mentoring.example.org", "BASE_URL is “mentoring.example.org”. It must be a scheme and a host"),
        ("https://example.org/mentoring", "It must be a scheme and a host"),
        ("http://mentoring.example.org", "BASE_URL must begin with https:// in production"),
    ],
)
def test_a_wrong_address_is_refused(value: str, sentence: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BASE_URL", value)

    with pytest.raises(ImproperlyConfigured, match=sentence):
        environment.base_url()


def test_a_slash_at_the_end_of_the_address_is_no_matter(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BASE_URL", "https://mentoring.example.org/")

    assert environment.base_url() == "https://mentoring.example.org"


@pytest.mark.parametrize("value", ["x1y2z3", "aaaa" * 20, environment.STAND_INS["SECRET_KEY"][:40]])
def test_a_weak_secret_is_refused(value: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECRET_KEY", value)

    with pytest.raises(ImproperlyConfigured, match="SECRET_KEY is too short or too plain") as refused:
        environment.secret_key()

    assert value not in str(refused.value)


def test_the_secret_of_the_demo_is_refused_in_production(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECRET_KEY", environment.STAND_INS["SECRET_KEY"])

    with pytest.raises(ImproperlyConfigured, match="SECRET_KEY is the one of the demo"):
        environment.secret_key()


@pytest.mark.parametrize(("word", "meant"), [("true", True), ("YES", True), ("1", True), ("off", False), ("0", False)])
def test_a_switch_understands_yes_and_no(word: str, meant: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("STAFF_MFA_REQUIRED", word)

    assert environment.flag("STAFF_MFA_REQUIRED") is meant


def test_a_switch_that_is_neither_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """Taken for no, a misspelt “ture” would open the staff's accounts to a password alone."""
    monkeypatch.setenv("STAFF_MFA_REQUIRED", "ture")

    with pytest.raises(ImproperlyConfigured, match="STAFF_MFA_REQUIRED is “ture”. It can be true or false."):
        environment.flag("STAFF_MFA_REQUIRED")


@pytest.mark.parametrize("name", ["CET1", "../etc/passwd", "/etc/localtime"])
def test_an_unknown_time_zone_is_refused(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TIME_ZONE", name)

    with pytest.raises(ImproperlyConfigured, match="It must be a name such as Europe/Berlin"):
        environment.time_zone()


def test_an_unknown_log_level_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LOG_LEVEL", "loud")

    with pytest.raises(ImproperlyConfigured, match="It can be DEBUG, INFO, WARNING, ERROR or CRITICAL."):
        environment.log_level()


def test_half_an_identity_provider_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OIDC_SERVER_URL", "https://id.example.org")
    monkeypatch.setenv("OIDC_CLIENT_ID", "whetstone")

    with pytest.raises(ImproperlyConfigured, match="Set OIDC_CLIENT_SECRET"):
        environment.identity_provider()


def test_without_a_sealing_key_it_starts_and_the_deployment_check_warns() -> None:
    done = start("manage.py", "check", "--deploy")

    assert done.returncode == 0
    assert "Set SEALING_KEY" in done.stderr


def test_a_sealing_key_that_is_not_there_stops_the_start(key_file: Path) -> None:
    done = start("manage.py", "check", SEALING_KEY=str(key_file.with_name("other.p12")))

    assert done.returncode == 1
    assert "other.p12”, which cannot be read: No such file or directory." in done.stderr


def test_a_wrong_password_of_the_sealing_key_stops_the_start(key_file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SEALING_KEY", str(key_file))
    monkeypatch.setenv("SEALING_KEY_PASSWORD", "shut")

    with pytest.raises(ImproperlyConfigured, match="or the password is wrong. The password stands in SEALING_KEY_PASS"):
        environment.sealing_key()


def test_the_authority_for_the_time_is_an_address(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TSA_URL", "time.example.org")

    with pytest.raises(ImproperlyConfigured, match="TSA_URL cannot be read"):
        environment.timestamp_authority()


def test_an_organisation_of_ones_own_never_runs_on_the_secret_of_the_demo(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(environment, "MODE", "local")
    monkeypatch.setenv("SECRET_KEY", "")
    with pytest.raises(ImproperlyConfigured, match="SECRET_KEY is the one of the demo"):
        environment.secret_key()
