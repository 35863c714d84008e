"""Sets the document of an agreement: the signed text, the signatures, and the certificate, as PDF/A by Typst."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any, Literal

from django.conf import settings
from django.utils import formats, translation
from django.utils.translation import gettext as _

from agreements.documents.certificate import certificate_of
from agreements.models import AgreementVersion, SignatureRequest, SignatureStatus
from agreements.text import canonical, wording
from web import moments

if TYPE_CHECKING:
    import typst

    from people.models import User

FOLDER = Path(__file__).parent / "typst"
# For archives: fonts are inside, and nothing outside is needed to show the file as it is.
STANDARD: Literal["a-2b"] = "a-2b"
ONE_AT_A_TIME = Lock()


def typeset(version: AgreementVersion, *, sealed_at: datetime, fingerprint: str) -> bytes:
    """Return the PDF of a version, to be sealed with the certificate of this fingerprint.

    The same rows give the same bytes: the creation date is that of the last signature.
    """
    requests = list(version.requests.select_related("signer__site", "settled_by").order_by("pk"))
    for request in requests:
        request.version = version  # which has its people already
    with translation.override(settings.LANGUAGE_CODE):
        data = content(version, requests)
        data["certificate"] = certificate_of(version, requests, sealed_at=sealed_at, fingerprint=fingerprint)
    return _compile(data, version.in_force_at or sealed_at)


def content(version: AgreementVersion, requests: list[SignatureRequest]) -> dict[str, Any]:
    """Return what stands on the first pages."""
    standing = [request for request in requests if request.status != SignatureStatus.HANDED_OVER]
    return {
        "lines": [{"kind": line.kind, "text": line.text} for line in canonical.parse(version.text.rstrip("\n"))],
        "program": str(version.match.cohort.program),
        "number": version.number,
        "hash": version.text_hash,
        "in_force": _moment(version.in_force_at, None),
        "signatures": [_signature(request) for request in standing],
        "words": {
            "signatures": _("Signatures"),
            "name": _("Name and role"),
            "typed": _("Signed as"),
            "time": _("Signed at"),
            "in_force": _("In force since"),
            "hash": _("SHA-256 of the text above, as UTF-8"),
            "note": _(
                "Signed electronically: each typed their name and agreed to it. The certificate on the pages that "
                "follow says how."
            ),
            "page": _("Page"),
            "of": _("of"),
        },
    }


def _compile(data: dict[str, Any], created_at: datetime) -> bytes:
    inputs = {"data": json.dumps(data, ensure_ascii=False)}
    created = created_at.astimezone(UTC).replace(microsecond=0)
    # One compiler serves all threads, one after another: its inputs are its own.
    with ONE_AT_A_TIME:
        return _as_pdf(inputs, created)


def _as_pdf(inputs: dict[str, str], created: datetime) -> bytes:
    import typst  # noqa: PLC0415 - see _compiler

    try:
        pdf = _compiler().compile(sys_inputs=inputs, timestamp=created, pdf_standards=STANDARD)
    except typst.TypstError:
        # A letter that no font here can draw is not allowed in an archive. A gap on paper is better than no document:
        # what counts is the text, whose hash was signed.
        pdf = _compiler().compile(sys_inputs=inputs, timestamp=created)
    if not isinstance(pdf, bytes):
        raise TypeError
    return pdf


@cache
def _compiler() -> typst.Compiler:
    """Return a compiler that has found the fonts. Loaded when it is needed first: pages do without."""
    import typst  # noqa: PLC0415

    return typst.Compiler(FOLDER / "agreement.typ", root=FOLDER)


def _signature(request: SignatureRequest) -> dict[str, str]:
    return {
        "name": request.name_of_signer,
        "role": wording.capacity(request),
        "typed": request.typed_name or _("Waived"),
        "utc": _moment(request.decided_at, None),
        "local": _moment(request.decided_at, request.signer) if request.typed_name else "",
        "reference": request.reference,
    }


def _moment(moment: datetime | None, user: User | None) -> str:
    """Say a moment in UTC, or on somebody's own clock."""
    if moment is None:
        return ""
    there = moment.astimezone(user.zone if user else UTC)
    zone = moments.city(user.zone_name) if user else "UTC"
    return f"{formats.date_format(there, 'DATETIME_FORMAT')} {zone}"
