from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from meetings.calendar.revisions import EventChange, Revision, first, revised

NOW = datetime(2026, 3, 3, 9, 0, 0, 123456, tzinfo=UTC)
# What is changed, and how many seconds the clock has gone on (or back) since.
HISTORIES = st.lists(st.tuples(st.sampled_from(EventChange), st.integers(-100, 1000)), max_size=40)


@settings(max_examples=1000)
@given(HISTORIES)
def test_c04_sequence_rises_by_one_unless_only_text_changed_and_dtstamp_always_rises(
    history: list[tuple[EventChange, int]],
) -> None:
    held, now = first(NOW), NOW
    for change, seconds in history:
        now += timedelta(seconds=seconds)

        after = revised(held, change, now=now)

        assert after.sequence - held.sequence == (0 if change is EventChange.TEXT else 1)
        assert after.stamped_at > held.stamped_at
        assert after.stamped_at.microsecond == 0
        held = after


def test_c04_one_meeting_goes_on_from_the_sequence_of_its_series() -> None:
    series = Revision(3, NOW.replace(microsecond=0))

    assert revised(first(NOW), EventChange.TIME, now=NOW, series=series).sequence == 4
    assert (
        revised(Revision(7, NOW.replace(microsecond=0)), EventChange.CANCELLATION, now=NOW, series=series).sequence == 8
    )
