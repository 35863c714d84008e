"""Who is counted together, and for how long."""

from __future__ import annotations

from unittest.mock import patch

import pytest
from django.core.cache import cache

from web import throttle


def test_what_comes_from_one_place_is_counted_until_the_time_is_over() -> None:
    with patch("time.time", return_value=1000.0):
        counts = [throttle.count("door", seconds=60) for _try in range(3)]
        other = throttle.count("window", seconds=60)
    with patch("time.time", return_value=1059.0):
        counts.append(throttle.count("door", seconds=60))
    with patch("time.time", return_value=1061.0):
        counts.append(throttle.count("door", seconds=60))

    assert (counts, other) == ([1, 2, 3, 4, 1], 1)


def test_a_count_that_ran_out_between_two_steps_begins_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    cache.set("door", 19, 60)
    monkeypatch.setattr(cache, "add", lambda *_args: cache.delete("door") and False)

    assert throttle.count("door", seconds=60) == 1


@pytest.mark.parametrize(
    ("address", "place"),
    [
        (None, "unknown"),
        ("192.0.2.7", "192.0.2.7"),
        ("2001:db8:0:1::7", "2001:db8:0:1::"),
        ("2001:db8:0:1:ffff::1", "2001:db8:0:1::"),
        ("2001:db8:0:2::7", "2001:db8:0:2::"),
        ("::1", "::"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
    ],
)
def test_an_address_counts_for_itself_and_with_ipv6_for_its_network(address: str | None, place: str) -> None:
    assert throttle.place_of(address) == place
