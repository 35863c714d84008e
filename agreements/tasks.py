"""What Celery runs for agreements. Tasks take ids and may run twice."""

from __future__ import annotations

import logging

from celery import shared_task
from django.utils import timezone

from agreements import emails
from agreements.documents import documents
from agreements.documents.documents import make_missing_documents
from agreements.models import AgreementVersion
from agreements.signing import lapsing, reminders
from agreements.verification import walk
from people.record import marks

logger = logging.getLogger(__name__)


@shared_task
def make_document(version_id: int) -> None:
    """Make the PDF of a version that has come into force, or note what it waits for."""
    version = AgreementVersion.objects.filter(pk=version_id).first()
    if version is None:
        logger.warning("No version %s to make a document of", version_id)
        return
    documents.document_of(version, now=timezone.now())


@shared_task
def sweep_documents() -> int:
    """Make the documents that are still missing."""
    return make_missing_documents(now=timezone.now())


@shared_task
def remind_signers() -> int:
    """Return what can no longer be signed, and remind those who have not signed the rest."""
    now = timezone.now()
    lapsing.return_outdated(now=now)
    return reminders.remind_signers(now=now)


@shared_task(time_limit=3300)
def verify_agreements() -> int:
    """Walk everything that is on record, and tell the administrators what was found; return how much does not fit.

    Marks under earlier secrets are made with the present one, so that the earlier can be dropped.
    """
    now = timezone.now()
    verification = walk.verify_all(now=now)
    marks.renew()
    emails.verified(verification, now=now)
    if verification.number is None:
        message = (
            "The check of all agreements could not be kept. Run manage.py verify_agreements and read what it names."
        )
        raise RuntimeError(message)
    return len(verification.problems)
