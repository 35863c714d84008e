"""A page that takes its piece by a status has one for each: a status without would be found by the first who has it."""

from __future__ import annotations

import pytest
from django.template.loader import get_template

from agreements.models import AgreementVersion, VersionStatus
from agreements.views import next_step
from matching.models import Match, MatchStatus
from matching.pairs.views import piece_of
from people.models import User
from pool.models import Mentee, Mentor


@pytest.mark.parametrize("status", [*VersionStatus.values, "over", "rests"])
def test_the_page_of_an_agreement_has_a_first_sentence_for_each_status(status: str) -> None:
    assert get_template(f"agreements/show/_lead_{status}.html") is not None


@pytest.mark.parametrize("status", VersionStatus.values)
@pytest.mark.parametrize("has_to_sign", [True, False])
@pytest.mark.parametrize("rests", [True, False])
@pytest.mark.parametrize("is_over", [True, False])
def test_the_page_of_an_agreement_says_what_is_next_or_nothing(
    status: str, *, has_to_sign: bool, rests: bool, is_over: bool
) -> None:
    piece = next_step(AgreementVersion(status=status), has_to_sign=has_to_sign, rests=rests, is_over=is_over)

    assert piece is None or get_template(piece) is not None


@pytest.mark.parametrize("status", [status for status in MatchStatus.values if status != MatchStatus.DRAFT])
def test_the_page_of_a_pair_has_a_piece_for_each_status(status: str) -> None:
    """Of a draft nobody of the pair knows."""
    mentor, mentee = User(pk=1), User(pk=2)
    match = Match(status=status, mentor=Mentor(user=mentor), mentee=Mentee(user=mentee))

    assert get_template(f"matching/match/_{piece_of(match, mentor)}.html") is not None
