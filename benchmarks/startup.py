"""How long a clean clone takes to its first page, a second start takes, and how much memory the demo holds.

    python3 benchmarks/startup.py

Clones the committed state of this clone into a temporary folder, with empty caches of pip and uv, and runs
`python3 run.py` there. Memory is the proportional set size (PSS) of the whole process tree, 30 seconds after the
second start, from /proc. Nothing else should be busy on the machine meanwhile: the load is printed with the figures.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PORT = 8199
PAGE = f"http://127.0.0.1:{PORT}/accounts/login/"
SETTLED_AFTER = 30
READY = "Whetstone is ready"


def first_page(process: subprocess.Popen[str]) -> float:
    """Return the seconds until the launcher had said that all is ready and a page was read."""
    started = time.monotonic()
    for line in process.stdout or ():
        print(line, end="", flush=True)
        if READY in line:
            with urllib.request.urlopen(PAGE, timeout=5) as answer:
                answer.read()
            return time.monotonic() - started
    sys.exit(f"run.py ended with exit code {process.wait()}.")


def tree(root: int) -> list[int]:
    """Return a process and everything it started."""
    parents: dict[int, list[int]] = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            # The name in brackets may hold spaces and brackets itself.
            parent = int(stat.read_text().rpartition(")")[2].split()[1])
        except OSError:
            continue
        parents.setdefault(parent, []).append(int(stat.parent.name))
    pids = [root]
    for pid in pids:
        pids += parents.get(pid, [])
    return pids


def memory(root: int) -> dict[str, float]:
    """Return the megabytes (PSS) that each kind of process in the tree holds."""
    kinds: dict[str, float] = {}
    for pid in tree(root):
        try:
            command = Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
            lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
        except OSError:
            continue
        names = ("postgres", "valkey-server", "mailsink", "gunicorn", "worker", "beat")
        kind = next((word for word in names if word in command), "run.py")
        kilobytes = next(int(line.split()[1]) for line in lines if line.startswith("Pss:"))
        kinds[kind] = kinds.get(kind, 0) + kilobytes / 1024
    return kinds


def run(clone: Path, caches: Path) -> subprocess.Popen[str]:
    """Start the demo in the clone, with caches of its own."""
    environment = {
        **os.environ,
        "PORT": str(PORT),
        "PIP_CACHE_DIR": str(caches / "pip"),
        "UV_CACHE_DIR": str(caches / "uv"),
    }
    return subprocess.Popen([sys.executable, "run.py"], cwd=clone, env=environment, stdout=subprocess.PIPE, text=True)


def stop(process: subprocess.Popen[str]) -> None:
    """Stop the demo as Ctrl-C does."""
    process.send_signal(signal.SIGINT)
    process.wait(60)


def main() -> None:
    """Measure and print the table."""
    with tempfile.TemporaryDirectory(prefix="whetstone-startup-") as folder:
        Path(folder).chmod(0o755)
        clone, caches = Path(folder) / "clone", Path(folder) / "caches"
        subprocess.run(["git", "clone", "--quiet", "--no-hardlinks", ROOT, clone], check=True)
        process = run(clone, caches)
        cold = first_page(process)
        time.sleep(5)
        stop(process)
        process = run(clone, caches)
        warm = first_page(process)
        time.sleep(SETTLED_AFTER)
        held = memory(process.pid)
        stop(process)
    print(f"\ncores {os.cpu_count()}, load of the last minute {os.getloadavg()[0]:.1f}\n")
    print(f"{'clean clone to first page':32}{cold:8.1f} s    target 60 s")
    print(f"{'second start to first page':32}{warm:8.1f} s    target 15 s")
    print(f"{'memory of the whole demo (PSS)':32}{sum(held.values()):8.0f} MB   target 600 MB")
    for kind, megabytes in sorted(held.items(), key=lambda item: -item[1]):
        print(f"{'  ' + kind:32}{megabytes:8.0f} MB")


if __name__ == "__main__":
    main()
