"""The settings as mypy's Django plugin sees them: those of a test run, so that plain `mypy` needs no environment."""

import os

os.environ.setdefault("WHETSTONE_MODE", "test")

from mentoring.settings import *  # noqa: F403 - only after the mode is set
