"""The document of an agreement in force: a PDF with the organisation's seal, kept in the database and never changed.

Without a seal there is no document. What keeps it waiting (no key, an authority for the time that does not answer) is a
row of its own, which a sweep tries again; nothing is sealed silently with less.
"""

from __future__ import annotations

import hashlib
import logging
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F, QuerySet
from django.utils.text import slugify
from django.utils.translation import gettext as _

from agreements.documents import typesetting
from agreements.errors import AgreementError
from agreements.models import AgreementVersion, Document, SealingCertificate, SealingDelay, VersionStatus
from agreements.record import chain
from agreements.sealing.seal_words import SealError, TimestampMissingError

logger = logging.getLogger(__name__)

SEALABLE = (VersionStatus.IN_FORCE, VersionStatus.SUPERSEDED)
# So that four mails in a row do not ask a silent authority four times.
PATIENCE = timedelta(minutes=2)


class DocumentDelayedError(AgreementError):
    """The document waits for its seal."""

    def __init__(self, cause: SealingDelay.Cause) -> None:
        super().__init__(_("The PDF is waiting to be sealed."))
        self.cause = cause


def document_of(version: AgreementVersion, *, now: datetime) -> Document | None:
    """Return the document of a version in force, made now if need be; None while it waits for its seal.

    Never raises for a delay, and notes it in the caller's transaction.
    """
    if SealingDelay.objects.filter(version=version, tried_at__gt=now - PATIENCE).exists():
        return Document.objects.filter(version=version).first()
    try:
        return make_document(version, now=now)
    except DocumentDelayedError as delay:
        _note_delay(version, delay.cause, now=now)
        return None


@transaction.atomic
def make_document(version: AgreementVersion, *, now: datetime) -> Document:
    """Make the PDF of a version in force and return it; the one that is there if it was made before.

    `DocumentDelayedError` if it cannot be sealed now. A process that dies in between leaves nothing: the seal is made
    and stored in one transaction, under a lock, so that only one document of a version can ever exist.
    """
    if existing := Document.objects.filter(version=version).first():
        return existing
    locked = AgreementVersion.objects.with_people().select_for_update(of=("self",)).get(pk=version.pk)
    if existing := Document.objects.filter(version=locked).first():  # made while this waited for the lock
        return existing
    if locked.status not in SEALABLE:
        raise AgreementError(_("There is no document until everyone has signed."))
    pdf, certificate, timestamped_at = _sealed(locked, now=now)
    document = Document.objects.create(
        version=locked,
        pdf=pdf,
        sha256=hashlib.sha256(pdf).hexdigest(),
        made_at=now,
        certificate=certificate,
        timestamped_at=timestamped_at,
    )
    SealingDelay.objects.filter(version=locked).delete()
    chain.append(
        locked.agreement,
        "sealed",
        now=now,
        version=locked.number,
        document=document.sha256,
        certificate=certificate.fingerprint,
        timestamped=timestamped_at.isoformat() if timestamped_at else None,
    )
    return document


def _sealed(version: AgreementVersion, *, now: datetime) -> tuple[bytes, SealingCertificate, datetime | None]:
    """Return the sealed PDF, what it was sealed with, and the time in its timestamp."""
    from agreements.documents import seals  # noqa: PLC0415 - what seals and checks loads X.509: pages do without
    from agreements.sealing.check import check  # noqa: PLC0415 - as above
    from agreements.sealing.seal import seal  # noqa: PLC0415 - as above

    key = seals.own_key()
    if key is None:
        raise DocumentDelayedError(SealingDelay.Cause.SEAL)
    pdf = typesetting.typeset(version, sealed_at=now, fingerprint=key.fingerprint)
    try:
        sealed = seal(pdf, key, at=now, wording=seals.wording(), timestamper=seals.timestamper())
    except TimestampMissingError as error:
        logger.warning("Version %s awaits a timestamp: %s", version.pk, error)
        raise DocumentDelayedError(SealingDelay.Cause.TIMESTAMP) from error
    except SealError as error:
        logger.error("Version %s cannot be sealed: %s", version.pk, error)  # noqa: TRY400 - the sentence says it all
        raise DocumentDelayedError(SealingDelay.Cause.SEAL) from error
    return sealed, seals.remember(key, now=now), check(sealed, [key.certificate]).timestamped_at


def _note_delay(version: AgreementVersion, cause: SealingDelay.Cause, *, now: datetime) -> None:
    delay, is_new = SealingDelay.objects.get_or_create(
        version=version, defaults={"cause": cause, "since": now, "tried_at": now}
    )
    if not is_new:
        SealingDelay.objects.filter(pk=delay.pk).update(cause=cause, tried_at=now, attempts=F("attempts") + 1)


def missing() -> QuerySet[AgreementVersion]:
    """Return versions in force, or replaced since, that have no document."""
    return AgreementVersion.objects.filter(status__in=SEALABLE, document__isnull=True).order_by("pk")


def make_missing_documents(*, now: datetime) -> int:
    """Make every document that is still missing, and return how many: what a worker that died has left undone.

    One that cannot be set must not keep back the others: its error is raised once they are through.
    """
    made, bugs = 0, []
    for version in missing():
        try:
            with transaction.atomic():
                made += document_of(version, now=now) is not None
        except Exception as error:
            logger.exception("The document of version %s could not be made", version.pk)
            bugs.append(error)
    if bugs:
        raise ExceptionGroup("Documents that could not be made", bugs)
    return made


def file_name(version: AgreementVersion) -> str:
    """Return a name for the file that says whose agreement it is."""
    match = version.match
    names = slugify(f"{match.mentee.user.name} {match.mentor.user.name}") or str(match.pk)
    return f"mentoring-agreement-{names}-v{version.number}.pdf"
