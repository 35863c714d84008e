"""Files that are looked at and forgotten: kept in memory only, up to a size, and not too many from one address (A-25)."""

from __future__ import annotations

from typing import Any

from django.core.files.uploadhandler import MemoryFileUploadHandler

from agreements.sealing.limits import LARGEST_FILE
from web import throttle

MOST_A_MINUTE = 20


class InMemory(MemoryFileUploadHandler):
    """Keeps what is uploaded in memory, whatever its size says, and never more than the largest file that is read."""

    kept = 0

    def handle_raw_input(self, *_args: Any, **_options: Any) -> None:  # noqa: ANN401 - Django's signature
        """Take every file; Django's own handler leaves large ones to the disk."""
        self.activated = True

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        """Keep a piece, or let it go. The size that the form sees counts what was let go too."""
        if self.kept <= LARGEST_FILE:
            self.file.write(raw_data)
            self.kept += len(raw_data)
        return None


def may_upload(address: str | None) -> bool:
    """Count a file from a network address, and tell whether it is one of the first within a minute."""
    place = throttle.place_of(address)
    return throttle.count(f"agreements.documents.uploads:{place}", seconds=60) <= MOST_A_MINUTE
