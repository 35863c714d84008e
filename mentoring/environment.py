"""What the process was told by its environment, read once and checked with sentences.

The mode decides how much may be left out: `production` (the default) wants everything said,
`local` (an organisation of one's own, run by `run.py new`), `demo` and `test` fill in what a machine of their own needs.
"""

from __future__ import annotations

from collections.abc import Collection
from contextlib import suppress
from pathlib import Path
from typing import Literal, cast, get_args
from urllib.parse import SplitResult, urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import environ
from django.core.exceptions import ImproperlyConfigured

BASE_DIR = Path(__file__).resolve().parent.parent
Mode = Literal["production", "local", "demo", "test"]
# The modes in which real people use it.
SERIOUS = {"production", "local"}

env = environ.Env()

YES = {"true", "yes", "on", "1"}
NO = {"false", "no", "off", "0"}
LOG_LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL")
LONGEST_STATEMENT = 3600
POSTGRES = {"postgres", "postgresql", "psql", "pgsql"}
MAIL_PORTS = {"smtp": 25, "smtp+tls": 587, "smtp+ssl": 465, "smtps": 465}

PASSWORDS = {"SEALING_KEY": "SEALING_KEY_PASSWORD", "EARLIER_SEALING_KEYS": "EARLIER_SEALING_KEY_PASSWORDS"}

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
        message = f"WHETSTONE_MODE is “{mode}”. It can be production, local, demo or test."
        raise ImproperlyConfigured(message)
    return cast("Mode", mode)


MODE: Mode = read_mode()


def required(name: str) -> str:
    """Return a setting that production must be given, or stop with a sentence for each that is missing."""
    value = env.str(name, default="").strip() or ("" if MODE == "production" else STAND_INS[name])
    if not value:
        missing = [other for other in WHY if not env.str(other, default="").strip()]
        message = "\n".join(f"Set {other}: {WHY[other]}." for other in missing)
        raise ImproperlyConfigured(message)
    return value


def flag(name: str, *, default: bool = False) -> bool:
    """Return a switch that may be left out. A word that is neither yes nor no must not count as no."""
    word = env.str(name, default="").strip().lower()
    if not word:
        return default
    if word not in YES | NO:
        message = f"{name} is “{word}”. It can be true or false."
        raise ImproperlyConfigured(message)
    return word in YES


def time_zone() -> str:
    """Return the time zone of people for whom neither they nor their site name one."""
    name = env.str("TIME_ZONE", default="UTC")
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        message = f"TIME_ZONE is “{name}”. It must be a name such as Europe/Berlin or America/New_York."
        raise ImproperlyConfigured(message) from None
    return name


def log_level() -> str:
    """Return how much goes to the log."""
    level = env.str("LOG_LEVEL", default="WARNING" if MODE == "test" else "INFO").upper()
    if level not in LOG_LEVELS:
        message = f"LOG_LEVEL is “{level}”. It can be {', '.join(LOG_LEVELS[:-1])} or {LOG_LEVELS[-1]}."
        raise ImproperlyConfigured(message)
    return level


def logs() -> dict[str, object]:
    """Return where the log goes; addresses that open a door are written without what opens it."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"plain": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
        "filters": {"mask_secrets": {"()": "agreements.signing.links.log_filter.MaskTokens"}},
        "handlers": {
            "console": {"class": "logging.StreamHandler", "formatter": "plain", "filters": ["mask_secrets"]},
        },
        "root": {"handlers": ["console"], "level": log_level()},
        # The server of `runserver` has a handler of its own, which would write addresses as they are.
        "loggers": {"django.server": {"handlers": ["console"], "propagate": False}},
    }


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


def split_url(name: str, schemes: Collection[str]) -> tuple[str, SplitResult]:
    """Return the address of a service that is required, in one piece and in parts, or stop with a sentence."""
    url = required(name)
    with suppress(ValueError):
        parts = urlsplit(url)
        if parts.scheme in schemes and (parts.hostname or parts.scheme == "memory") and parts.port != 0:
            return url, parts
    # The address itself is not repeated: it may hold a password, and this goes to a log.
    message = f"{name} cannot be read. It must be the address of {WHY[name]}."
    raise ImproperlyConfigured(message)


def database() -> dict[str, object]:
    """Return the one database, refusing anything that is not PostgreSQL."""
    url, parts = split_url("DATABASE_URL", POSTGRES)
    if not parts.path.strip("/"):
        message = f"DATABASE_URL names no database. It must be the address of {WHY['DATABASE_URL']}."
        raise ImproperlyConfigured(message)
    return {
        **env.db_url_config(url),
        "CONN_MAX_AGE": 60 if MODE != "test" else 0,
        "CONN_HEALTH_CHECKS": True,
    }


def statement_timeout() -> int:
    """Return for how many seconds the database works on one question of a page; 0 is for ever."""
    text = env.str("STATEMENT_TIMEOUT", default="").strip() or "20"
    if not (text.isascii() and text.isdecimal() and int(text) <= LONGEST_STATEMENT):
        message = f"STATEMENT_TIMEOUT is “{text}”. It can be a number of seconds up to {LONGEST_STATEMENT}, or 0 for no limit."
        raise ImproperlyConfigured(message)
    return int(text)


def owner_of_tables() -> dict[str, object]:
    """Return how the owner of the tables connects, where that is another role than the application's; else nothing.

    The name of the database is the application's.
    """
    if not (url := env.str("MIGRATE_DATABASE_URL", default="").strip()):
        return {}
    with suppress(ValueError):
        parts = urlsplit(url)
        if parts.scheme in POSTGRES and parts.hostname and parts.username and parts.port != 0:
            config = env.db_url_config(url)
            return {name: config[name] for name in ("HOST", "PORT", "USER", "PASSWORD")}
    message = (
        "MIGRATE_DATABASE_URL cannot be read. It must be the address of the database for the role that owns the tables, "
        "for example postgres://whetstone_owner:password@127.0.0.1:5432/whetstone."
    )
    raise ImproperlyConfigured(message)


def broker() -> str:
    """Return the address of the Redis server, which only production cannot do without."""
    return split_url("REDIS_URL", {"redis", "rediss"} | (set() if MODE == "production" else {"memory"}))[0]


def cache() -> dict[str, object]:
    """Return the cache that web servers share, in the same Redis as the broker; where there is none, each has its own."""
    url = broker()
    if urlsplit(url).scheme == "memory":
        return {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}
    return {"BACKEND": "mentoring.operation.shared_cache.SharedCache", "LOCATION": url, "KEY_PREFIX": "whetstone"}


def mail() -> dict[str, object]:
    """Return Django's settings of the mail server. `smtp+tls` starts plain and turns, `smtp+ssl` is closed throughout."""
    url, parts = split_url("EMAIL_URL", MAIL_PORTS)
    # To django-environ, `smtps` is another word for `smtp+tls`; everywhere else it is the closed kind.
    config: dict[str, object] = env.email_url_config(url.replace("smtps://", "smtp+ssl://", 1))
    return {**config, "EMAIL_PORT": parts.port or MAIL_PORTS[parts.scheme]}


def identity_provider() -> dict[str, object]:
    """Return the OpenID Connect provider of allauth, if one is named; half a provider stops the start."""
    server = env.str("OIDC_SERVER_URL", default="")
    if not server:
        return {}
    for name in ("OIDC_CLIENT_ID", "OIDC_CLIENT_SECRET"):
        if not env.str(name, default=""):
            message = f"Set {name}: the identity provider gave it for this application. Or unset OIDC_SERVER_URL."
            raise ImproperlyConfigured(message)
    app = {
        "provider_id": env.str("OIDC_PROVIDER_ID", default="work"),
        "name": env.str("OIDC_NAME", default="Work account"),
        "client_id": env.str("OIDC_CLIENT_ID"),
        "secret": env.str("OIDC_CLIENT_SECRET"),
        "settings": {"server_url": server},
    }
    return {"openid_connect": {"OAUTH_PKCE_ENABLED": True, "APPS": [app]}}


def secret_key() -> str:
    """Return the signing secret, refusing one that is short or the stand-in in production."""
    key = required("SECRET_KEY")
    if MODE in SERIOUS and key == STAND_INS["SECRET_KEY"]:
        message = f"SECRET_KEY is the one of the demo, which everybody can read. Set it to {WHY['SECRET_KEY']}."
        raise ImproperlyConfigured(message)
    if MODE in SERIOUS and (len(key) < 50 or len(set(key)) < 5):  # noqa: PLR2004 - Django's own measure
        message = f"SECRET_KEY is too short or too plain. Set it to {WHY['SECRET_KEY']}."
        raise ImproperlyConfigured(message)
    return key


def sealing_key() -> str:
    """Return the file with the organisation's sealing key, looked into; production may go without, and then seals nothing.

    The demo and the tests make one where there is none.
    """
    if not (name := env.str("SEALING_KEY", default="").strip()):
        stand_ins = {"demo": "sealing-key.p12", "test": "sealing-key-of-tests.p12"}
        return str(BASE_DIR / "var" / stand_ins[MODE]) if MODE in stand_ins else ""
    return _checked_key("SEALING_KEY", name, sealing_key_password())


def _checked_key(setting: str, name: str, password: str) -> str:
    from agreements.sealing.keys import SealingKeyError, read_key  # noqa: PLC0415 - only where there is a key to look at

    path = Path(name)
    try:
        read_key(path.read_bytes(), password)
    except OSError as error:
        message = f"{setting} is “{name}”, which cannot be read: {error.strerror}."
        raise ImproperlyConfigured(message) from None
    except SealingKeyError as error:
        message = f"{setting}: the file “{name}” {error}. The password stands in {PASSWORDS[setting]}."
        raise ImproperlyConfigured(message) from None
    return str(path.resolve())


def earlier_sealing_keys() -> list[tuple[str, str]]:
    """Return the files of keys that sealed before, each with its password: with them older entries of the record verify."""
    names = [name.strip() for name in env.list("EARLIER_SEALING_KEYS", default=[]) if name.strip()]
    passwords = env.list("EARLIER_SEALING_KEY_PASSWORDS", default=[]) or [""] * len(names)
    if len(passwords) != len(names):
        message = (
            "EARLIER_SEALING_KEY_PASSWORDS must name one password for each file of EARLIER_SEALING_KEYS, in the same "
            "order, separated by commas."
        )
        raise ImproperlyConfigured(message)
    return [
        (_checked_key("EARLIER_SEALING_KEYS", name, password), password)
        for name, password in zip(names, passwords, strict=True)
    ]


def sealing_key_password() -> str:
    """Return the password of the file with the sealing key."""
    return env.str("SEALING_KEY_PASSWORD", default="")


def timestamp_authority() -> str:
    """Return the address of the time-stamping authority (RFC 3161), if seals get a timestamp."""
    url = env.str("TSA_URL", default="").strip()
    parts = urlsplit(url)
    if url and not (parts.scheme in {"http", "https"} and parts.hostname):
        message = (
            "TSA_URL cannot be read. It must be the address of a time-stamping authority (RFC 3161), by http or https."
        )
        raise ImproperlyConfigured(message)
    return url
