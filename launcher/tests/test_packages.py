"""Claims about handing pip's settings to uv."""

from __future__ import annotations

import os

import pytest

from launcher.packages import index_alone, parse_pip_config, sources, uv_environment, uv_options

PRINTED = """\
:env:.cert='/etc/mirror.pem'
:env:.disable-pip-version-check='1'
global.cert='/etc/old.pem'
global.extra-index-url='https://a.example/simple https://b.example/simple'
global.index-url='https://mirror.example/simple'
install.find-links='/opt/wheels\\n/srv/wheels'
install.no-index='true'
"""


def test_the_environment_wins_over_files() -> None:
    assert parse_pip_config(PRINTED)["cert"] == "/etc/mirror.pem"


def test_uv_looks_where_pip_looks(monkeypatch: pytest.MonkeyPatch) -> None:
    wanted = {
        "UV_DEFAULT_INDEX": "https://mirror.example/simple",
        "UV_EXTRA_INDEX_URL": "https://a.example/simple https://b.example/simple",
        "UV_FIND_LINKS": "/opt/wheels,/srv/wheels",
        "SSL_CERT_FILE": "/etc/mirror.pem",
        "UV_INDEX_STRATEGY": "unsafe-best-match",
    }
    for name in wanted:
        monkeypatch.delenv(name, raising=False)

    told = uv_environment(parse_pip_config(PRINTED))

    assert {name: told[name] for name in wanted} == wanted


def test_what_is_set_for_uv_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("UV_DEFAULT_INDEX", "https://own.example/simple")

    assert (
        uv_environment({"index-url": "https://mirror.example/simple"})["UV_DEFAULT_INDEX"]
        == "https://own.example/simple"
    )


@pytest.mark.parametrize(
    ("settings", "options"), [({"no-index": "true"}, ["--no-index"]), ({"no-index": "false"}, []), ({}, [])]
)
def test_no_index_is_an_option(settings: dict[str, str], options: list[str]) -> None:
    assert uv_options(settings) == options


def test_nothing_set_is_nothing_told() -> None:
    assert parse_pip_config("") == {}


OTHER_PLACES = {
    "PIP_FIND_LINKS": "/opt/wheels",
    "PIP_EXTRA_INDEX_URL": "file:///opt/simple",
    "PIP_CONSTRAINT": "/etc/constraints.txt",
    "PIP_NO_INDEX": "1",
    "UV_FIND_LINKS": "/opt/wheels",
    "UV_EXTRA_INDEX_URL": "file:///opt/simple",
    "UV_INDEX": "file:///opt/simple",
    "UV_CONSTRAINT": "/etc/constraints.txt",
    "UV_OVERRIDE": "/etc/overrides.txt",
    "UV_EXCLUDE_NEWER": "2020-01-01",
    "UV_NO_INDEX": "1",
    "UV_OFFLINE": "1",
    "UV_CONFIG_FILE": "/etc/uv.toml",
}


def test_the_index_alone_is_nothing_but_the_way_to_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever a machine adds to the index would come into the lock, or be taken in place of what is in it."""
    for name in os.environ:
        if name.startswith(("PIP_", "UV_")) or name == "SSL_CERT_FILE":
            monkeypatch.delenv(name)
    for name, value in OTHER_PLACES.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("UV_CACHE_DIR", "/cache")

    source = index_alone(parse_pip_config(PRINTED))

    told = {name: value for name, value in source.for_uv.items() if name.startswith("UV_") or name == "SSL_CERT_FILE"}
    assert told == {
        "UV_DEFAULT_INDEX": "https://mirror.example/simple",
        "SSL_CERT_FILE": "/etc/mirror.pem",
        "UV_CACHE_DIR": "/cache",
        "UV_NO_CONFIG": "1",
        "UV_PYTHON_DOWNLOADS": "never",
    }
    assert {name: value for name, value in source.for_pip.items() if name.startswith("PIP_")} == {
        "PIP_INDEX_URL": "https://mirror.example/simple",
        "PIP_CERT": "/etc/mirror.pem",
        "PIP_CONFIG_FILE": os.devnull,
    }
    assert source.uv_options == ()


@pytest.mark.parametrize("index", ["file:///srv/simple", "/srv/simple", ""])
def test_a_lock_is_made_from_no_index_on_a_disk(monkeypatch: pytest.MonkeyPatch, index: str) -> None:
    monkeypatch.delenv("UV_DEFAULT_INDEX", raising=False)
    monkeypatch.setenv("UV_INDEX_URL", "file:///srv/simple")

    source = index_alone({"index-url": index}, on_this_machine=False)

    assert not {"UV_DEFAULT_INDEX", "UV_INDEX_URL"} & source.for_uv.keys()


def test_the_index_is_asked_before_all_other_places(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("UV_OFFLINE", "UV_NO_INDEX"):
        monkeypatch.delenv(name, raising=False)

    names = [source.name for source in sources({"find-links": "/opt/wheels"})]

    assert names == ["the package index alone", "all places that pip knows"]


def test_who_may_not_ask_the_index_is_not_made_to(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("UV_OFFLINE", "UV_NO_INDEX"):
        monkeypatch.delenv(name, raising=False)

    (source,) = sources({"find-links": "/opt/wheels", "no-index": "true"})

    assert (source.name, source.uv_options) == ("all places that pip knows", ("--no-index",))
