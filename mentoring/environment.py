"""What the process was told by its environment, read once and checked with sentences.

The mode decides how much may be left out: `production` (the default) wants everything said,
`demo` and `test` fill in what a machine of their own needs.
"""

from __future__ import annotations

from pathlib import Path
from typing import Literal, cast, get_args
from urllib.parse import urlsplit

import environ
from django.core.exceptions import ImproperlyConfigured

BASE_DIR = Path(__file__).resolve().parent.parent
Mode = Literal["production", "demo", "test"]

env = environ.Env()

WHY = {
    "SECRET_KEY": "a long random text that signs sessions and links, for example from `openssl rand -base64 48`",
    "ALLOWED_HOSTS": "the host names that people type, separated by commas, for example mentoring.example.org",
    "DATABASE_URL": "the PostgreSQL database, for example postgres://user:password@127.0.0.1:5432/whetstone",
    "REDIS_URL": "the Redis or Valkey server, for example redis://127.0.0.1:6379/0",
    "EMAIL_URL": "the outgoing mail server, for example smtp+tls://user:password@mail.example.org:587",
    "BASE_URL": "the address that people open, for example https://mentoring.example.org",
}

STAND_INS = {
    "SECRET_KEY": "only-for-the-demo-and-the-tests-never-for-people-0123456789",
    "ALLOWED_HOSTS": "localhost,127.0.0.1,testserver",
    "DATABASE_URL": "postgres://whetstone@127.0.0.1:5432/whetstone",
    "REDIS_URL": "memory://",
    "EMAIL_URL": "smtp://127.0.0.1:1025",
    "BASE_URL": "http://127.0.0.1:8000",
}


def read_mode() -> Mode:
    """Return the mode the process runs in, or stop with a sentence."""
    mode = env.str("WHETSTONE_MODE", default="production")
    if mode not in get_args(Mode):
        message = f"WHETSTONE_MODE is “{mode}”. It can be production, demo or test."
        raise ImproperlyConfigured(message)
    return cast("Mode", mode)


MODE: Mode = read_mode()


def required(name: str) -> str:
    """Return a setting that production must be given, or stop with a sentence that says what to set."""
    value = env.str(name, default="") or ("" if MODE == "production" else STAND_INS[name])
    if not value:
        message = f"Set {name}: {WHY[name]}."
        raise ImproperlyConfigured(message)
    return value


def base_url() -> str:
    """Return the one address every link is built from, without a slash at its end."""
    url = required("BASE_URL").rstrip("/")
    parts = urlsplit(url)
    if parts.scheme not in {"http", "https"} or not parts.netloc or parts.path:
        message = f"BASE_URL is “{url}”. It must be a scheme and a host, {WHY['BASE_URL'].split(', ')[1]}."
        raise ImproperlyConfigured(message)
    if MODE == "production" and parts.scheme != "https":
        message = "BASE_URL must begin with https:// in production, because people sign by these links."
        raise ImproperlyConfigured(message)
    return url


def database() -> dict[str, object]:
    """Return the one database, refusing anything that is not PostgreSQL."""
    url = required("DATABASE_URL")
    if urlsplit(url).scheme not in {"postgres", "postgresql", "psql", "pgsql"}:
        message = f"DATABASE_URL must name a PostgreSQL database: {WHY['DATABASE_URL']}."
        raise ImproperlyConfigured(message)
    return {
        **env.db_url_config(url),
        "CONN_MAX_AGE": 60 if MODE != "test" else 0,
        "CONN_HEALTH_CHECKS": True,
    }


def secret_key() -> str:
    """Return the signing secret, refusing one that is short or the stand-in in production."""
    key = required("SECRET_KEY")
    if MODE == "production" and (len(key) < 50 or len(set(key)) < 5):  # noqa: PLR2004 - Django's own measure
        message = f"SECRET_KEY is too short or too plain. Set it to {WHY['SECRET_KEY']}."
        raise ImproperlyConfigured(message)
    return key
