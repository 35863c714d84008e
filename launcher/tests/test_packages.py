"""Claims about handing pip's settings to uv."""

from __future__ import annotations

import pytest

from launcher.packages import parse_pip_config, uv_environment, uv_options

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
