"""The document of an agreement in force: a PDF set by Typst from the signed text, kept in the database."""

from __future__ import annotations

import hashlib
import json
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import typst
from django.db import transaction
from django.utils import formats
from django.utils.text import slugify
from django.utils.translation import gettext as _

from agreements import text, wording
from agreements.errors import AgreementError
from agreements.models import AgreementVersion, Document, SignatureRequest, VersionStatus

if TYPE_CHECKING:
    from people.models import User

FOLDER = Path(__file__).parent / "typst"


@transaction.atomic
def make_document(version: AgreementVersion, *, now: datetime) -> Document:
    """Make the PDF of a version in force and return it; the one that is there if it was made before."""
    if found := Document.objects.filter(version=version).first():
        return found
    locked = AgreementVersion.objects.with_people().select_for_update(of=("self",)).get(pk=version.pk)
    if found := Document.objects.filter(version=locked).first():  # made while this waited for the lock
        return found
    if locked.status not in {VersionStatus.IN_FORCE, VersionStatus.SUPERSEDED}:
        raise AgreementError(_("There is no document before everybody has signed."))
    pdf = typeset(locked)
    return Document.objects.create(version=locked, pdf=pdf, sha256=hashlib.sha256(pdf).hexdigest(), made_at=now)


def make_missing_documents(*, now: datetime) -> int:
    """Make every document that is still missing, and return how many: what a worker that died has left undone."""
    missing = AgreementVersion.objects.filter(status=VersionStatus.IN_FORCE, document__isnull=True).order_by("pk")
    versions = list(missing)
    for version in versions:
        make_document(version, now=now)
    return len(versions)


def typeset(version: AgreementVersion) -> bytes:
    """Return the PDF of a version. The same rows give the same bytes: the creation date is that of the last signature."""
    requests = list(version.requests.select_related("signer__site").order_by("pk"))
    for request in requests:
        request.version = version  # which has its people already
    data = {
        "lines": [{"kind": line.kind, "text": line.text} for line in text.parse(version.text.rstrip("\n"))],
        "program": str(version.match.cohort.program),
        "number": version.number,
        "hash": version.text_hash,
        "in_force": _moment(version.in_force_at, None),
        "signatures": [_signature(request) for request in requests],
        "words": {
            "signatures": _("Signatures"),
            "name": _("Name and role"),
            "typed": _("Signed as"),
            "time": _("Signed at"),
            "in_force": _("In force since"),
            "hash": _("SHA-256 of the text above, as UTF-8"),
            "note": _(
                "Signed electronically: each typed their name and agreed to it, the two in their account, "
                "supervisors there too, or by a link sent to their work address."
            ),
            "page": _("Page"),
            "of": _("of"),
        },
    }
    pdf = typst.compile(
        FOLDER / "agreement.typ",
        root=FOLDER,
        sys_inputs={"data": json.dumps(data, ensure_ascii=False)},
        timestamp=version.in_force_at.astimezone(UTC).replace(microsecond=0) if version.in_force_at else None,
    )
    if not isinstance(pdf, bytes):
        raise TypeError
    return pdf


def _signature(request: SignatureRequest) -> dict[str, str]:
    return {
        "name": request.signer.name,
        "role": wording.capacity(request),
        "typed": request.typed_name,
        "utc": _moment(request.decided_at, None),
        "local": _moment(request.decided_at, request.signer),
        "reference": request.reference,
    }


def _moment(moment: datetime | None, user: User | None) -> str:
    """Say a moment in UTC, or on somebody's own clock."""
    if moment is None:
        return ""
    there = moment.astimezone(user.zone if user else UTC)
    zone = wording.city(user.zone_name) if user else "UTC"
    return f"{formats.date_format(there, 'j F Y, H:i')} {zone}"


def file_name(version: AgreementVersion) -> str:
    """Return a name for the file that says whose agreement it is."""
    match = version.match
    names = slugify(f"{match.mentee.user.name} {match.mentor.user.name}") or str(match.pk)
    return f"mentoring-agreement-{names}-v{version.number}.pdf"
