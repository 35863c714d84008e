"""The one mover: what the table allows is set and nothing else, and the person who asks for more reads the refusal."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

import pytest

from people.errors import PeopleError
from people.models import AddressChange, AddressStatus, IdentityReplacement, ReplacementStatus
from people.status import WrongMoveError, before_move, can_move, move, move_all, require_move
from people.tests.factories import UserFactory

if TYPE_CHECKING:
    from datetime import datetime

    from people.status import Transitions


class Letter:
    """A row with a status under another name."""

    transitions: ClassVar[Transitions] = {"written": {"posted"}, "posted": {"posted"}, "burned": set()}

    def __init__(self, state: str = "written") -> None:
        self.state = state
        self.status = "not looked at"


def test_a_move_that_the_table_allows_is_made_and_tells_the_former_status() -> None:
    letter = Letter()

    assert move(letter, "posted", field="state") == "written"

    assert (letter.state, letter.status) == ("posted", "not looked at")


def test_a_move_that_the_table_forbids_raises_the_refusal_and_changes_nothing() -> None:
    letter = Letter("burned")

    with pytest.raises(PeopleError, match="ashes"):
        move(letter, "posted", PeopleError("There are only ashes."), field="state")

    assert letter.state == "burned"


def test_a_status_stays_only_where_the_table_says_that_it_can() -> None:
    assert can_move(Letter("posted"), "posted", field="state")
    assert not can_move(Letter(), "written", field="state")


def test_asking_first_refuses_in_the_same_way_and_moves_nothing() -> None:
    letter = Letter()

    require_move(letter, "posted", PeopleError("no"), field="state")
    with pytest.raises(PeopleError, match="no"):
        require_move(letter, "burned", PeopleError("no"), field="state")

    assert letter.state == "written"


def test_without_a_refusal_a_wrong_move_is_a_mistake_that_nobody_takes_for_a_sentence() -> None:
    with pytest.raises(WrongMoveError, match="Letter: written to burned"):
        move(Letter(), "burned", field="state")


def test_every_status_from_which_one_may_come_is_known() -> None:
    assert before_move(IdentityReplacement, ReplacementStatus.REFUSED) == ["asked", "tried"]
    assert before_move(IdentityReplacement, ReplacementStatus.TRIED) == []


@pytest.mark.django_db
def test_of_many_rows_those_move_that_may_and_the_others_stay_untouched(now: datetime) -> None:
    waiting, replaced = (
        AddressChange.objects.create(
            person=UserFactory(), old=f"old{number}@example.org", new=f"new{number}@example.org", asked_at=now, **how
        )
        for number, how in enumerate([{}, {"status": AddressStatus.REPLACED, "decided_at": now}])
    )
    later = now.replace(year=now.year + 1)

    assert move_all(AddressChange.objects.all(), AddressStatus.STOPPED, decided_at=later) == 1

    waiting.refresh_from_db()
    replaced.refresh_from_db()
    assert (waiting.status, waiting.decided_at) == (AddressStatus.STOPPED, later)
    assert (replaced.status, replaced.decided_at) == (AddressStatus.REPLACED, now)
