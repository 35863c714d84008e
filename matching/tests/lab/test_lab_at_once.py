"""Two coordinators in one scenario: nobody decides about pairs that they have not seen (E-30)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from matching.lab import drafts, scenarios
from matching.models import DraftChange, HeldPair, Hold, Match, MatchStatus, Scenario
from matching.tests.lab.test_lab_pages import place
from people.policy import Role
from people.tests.factories import UserFactory
from pool.models import Mentee
from pool.tests.pages import text
from programs.tests.factories import MembershipFactory

if TYPE_CHECKING:
    from datetime import datetime

    from django.test import Client

    from matching.tests.lab.conftest import Contest
    from people.models import User

pytestmark = pytest.mark.django_db
TYPED = "They work on the same thing"
NEWER = "Someone else has changed this since you opened the page, so nothing was done."


def seen(client: Client, mentee: Mentee) -> dict[str, str]:
    """Return what the form on the page of a mentee carries."""
    scenario = Scenario.objects.get()
    return {"seen": client.get(place("assign", scenario.pk, mentee.pk)).context["seen"]}


def seen_in_all(scenario: Scenario) -> dict[str, str]:
    """Return what the page of publishing carries."""
    return {"seen": drafts.edition(Scenario.objects.get(pk=scenario.pk))}


@pytest.fixture
def other(contest: Contest) -> User:
    """Return another coordinator of the program."""
    user: User = UserFactory.create(name="Otto Other")
    MembershipFactory.create(program=contest.scenario.cohort.program, user=user, role=Role.COORDINATOR)
    return user


def decided_meanwhile(contest: Contest, other: User, *, now: datetime) -> None:
    """Pair someone by hand, as another coordinator, and have the rest worked out."""
    drafts.assign(contest.scenario, mentee=contest.keen, mentor=contest.other, reason="Agreed", by=other, now=now)
    scenarios.run_scenario(Scenario.objects.get(pk=contest.scenario.pk), now=now)


@pytest.mark.parametrize("deed", ["lock", "forbid", "pair"])
@pytest.mark.parametrize("carried", ["as it was seen", "nothing"])
def test_e30_a_decision_about_a_pair_that_another_has_changed_is_not_made_and_what_was_typed_is_there(
    client: Client, contest: Contest, other: User, deed: str, carried: str, now: datetime
) -> None:
    form = seen(client, contest.keen) if carried == "as it was seen" else {}
    decided_meanwhile(contest, other, now=now)
    before = list(HeldPair.objects.values_list("mentee", "mentor", "hold"))

    answer = client.post(
        place(deed, contest.scenario.pk, contest.keen.pk),
        {**form, "reason": TYPED, "mentor": contest.wanted.pk if deed == "pair" else ""},
    )

    assert list(HeldPair.objects.values_list("mentee", "mentor", "hold")) == before
    assert DraftChange.objects.count() == 1
    assert answer.status_code == 400
    page = answer.content.decode()
    assert "Otto Other" in page, "theirs, with the name and the reason"
    assert page.count("Error: ") == 1, "in the title, once (F-13)"
    if deed != "pair":
        assert NEWER in text(answer)
        assert f'value="{TYPED}"' in page

    again = client.post(
        place("lock", contest.scenario.pk, contest.keen.pk), {**seen(client, contest.keen), "reason": TYPED}
    )
    assert again.status_code == 302


@pytest.mark.parametrize("carried", ["as it was seen", "nothing"])
def test_e30_pairs_that_another_has_changed_are_not_published(
    client: Client, contest: Contest, other: User, carried: str, now: datetime
) -> None:
    form = seen_in_all(contest.scenario) if carried == "as it was seen" else {}
    decided_meanwhile(contest, other, now=now)
    publish = place("publish", contest.scenario.pk)

    answer = client.post(publish, {**form, "which": "all", "order": "mentor"})

    assert (answer.status_code, NEWER in text(answer)) == (400, True)
    assert not Match.objects.exclude(status=MatchStatus.DRAFT).exists()
    client.post(publish, {"seen": answer.context["seen"], "which": "all", "order": "mentor"})
    assert Match.objects.filter(status=MatchStatus.PROPOSED).exists()


def test_e30_of_two_who_publish_at_once_one_does(client: Client, contest: Contest) -> None:
    form = {**seen_in_all(contest.scenario), "which": "all", "order": "both"}
    publish = place("publish", contest.scenario.pk)
    client.post(publish, form)
    proposed = Match.objects.filter(status=MatchStatus.PROPOSED).count()

    answer = client.post(publish, form)

    assert answer.status_code == 302
    assert Match.objects.filter(status=MatchStatus.PROPOSED).count() == proposed


def test_e30_of_two_who_allow_a_pair_again_one_does(client: Client, contest: Contest, now: datetime) -> None:
    client.post(place("forbid", contest.scenario.pk, contest.keen.pk), {**seen(client, contest.keen), "reason": TYPED})
    scenarios.run_scenario(Scenario.objects.get(pk=contest.scenario.pk), now=now)
    held = HeldPair.objects.get(hold=Hold.FORBIDDEN)

    answers = [client.post(place("allow", contest.scenario.pk, held.pk), {"reason": TYPED}) for _once in range(2)]

    assert [answer.status_code for answer in answers] == [302, 404]
    assert DraftChange.objects.filter(deed="allow").count() == 1
