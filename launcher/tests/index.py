"""A package index on loopback, of packages that hold next to nothing."""

from __future__ import annotations

import hashlib
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread


def make_wheel(folder: Path, name: str, version: str, tag: str, *, build: str = "the index") -> Path:
    """Put a wheel into a folder; another `build` of the same wheel has another hash."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{name}-{version}-{tag}.whl"
    info = f"{name}-{version}.dist-info"
    with zipfile.ZipFile(path, "w") as wheel:
        wheel.writestr(f"{name}.py", f"built_by = {build!r}\n")
        wheel.writestr(f"{info}/METADATA", f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n")
        wheel.writestr(f"{info}/WHEEL", f"Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: false\nTag: {tag}\n")
        wheel.writestr(f"{info}/RECORD", f"{name}.py,,\n{info}/METADATA,,\n{info}/WHEEL,,\n{info}/RECORD,,\n")
    return path


def sha256(path: Path) -> str:
    """Return the hash that stands in a lock."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def write_pages(root: Path) -> None:
    """Write the list of each package’s files, which lie in folders named for the packages."""
    for folder in root.iterdir():
        links = (
            f'<a href="{file.name}#sha256={sha256(file)}">{file.name}</a>' for file in sorted(folder.glob("*.whl"))
        )
        (folder / "index.html").write_text("<!DOCTYPE html><html><body>" + "\n".join(links) + "</body></html>")


class Quietly(SimpleHTTPRequestHandler):
    """Serves files and prints nothing."""

    def log_message(self, *_: object) -> None:
        """Nobody reads along."""


@contextmanager
def serve(root: Path) -> Iterator[str]:
    """Serve an index for the time of a `with` block; yields its address."""
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Quietly, directory=str(root))) as server:
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()
