"""What the stories of an emailed link share: an agreement that waits for the mentee's supervisor, and the link."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.utils import timezone

from agreements.models import AgreementVersion, SignatureRequest
from agreements.tests.stories import link_to, request_of, with_supervisors


@pytest.fixture
def now() -> datetime:
    """Pages ask the clock themselves, so these stories happen now."""
    return timezone.now() - timedelta(minutes=20)


@pytest.fixture
def version(now: datetime) -> AgreementVersion:
    return with_supervisors(now=now)


@pytest.fixture
def asked(version: AgreementVersion) -> SignatureRequest:
    return request_of(version, "mentee_supervisor")


@pytest.fixture
def link(asked: SignatureRequest, now: datetime) -> str:
    return link_to(asked.signer, now=now)
