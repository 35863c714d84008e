"""Where packages come from: the index alone, or every place that this machine's pip knows.

Anyone who has set up a mirror, a proxy's certificate or a folder of wheels has told pip. uv does not read that, so it is
handed on. A folder of wheels may hold other builds of a version than the index has, whose hashes are not in the lock:
so the index is asked first and alone, and locks are made from nothing else.
"""

from __future__ import annotations

import ast
import os
from collections.abc import Mapping
from dataclasses import dataclass

# pip's name: uv's variable. Several values are separated by spaces in both, but for the folders of wheels.
WAY_TO_INDEX = {
    "index-url": "UV_DEFAULT_INDEX",
    "cert": "SSL_CERT_FILE",
    "client-cert": "SSL_CLIENT_CERT",
    "trusted-host": "UV_INSECURE_HOST",
    "proxy": "ALL_PROXY",
    "timeout": "UV_HTTP_TIMEOUT",
    "default-timeout": "UV_HTTP_TIMEOUT",
}
OTHER_PLACES = {"extra-index-url": "UV_EXTRA_INDEX_URL", "find-links": "UV_FIND_LINKS"}
# What uv itself may be told about the way to the index. All else of its settings would change what is found there:
# more places, constraints, other releases.
UV_WAY_TO_INDEX = {
    *(
        "UV_DEFAULT_INDEX",
        "UV_INDEX_URL",
        "UV_INSECURE_HOST",
        "UV_KEYRING_PROVIDER",
        "UV_NATIVE_TLS",
        "UV_SYSTEM_CERTS",
    ),
    *("UV_HTTP_TIMEOUT", "UV_HTTP_CONNECT_TIMEOUT", "UV_HTTP_RETRIES", "UV_CONCURRENT_DOWNLOADS"),
    *("UV_CACHE_DIR", "UV_NO_CACHE", "UV_LINK_MODE", "UV_CONCURRENT_INSTALLS"),
}
INDEXES = ("UV_DEFAULT_INDEX", "UV_INDEX_URL")
PIP_WAY_TO_INDEX = {*WAY_TO_INDEX, "retries", "keyring-provider", "cache-dir", "no-cache-dir"}
# A later source wins over an earlier one.
CONFIGURED_BY = ("global", "install", ":env:")
YES = {"1", "true", "yes", "on"}


@dataclass(frozen=True)
class Source:
    """Where to look for packages, told to each of the two programs that install."""

    name: str
    for_pip: dict[str, str]
    for_uv: dict[str, str]
    uv_options: tuple[str, ...] = ()


def sources(settings: Mapping[str, str]) -> list[Source]:
    """Return where to look, one after the other: the index alone, unless that is forbidden, then all that pip knows."""
    everything = Source(
        "all places that pip knows", dict(os.environ), uv_environment(settings), tuple(uv_options(settings))
    )
    may_not = uv_options(settings) or os.environ.get("UV_OFFLINE") or os.environ.get("UV_NO_INDEX")
    return [everything] if may_not else [index_alone(settings), everything]


def index_alone(settings: Mapping[str, str], *, on_this_machine: bool = True) -> Source:
    """Return the index, or the mirror that is set up in its place, and nothing beside it.

    A mirror on this machine's disk serves for installing, where hashes decide; not for making locks.
    """
    settings_of_uv = {
        uv_name: " ".join(settings[name].split()) for name, uv_name in WAY_TO_INDEX.items() if settings.get(name)
    }
    kept = {
        name: value
        for name, value in os.environ.items()
        if name in UV_WAY_TO_INDEX or not name.startswith(("UV_", "PIP_"))
    }
    for_uv = {**settings_of_uv, **kept, "UV_NO_CONFIG": "1", "UV_PYTHON_DOWNLOADS": "never"}
    if not on_this_machine:
        for name in INDEXES:
            if not for_uv.get(name, "").startswith(("https://", "http://")):
                for_uv.pop(name, None)
    for_pip = {
        **{name: value for name, value in os.environ.items() if not name.startswith("PIP_")},
        **{pip_variable(name): value for name, value in settings.items() if name in PIP_WAY_TO_INDEX},
        "PIP_CONFIG_FILE": os.devnull,
    }
    return Source("the package index alone", for_pip, for_uv)


def pip_variable(name: str) -> str:
    """Return the variable in which pip finds a setting."""
    return f"PIP_{name.upper().replace('-', '_')}"


def uv_environment(settings: Mapping[str, str]) -> dict[str, str]:
    """Return the environment in which uv installs what pip would install; what is set for uv already stays."""
    settings_of_uv: dict[str, str] = {}
    for name, uv_name in {**WAY_TO_INDEX, **OTHER_PLACES}.items():
        value = settings.get(name)
        if value:
            settings_of_uv[uv_name] = ",".join(value.split()) if uv_name == "UV_FIND_LINKS" else " ".join(value.split())
    # The hashes in the lock decide what is installed, so it is safe to look for it in every index.
    return {"UV_INDEX_STRATEGY": "unsafe-best-match", **settings_of_uv, **os.environ}


def uv_options(settings: Mapping[str, str]) -> list[str]:
    """Return what uv can only be told on its command line."""
    return ["--no-index"] if settings.get("no-index", "").lower() in YES else []


def parse_pip_config(text: str) -> dict[str, str]:
    """Read what `pip config list` prints: lines such as `global.index-url='https://…'`."""
    settings: dict[str, dict[str, str]] = {source: {} for source in CONFIGURED_BY}
    for line in text.splitlines():
        key, _, value = line.partition("=")
        source, _, name = key.rpartition(".")
        if source in settings and value:
            settings[source][name] = str(ast.literal_eval(value))
    return {name: value for source in CONFIGURED_BY for name, value in settings[source].items()}
