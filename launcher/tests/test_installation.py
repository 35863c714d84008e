"""Claims about what one machine runs."""

from __future__ import annotations

import os
import signal

import pytest

from launcher.demo import Demo
from launcher.installation import SIGNALS, StopRequested, stopping_by_signal


class Rubbish:
    """Is cleared up while somebody asks to stop: Python lets no exception out of here."""

    def __del__(self) -> None:
        os.kill(os.getpid(), signal.SIGTERM)


@pytest.mark.parametrize("number", SIGNALS)
def test_a_signal_ends_what_is_being_done(number: signal.Signals) -> None:
    with stopping_by_signal() as is_asked_to_stop:
        assert not is_asked_to_stop()
        with pytest.raises(StopRequested):
            os.kill(os.getpid(), number)
        assert is_asked_to_stop()


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_a_wish_to_stop_is_not_lost_where_python_ignores_exceptions() -> None:
    installation = Demo(8000)
    installation.look_after()
    with stopping_by_signal() as installation.is_asked_to_stop:
        rubbish = Rubbish()
        del rubbish
        with pytest.raises(StopRequested):
            installation.look_after()
