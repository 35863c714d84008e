"""The sealed PDFs of a cohort as one ZIP archive, with a manifest of their hashes, written while it is sent.

`manifest.json` says what each file is; `SHA256SUMS` is the form that `sha256sum --check` reads. Files are stored as they are:
a PDF hardly shrinks, and one file after the other is read, so that a thousand of them take no more memory than one.
"""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Iterator
from typing import TYPE_CHECKING

from agreements.documents.documents import file_name
from agreements.models import Document

if TYPE_CHECKING:
    from datetime import datetime

    from django.db.models import QuerySet

    from programs.models import Cohort

# The same date in every file's entry, so that the same documents give the same bytes.
EPOCH = (1980, 1, 1, 0, 0, 0)


class Pipe(io.RawIOBase):
    """Takes what the archive writes and hands it on. It cannot go back, and says so."""

    def __init__(self) -> None:
        super().__init__()
        self.waiting = bytearray()

    def writable(self) -> bool:
        """Only writing is possible."""
        return True

    def write(self, data: object) -> int:
        """Keep the bytes until they are taken."""
        content = bytes(data)  # type: ignore[call-overload]
        self.waiting += content
        return len(content)

    def take(self) -> bytes:
        """Return what was written since."""
        content = bytes(self.waiting)
        self.waiting.clear()
        return content


def documents_of(cohort: Cohort) -> QuerySet[Document]:
    """Return the documents of a cohort, oldest first, those of versions replaced since too."""
    people = "version__agreement__match"
    rows = Document.objects.filter(version__agreement__match__cohort=cohort)
    return rows.select_related(f"{people}__mentee__user", f"{people}__mentor__user").order_by("pk")


def write_archive(cohort: Cohort, *, now: datetime) -> Iterator[bytes]:
    """Yield the archive piece by piece."""
    pipe = Pipe()
    entries = []
    with zipfile.ZipFile(pipe, "w", zipfile.ZIP_STORED) as archive:
        for document in documents_of(cohort).iterator(chunk_size=20):
            entry = entry_of(document)
            entries.append(entry)
            archive.writestr(zipfile.ZipInfo(str(entry["file"]), EPOCH), bytes(document.pdf))
            yield pipe.take()
        manifest = {"cohort": str(cohort), "written_at": now.isoformat(), "documents": entries}
        text = json.dumps(manifest, ensure_ascii=False, indent=1)
        archive.writestr(zipfile.ZipInfo("manifest.json", EPOCH), text)
        sums = "".join(f"{entry['sha256']}  {entry['file']}\n" for entry in entries)
        archive.writestr(zipfile.ZipInfo("SHA256SUMS", EPOCH), sums)
    yield pipe.take()


def entry_of(document: Document) -> dict[str, object]:
    """Say what one file is."""
    version = document.version
    return {
        "file": f"{version.agreement_id}-{file_name(version)}",
        "sha256": document.sha256,
        "agreement": version.agreement_id,
        "version": version.number,
        "status": version.status,
        "in_force_at": version.in_force_at.isoformat() if version.in_force_at else None,
        "text_sha256": version.text_hash,
        "timestamped_at": document.timestamped_at.isoformat() if document.timestamped_at else None,
    }
