"""Handing pip's settings to uv, so that both install from the same places.

Whoever has set up a mirror, a proxy's certificate or a folder of wheels has told pip. uv does not read that.
"""

from __future__ import annotations

import ast
import os
from collections.abc import Mapping

# pip's name: uv's variable. Several values are separated by spaces in both, but for the folders of wheels.
NAMES = {
    "index-url": "UV_DEFAULT_INDEX",
    "extra-index-url": "UV_EXTRA_INDEX_URL",
    "find-links": "UV_FIND_LINKS",
    "cert": "SSL_CERT_FILE",
    "client-cert": "SSL_CLIENT_CERT",
    "trusted-host": "UV_INSECURE_HOST",
    "proxy": "ALL_PROXY",
    "timeout": "UV_HTTP_TIMEOUT",
    "default-timeout": "UV_HTTP_TIMEOUT",
}
# A later source wins over an earlier one.
SOURCES = ("global", "install", ":env:")


def uv_environment(settings: Mapping[str, str]) -> dict[str, str]:
    """Return the environment in which uv installs what pip would install; what is set for uv already stays."""
    told: dict[str, str] = {}
    for name, variable in NAMES.items():
        value = settings.get(name)
        if value:
            told[variable] = ",".join(value.split()) if variable == "UV_FIND_LINKS" else " ".join(value.split())
    # The hashes in the lock decide what is installed, so it is safe to look for it in every index.
    return {"UV_INDEX_STRATEGY": "unsafe-best-match", **told, **os.environ}


def uv_options(settings: Mapping[str, str]) -> list[str]:
    """Return what uv can only be told on its command line."""
    return ["--no-index"] if settings.get("no-index", "").lower() in {"1", "true", "yes", "on"} else []


def parse_pip_config(text: str) -> dict[str, str]:
    """Read what `pip config list` prints: lines such as `global.index-url='https://…'`."""
    found: dict[str, dict[str, str]] = {source: {} for source in SOURCES}
    for line in text.splitlines():
        key, _, value = line.partition("=")
        source, _, name = key.rpartition(".")
        if source in found and value:
            found[source][name] = str(ast.literal_eval(value))
    return {name: value for source in SOURCES for name, value in found[source].items()}
