"""When a worker starts, the loops of the matching engine are compiled, before someone waits for a large matching.

In a process of its own, which gives way to everything else: the worker answers small questions meanwhile. What is
compiled is kept on disk; a worker that finds it there loads it in two seconds with its first large matching.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

from celery.signals import worker_ready, worker_shutdown
from django.conf import settings

from matching.engine.compiled import keeping_place

ROOT = Path(__file__).resolve().parent.parent
running: list[subprocess.Popen[bytes]] = []


@worker_ready.connect
def start_warming(**_signal: Any) -> None:  # noqa: ANN401 - Celery's own
    """Begin to compile, if there is a place to keep it. The demo has few people, and little memory."""
    if keeping_place() is not None and not settings.DEMO:
        command = [sys.executable, "-m", "matching.engine.warm_up", "--give-way"]
        running.append(subprocess.Popen(command, cwd=ROOT))  # noqa: S603 - our own words


@worker_shutdown.connect
def stop_warming(**_signal: Any) -> None:  # noqa: ANN401 - Celery's own
    """Leave no process behind when the worker ends first."""
    while running:
        process = running.pop()
        process.terminate()
        process.wait()
