"""People and cohorts that several modules of tests begin with."""

from __future__ import annotations

from pool.tests.conftest import cohort, coordinator, user

__all__ = ["cohort", "coordinator", "user"]
