"""The organisation's seal as the settings have it: the key, the certificates used so far, the authority for the time."""

from __future__ import annotations

import os
import tempfile
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from cryptography import x509
from django.conf import settings
from django.utils.translation import gettext as _

from agreements.models import SealingCertificate
from agreements.record import evidence
from agreements.sealing.keys import SealingKey, make_key, read_key
from agreements.sealing.seal_words import Wording
from people.record import record_keys

if TYPE_CHECKING:
    from pyhanko.sign.timestamps import TimeStamper

# Of the key that the demo makes: invented weeks lie before the day on which it is made.
DEMO_SINCE, DEMO_UNTIL = datetime(2020, 1, 1, tzinfo=UTC), datetime(2049, 12, 31, tzinfo=UTC)
DEMO_ORGANISATION = "Harbourline"


def own_key() -> SealingKey | None:
    """Return the key that seals now; None where production was given none."""
    if not settings.SEALING_KEY:
        return None
    path = Path(settings.SEALING_KEY)
    if settings.DEMO and not path.exists():
        keep_demo_key(path)
    return _read(path, settings.SEALING_KEY_PASSWORD, path.stat().st_mtime_ns)


@lru_cache(maxsize=2)
def _read(path: Path, password: str, _changed: int) -> SealingKey:
    return read_key(path.read_bytes(), password)


def keep_demo_key(path: Path) -> None:
    """Make a key and keep it; of several processes that do so at once, one makes the key of them all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=path.parent) as file:  # readable for nobody else
        file.write(make_key(DEMO_ORGANISATION, since=DEMO_SINCE, until=DEMO_UNTIL))
        file.flush()
        try:
            os.link(file.name, path)
        except FileExistsError:
            return


def remember(key: SealingKey, *, now: datetime) -> SealingCertificate:
    """Keep the certificate of a key that seals, so that its seals can be checked when another key has followed."""
    if kept := SealingCertificate.objects.filter(fingerprint=key.fingerprint).first():
        return kept
    certificate = SealingCertificate(fingerprint=key.fingerprint, pem=key.pem, first_used_at=now)
    mark = record_keys.ring().present
    made = {"key": mark.name, "mac": mark.mac(evidence.of_certificate(certificate))}
    kept, _created = SealingCertificate.objects.get_or_create(
        fingerprint=key.fingerprint, defaults={"pem": key.pem, "first_used_at": now, **made}
    )
    return kept


def known_certificates() -> list[x509.Certificate]:
    """Return every certificate with which this organisation has sealed; not what someone else put into the table."""
    ring = record_keys.ring()
    return [
        x509.load_pem_x509_certificate(kept.pem.encode())
        for kept in SealingCertificate.objects.all()
        if ring.holds(evidence.of_certificate(kept), key=kept.key, mac=kept.mac)
    ]


def timestamper() -> TimeStamper | None:
    """Return the authority that timestamps seals, if one is set."""
    if not settings.TSA_URL:
        return None
    from agreements.sealing.timestamps import Authority  # noqa: PLC0415 - loads pyHanko

    return Authority(settings.TSA_URL)


def wording() -> Wording:
    """Return what a PDF reader shows about the seal."""
    return Wording(
        _("Seal of the organisation: this file is as it was when everyone had signed. It is not a signature.")
    )
