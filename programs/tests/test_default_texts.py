"""What the default guidelines promise is what the application does (E-27, P-11, P-12)."""

from __future__ import annotations

import pytest
from django.urls import reverse

from people.policy import Role
from people.tests.factories import UserFactory
from programs.guideline_versions import defaults
from programs.models.program import Format
from programs.tests.factories import (
    MembershipFactory,
    ProgramFactory,
    ResourceFactory,
    TrainingFactory,
    approved_guidelines,
)

FORMATS = [Format.PEER, Format.REVERSE, Format.ONBOARDING]


@pytest.mark.parametrize("program_format", FORMATS)
def test_e27_the_default_guidelines_promise_the_surveys_that_are_asked(program_format: Format) -> None:
    """The points are those of evaluation.survey.points, which stands further up and has tests of its own."""
    text = str(defaults.texts_for(program_format)["evaluation_text"])

    asked = "30, 60 and 90 days and at the end" if program_format == Format.ONBOARDING else "after 2 weeks, after 30 days, halfway and at the end"  # fmt: skip
    assert asked in text
    assert "ix months later" not in text


@pytest.mark.django_db
@pytest.mark.parametrize("program_format", FORMATS)
def test_e27_the_default_guidelines_name_only_support_that_the_page_has(client: object, program_format: Format) -> None:
    text = str(defaults.texts_for(program_format)["mentor_support"])
    program = ProgramFactory.create(format=program_format)
    approved_guidelines(program)
    facilitator = MembershipFactory.create(program=program, role=Role.FACILITATOR).user
    coordinator = MembershipFactory.create(program=program, role=Role.COORDINATOR).user
    training, resource = TrainingFactory.create(program=program), ResourceFactory.create(program=program)
    client.force_login(UserFactory.create())  # type: ignore[attr-defined]

    page = client.get(reverse("programs:program", args=[program.slug])).content.decode()  # type: ignore[attr-defined]

    assert "names its coordinator and its facilitator" in text
    assert "has the training and the reading" in text
    assert [one for one in (facilitator.name, coordinator.name, training.name, resource.name) if str(one) not in page] == []  # fmt: skip
    assert "six weeks" not in text
