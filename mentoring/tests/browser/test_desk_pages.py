"""Every list and form of the desk, as someone sees it who keeps the directory and runs a program too."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.contrib import admin
from django.urls import reverse
from django.utils import timezone

from matching.tests.factories import MentorRequestFactory
from mentoring.tests.browser.organisation import an_organisation
from notifications.tests.factories import MessageFactory
from people import audit
from people.accounts import addresses
from people.models import IdentityReplacement
from people.tests.factories import UserFactory
from programs.admin.parts import PARTS
from programs.models import Program, Resource
from programs.tests.factories import ApprovalFactory, MembershipFactory

if TYPE_CHECKING:
    from django.db.models import Model

    from mentoring.tests.browser.person import Visitor
    from people.models import User

pytestmark = [pytest.mark.browser, pytest.mark.slow(minutes=4)]

MODELS = sorted(admin.site._registry, key=lambda model: model._meta.label)


@pytest.fixture
def administrator(transactional_db: None) -> User:
    """Return the administrator of an organisation that has a row of everything, who is a coordinator too."""
    now = timezone.now()
    organisation = an_organisation(now)
    program = organisation.cohort.program
    MembershipFactory.create(program=program)
    addresses.ask(UserFactory.create(), "nora.new@example.org", by=organisation.administrator, now=now)
    IdentityReplacement.objects.create(person=UserFactory.create(), provider="work", uid="another", tried_at=now)
    ApprovalFactory.create(guidelines__program=program, guidelines__version=2)
    audit.record("program.founded", program, by=organisation.administrator, now=now)
    MessageFactory.create()
    MentorRequestFactory.create(mentee__cohort=organisation.cohort)
    return organisation.administrator


def address(model: type[Model], page: str, *args: object) -> str:
    """Return the address of a page of the desk."""
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{page}", args=args)


def test_every_list_and_form_of_the_desk_suits_everybody(visitor: Visitor, administrator: User) -> None:
    visitor.become(administrator)
    visitor.open("/admin/")

    for model in MODELS:
        rows = model._default_manager.managed_by(administrator)  # type: ignore[attr-defined]
        assert rows, model._meta.label
        visitor.open(address(model, "changelist"))
        if visitor.page.locator(f"a[href^='{address(model, 'add')}']").count():
            visitor.open(address(model, "add"))
        visitor.open(address(model, "change", rows[0].pk))

    assert visitor.inspection.findings == [], visitor.inspection.report()


def test_every_part_of_a_program_is_a_tab_away_and_suits_everybody(visitor: Visitor, administrator: User) -> None:
    page = address(Program, "change", Program.objects.get().pk)
    visitor.become(administrator)
    visitor.open(page)

    for part in PARTS.values():
        visitor.follow(str(part.label))
        visitor.page.wait_for_url(f"**{page}?part={part.key}")
        assert visitor.main.locator("[aria-current=page]").inner_text().startswith(str(part.label))

    visitor.follow("Committee and staff")
    visitor.main.get_by_role("link", name="Add another").click()
    visitor.inspection.look_at(visitor.page, "line added")
    visitor.follow("Resources")
    visitor.main.get_by_role("link", name="Add another").click()
    visitor.main.get_by_label("Name", exact=True).locator("visible=true").last.fill("The first hour")
    visitor.save()
    visitor.page.get_by_text("was changed successfully").wait_for()
    assert visitor.page.url.endswith(f"{page}?part=resources")
    assert Resource.objects.filter(name="The first hour").exists()
    assert visitor.inspection.findings == [], visitor.inspection.report()


def test_the_menu_of_the_desk_opens_closes_and_leads_out_by_the_keyboard(visitor: Visitor, administrator: User) -> None:
    visitor.become(administrator)
    visitor.open("/admin/programs/program/")
    menu, close = (visitor.page.get_by_role("button", name=name, exact=True) for name in ("Menu", "Close the menu"))

    menu.press("Enter")
    visitor.page.locator("summary", has_text=administrator.name).press("Enter")
    visitor.inspection.look_at(visitor.page, "menu open")
    close.press("Enter")
    close.wait_for(state="hidden")
    menu.press("Enter")
    visitor.page.get_by_role("link", name="Sign out").press("Enter")
    visitor.sees("Sign out?")

    assert visitor.inspection.findings == [], visitor.inspection.report()
