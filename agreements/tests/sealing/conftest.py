"""One key and one sealed PDF serve all tests of the seal."""

from __future__ import annotations

import pytest

from agreements.sealing.keys import SealingKey
from agreements.tests.sealing.making import new_key, sealed_pdf


@pytest.fixture(scope="session")
def key() -> SealingKey:
    return new_key()


@pytest.fixture(scope="session")
def sealed(key: SealingKey) -> bytes:
    return sealed_pdf(key)
