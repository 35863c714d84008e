"""Someone types, is signed out meanwhile, and finds the text in its form after signing in again (E-31)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.contrib.sessions.models import Session
from django.urls import reverse

from agreements.tests.factories import AgreementVersionFactory
from people.policy import Role
from people.tests.factories import UserFactory
from programs.models import Cohort, Program
from programs.tests.factories import CohortFactory, ProgramFactory

if TYPE_CHECKING:
    from playwright.sync_api import Browser
    from pytest_django.live_server_helper import LiveServer

    from mentoring.tests.browser.person import Visitor
    from people.models import User

pytestmark = [pytest.mark.browser, pytest.mark.slow]

NAME = "Kit, as my friends say"


@pytest.fixture
def person(transactional_db: None) -> User:
    return UserFactory.create(name="Ada Able", languages=["en"])


@pytest.fixture
def program(transactional_db: None) -> Program:
    coordinator = UserFactory.create(name="Cleo Coordinator", is_staff=True)
    return ProgramFactory.create(coordinator=coordinator, name="Peers")


def sign_in_from_here(visitor: Visitor, user: User) -> None:
    """Be signed in as someone, and go where the page leads on to after that."""
    link = visitor.main.get_by_role("link", name="Sign in and continue").first.get_attribute("href")
    assert link
    assert link.startswith(reverse("account_login") + "?next=")
    visitor.become(user)
    visitor.open(link)


def kept(visitor: Visitor) -> int:
    found: int = visitor.page.evaluate("Object.keys(sessionStorage).filter(key => key.startsWith('unsent:')).length")
    return found


def test_e31_typed_text_is_back_in_its_form_after_signing_in_again(visitor: Visitor, person: User) -> None:
    visitor.become(person)
    visitor.open(reverse("people:account"))
    visitor.fill("What should we call you?", NAME)
    Session.objects.all().delete()
    visitor.press("Save")
    visitor.sees("You were signed out", "Your text is still here, in this browser only", "four hours")
    assert not visitor.main.get_by_role("button", name="Send again").is_visible()

    sign_in_from_here(visitor, person)

    visitor.sees("Your text is back in the form.")
    assert visitor.main.get_by_label("What should we call you?").input_value() == NAME
    visitor.press("Save")
    visitor.page.get_by_text("Saved.").wait_for()
    person.refresh_from_db()
    assert person.known_as == NAME
    assert kept(visitor) == 0
    assert visitor.inspection.findings == [], visitor.inspection.report()


def test_e31_another_person_at_the_same_browser_never_sees_it(visitor: Visitor, person: User) -> None:
    other = UserFactory.create(name="Bo Other", known_as="Bo")
    visitor.become(person)
    visitor.open(reverse("people:account"))
    visitor.fill("What should we call you?", NAME)
    Session.objects.all().delete()
    visitor.press("Save")
    visitor.sees("You were signed out")
    assert kept(visitor) == 1

    sign_in_from_here(visitor, other)

    assert visitor.main.get_by_label("What should we call you?").input_value() == "Bo"
    assert NAME not in visitor.page.content()
    assert kept(visitor) == 0
    visitor.become(person)
    visitor.open(reverse("people:account"))
    assert visitor.main.get_by_label("What should we call you?").input_value() == ""


def test_e31_signing_out_takes_the_text_away(visitor: Visitor, person: User) -> None:
    visitor.become(person)
    visitor.open(reverse("people:account"))
    visitor.fill("What should we call you?", NAME)
    Session.objects.all().delete()
    visitor.press("Save")
    visitor.sees("You were signed out")
    visitor.become(person)
    visitor.open(reverse("account_logout"))
    visitor.page.get_by_role("button", name="Sign out").click()
    visitor.page.wait_for_load_state()

    assert kept(visitor) == 0


def test_e31_it_is_forgotten_after_four_hours(visitor: Visitor, person: User) -> None:
    visitor.become(person)
    visitor.open(reverse("people:account"))
    visitor.fill("What should we call you?", NAME)
    Session.objects.all().delete()
    visitor.press("Save")
    visitor.sees("You were signed out")
    visitor.page.evaluate("""() => {
        const [key] = Object.keys(sessionStorage).filter(key => key.startsWith("unsent:"));
        const entry = JSON.parse(sessionStorage.getItem(key));
        sessionStorage.setItem(key, JSON.stringify({ ...entry, at: entry.at - 4 * 60 * 60 * 1000 - 1 }));
    }""")

    sign_in_from_here(visitor, person)

    assert visitor.main.get_by_label("What should we call you?").input_value() == ""
    assert kept(visitor) == 0


def test_e31_a_form_of_the_desk_comes_back_with_its_rows(visitor: Visitor, program: Program) -> None:
    coordinator = program.people_with(Role.COORDINATOR)[0]
    visitor.become(coordinator)
    page = reverse("admin:programs_program_change", args=[program.pk])
    visitor.open(f"{page}?part=resources")
    visitor.main.get_by_role("link", name="Add another").click()
    visitor.main.get_by_label("Name", exact=True).locator("visible=true").last.fill("The first hour")
    Session.objects.all().delete()
    visitor.save()
    visitor.sees("You were signed out")

    sign_in_from_here(visitor, coordinator)

    visitor.sees("Your text is back in the form.")
    assert visitor.main.get_by_label("Name", exact=True).locator("visible=true").last.input_value() == "The first hour"
    visitor.save()
    assert program.resources.get().name == "The first hour"


def test_e31_a_long_form_of_the_desk_comes_back(visitor: Visitor, program: Program) -> None:
    coordinator = program.people_with(Role.COORDINATOR)[0]
    cohort = CohortFactory.create(program=program, name="Autumn")
    visitor.become(coordinator)
    visitor.open(reverse("admin:programs_cohort_change", args=[cohort.pk]))
    visitor.page.locator("[name=name]").fill("Spring of next year")
    Session.objects.all().delete()
    visitor.save()

    sign_in_from_here(visitor, coordinator)

    assert visitor.page.locator("[name=name]").input_value() == "Spring of next year"
    visitor.save()
    assert Cohort.objects.get(pk=cohort.pk).name == "Spring of next year"
    assert visitor.inspection.findings == [], visitor.inspection.report()


def test_e31_without_javascript_the_text_is_sent_again_from_its_page(
    browser: Browser, live_server: LiveServer, visitor: Visitor, person: User
) -> None:
    context = browser.new_context(base_url=live_server.url, java_script_enabled=False)
    visitor.context.close()
    visitor.context, visitor.page = context, context.new_page()
    sign_in_by_the_demo(visitor, person)
    visitor.page.goto(reverse("people:account"))
    visitor.fill("What should we call you?", NAME)
    Session.objects.all().delete()
    visitor.main.get_by_role("button", name="Save").click()
    visitor.sees("You were signed out", "Leave this page open.")
    waiting, visitor.page = visitor.page, context.new_page()
    sign_in_by_the_demo(visitor, person)
    visitor.page = waiting

    visitor.main.get_by_role("button", name="Send again").click()
    visitor.sees("This was not saved yet")
    visitor.main.get_by_role("button", name="Send again").click()

    visitor.page.get_by_text("Saved.").wait_for()
    person.refresh_from_db()
    assert person.known_as == NAME


def sign_in_by_the_demo(visitor: Visitor, user: User) -> None:
    """Sign in as a browser without scripts does."""
    visitor.page.goto(f"{reverse('demo:sign_in')}?q={user.email}")
    visitor.page.locator(f"form[action='{reverse('demo:sign_in_as', args=[user.pk])}'] button").first.click()
    visitor.page.wait_for_url("**/")


def test_e31_rows_that_were_added_come_back_too(visitor: Visitor, transactional_db: None) -> None:
    version = AgreementVersionFactory.create()
    mentee = version.match.mentee.user
    visitor.become(mentee)
    page = reverse("agreements:edit_goals", args=[version.match.pk])
    visitor.open(page)
    visitor.press("Add another goal")
    visitor.page.locator("[name=form-1-what]").fill("Listen to people")
    visitor.page.locator("[name=form-1-measure]").fill("They say so")
    visitor.page.locator("[name=form-1-by_on]").fill("2099-06-30")
    Session.objects.all().delete()
    visitor.press("Save and continue")

    sign_in_from_here(visitor, mentee)

    visitor.sees("Your text is back in the form.")
    assert visitor.page.locator("[name=form-1-what]").input_value() == "Listen to people"
    visitor.press("Save and continue")
    visitor.page.get_by_text("Saved.").wait_for()
    assert [goal.what for goal in version.goals.order_by("pk")][1:] == ["Listen to people"]


def test_e30_both_texts_are_shown_on_the_desk_and_in_the_portal(
    visitor: Visitor, program: Program, person: User
) -> None:
    coordinator = program.people_with(Role.COORDINATOR)[0]
    visitor.become(coordinator)
    visitor.open(reverse("admin:programs_program_change", args=[program.pk]))
    Program.objects.filter(pk=program.pk).update(purpose="Learn from each other, across departments and sites.")
    visitor.page.locator("[name=purpose]").fill("Learn faster, and get to know people whom one would never meet.")
    visitor.save()
    visitor.sees("Two versions", "Learn from each other, across departments and sites.")
    visitor.tick("Keep what is saved for “Purpose”")
    visitor.save()
    assert Program.objects.get(pk=program.pk).purpose == "Learn from each other, across departments and sites."

    visitor.become(person)
    visitor.open(reverse("people:account"))
    type(person).objects.filter(pk=person.pk).update(known_as="Kit")
    visitor.fill("What should we call you?", "Kat")
    visitor.press("Save")
    visitor.sees("Two versions", "Kit")
    visitor.press("Save")
    visitor.page.get_by_text("Saved.").wait_for()
    person.refresh_from_db()
    assert person.known_as == "Kat"
    assert visitor.inspection.findings == [], visitor.inspection.report()


def test_what_is_refused_has_a_page(visitor: Visitor, person: User) -> None:
    visitor.become(person)
    for page in ("/matches/7/accept/", "/meetings/7/met/", "/nothing/here/"):
        visitor.open(page)

    assert visitor.inspection.findings == [], visitor.inspection.report()
