"""What is more than a page takes is answered with a page, by the real web server, to the end (E-37)."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from django.conf import settings
from django.urls import reverse

from launcher.ports import free_port

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.test import Client

MEGABYTE = 1_000_000


@pytest.fixture(scope="module")
def port() -> Iterator[int]:
    """Start gunicorn as the demo and production do."""
    found = free_port()
    command = [sys.executable, "-m", "gunicorn", "--bind", f"127.0.0.1:{found}", "--workers", "1"]
    with subprocess.Popen(
        command, cwd=settings.BASE_DIR, env={**os.environ}, stderr=subprocess.PIPE, text=True
    ) as process:
        assert process.stderr is not None
        for line in process.stderr:
            if "Booting worker" in line:
                break
        yield found
        process.terminate()
        process.stderr.read()


def send(port: int, path: str, size: int, *headers: str) -> str:
    """Send a form of a size as browsers do, all of it before anything is read, and return the answer."""
    head = (f"POST {path} HTTP/1.1", "Host: localhost", f"Content-Length: {size}", "Connection: close", *headers)
    with socket.create_connection(("127.0.0.1", port), timeout=60) as line:
        line.sendall("\r\n".join((*head, "", "")).encode())
        line.sendall(b"a" * size)
        answer = b""
        while piece := line.recv(65536):
            answer += piece
    return answer.decode()


FORM = "Content-Type: application/x-www-form-urlencoded"
FILE = "Content-Type: multipart/form-data; boundary=b"


@pytest.mark.parametrize("kind", [FORM, FILE])
@pytest.mark.parametrize("path", ["/accounts/login/", "/verify/", "/nowhere/"])
def test_e37_sixteen_megabytes_are_answered_in_a_sentence(port: int, path: str, kind: str) -> None:
    answer = send(port, path, 16 * MEGABYTE, kind)

    assert answer.startswith("HTTP/1.1 413 ")
    assert "What you sent is larger than 12.0\u00a0MB, which is the limit. Nothing was saved." in answer


def test_e37_an_answer_that_needs_nothing_of_the_form_arrives_too(port: int) -> None:
    assert send(port, "/nowhere/", 8 * MEGABYTE, FORM).startswith("HTTP/1.1 404 ")


def test_e37_the_page_names_the_limit_that_counts(client: Client) -> None:
    response = client.get(reverse("too_large"))

    assert settings.DATA_UPLOAD_MAX_MEMORY_SIZE == 12 * 1024 * 1024
    assert response.status_code == 413
    assert "12.0\u00a0MB" in response.content.decode()


def test_e37_the_proxy_s_example_shows_this_page_at_the_same_limit() -> None:
    example = (settings.BASE_DIR / "deploy" / "nginx.conf").read_text()

    assert "client_max_body_size 12m;" in example
    assert f"error_page 413 {reverse('too_large')};" in example
    assert f"location = {reverse('too_large')} {{" in example
