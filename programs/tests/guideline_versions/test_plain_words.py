"""Guidelines as people read them: the clauses of agreements, each under what a pair may do with it (P-25)."""

from __future__ import annotations

from datetime import datetime

import pytest

from people.tests.factories import UserFactory
from programs.guideline_versions import defaults, plain_words
from programs.guideline_versions.guidelines import send_to_committee, write_guidelines
from programs.models import Guidelines
from programs.tests.factories import GuidelinesFactory, MembershipFactory, ProgramFactory

pytestmark = pytest.mark.django_db


def agreement(guidelines: Guidelines) -> plain_words.GuidelinesSection:
    return next(section for section in plain_words.sections(guidelines) if section.key == "agreement")


def test_p25_clauses_are_read_as_lists_whatever_marks_were_typed() -> None:
    guidelines = GuidelinesFactory.create(fixed_clauses="- Ask.\n\n• Tell.\nListen.", optional_clauses="We take turns.")

    assert agreement(guidelines).texts == (
        ("Rules of this program. They are in every agreement.", "- Ask.\n- Tell.\n- Listen."),
        ("Rules to choose from. Each pair takes the ones that suit it.", "- We take turns."),
    )


def test_a22_readers_learn_in_which_order_an_agreement_is_signed() -> None:
    guidelines = GuidelinesFactory.create(signing_order="together")

    assert agreement(guidelines).facts == (("Who signs when", "All at the same time"),)


@pytest.mark.parametrize("program_format", ["peer", "reverse", "onboarding"])
def test_p25_a_first_version_begins_with_clauses_of_its_format(program_format: str, now: datetime) -> None:
    coordinator = UserFactory.create()
    program = ProgramFactory.create(format=program_format, coordinator=coordinator)

    guidelines = write_guidelines(program, by=coordinator, now=now)

    words = defaults.clauses_for(program_format)
    assert {name: getattr(guidelines, name) for name in words} == {name: str(text) for name, text in words.items()}


def test_p25_a_program_may_empty_every_clause(now: datetime) -> None:
    coordinator = UserFactory.create()
    program = ProgramFactory.create(coordinator=coordinator)
    MembershipFactory.create(program=program, role="committee")
    empty = dict.fromkeys(defaults.clauses_for("peer"), "")
    guidelines = write_guidelines(program, by=coordinator, now=now, approvals_needed=1, **empty)

    assert send_to_committee(guidelines, by=coordinator, now=now).status == "in_review"
