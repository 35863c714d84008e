"""The web server's own logs hold no token that signs (A-11)."""

from __future__ import annotations

import logging
import re
import runpy

import pytest
from django.conf import settings
from django.urls import reverse
from gunicorn.glogging import SafeAtoms

TOKEN = "Zk3" * 14 + "x"
FORMAT = '%(h)s "%(r)s" %(s)s "%(f)s" "%({x-request-id}i)s"'


@pytest.fixture
def _server() -> None:
    """Read gunicorn's settings, as it does at its start."""
    runpy.run_path(str(settings.BASE_DIR / "gunicorn.conf.py"))["on_starting"](None)


@pytest.mark.usefixtures("_server")
def test_a11_the_access_log_masks_tokens_and_stays_readable(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    atoms = {"h": "192.0.2.7", "r": f"GET /sign/{TOKEN}/ HTTP/1.1", "s": "302", "f": f"https://x.example/sign/{TOKEN}/"}

    logging.getLogger("gunicorn.access").info(FORMAT, SafeAtoms(atoms))

    assert caplog.messages == ['192.0.2.7 "GET /sign/***/ HTTP/1.1" 302 "https://x.example/sign/***/" "-"']


@pytest.mark.usefixtures("_server")
def test_a11_so_does_the_log_of_errors(caplog: pytest.LogCaptureFixture) -> None:
    logging.getLogger("gunicorn.error").error("Error handling request %s", f"/sign/{TOKEN}/")

    assert caplog.messages == ["Error handling request /sign/***/"]


SECRETS = (
    reverse("agreements:sign_link", args=[TOKEN]),
    reverse("agreements:sign_fresh", args=[TOKEN]),
    reverse("people:address_link", args=[TOKEN]),
    f"/accounts/password/reset/key/1-{TOKEN}/",
    f"/accounts/confirm-email/{TOKEN}/",
)


@pytest.mark.parametrize("address", SECRETS)
def test_a11_the_example_for_the_reverse_proxy_masks_every_address_that_opens_a_door(address: str) -> None:
    example = (settings.BASE_DIR / "deploy" / "nginx.conf").read_text()
    masks = re.findall(r'^    "~(.+)" (\S+);$', example, re.MULTILINE)

    written = next((shown for pattern, shown in masks if re.search(pattern, address)), address)

    assert written.endswith("/***")
    assert TOKEN not in written
