"""The seven people of the walk through the main job, and what they do, one method a step of the flow."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING

from mentoring.tests.browser.inspection import Inspection
from mentoring.tests.browser.person import Person
from mentoring.tests.browser.stack import Stack

if TYPE_CHECKING:
    from playwright.sync_api import Browser

    from mentoring.tests.browser.postbox import Mail


class Cast:
    """The seven, and what they do, one method a step of the flow."""

    def __init__(self, stack: Stack, browser: Browser) -> None:
        self.stack = stack
        self.inspection = Inspection()
        self.paula = self.person(browser, "paula@example.org", name="Paula Brandt", desk=True)
        self.henrik = self.person(browser, "henrik@example.org", name="Henrik Olsen")
        self.meera = self.person(browser, "meera@example.org", name="Meera Nair")
        self.tomasz = self.person(browser, "tomasz@example.org", name="Tomasz Nowak")
        self.ada = self.person(browser, "ada@example.org", name="Ada Kaya")
        self.sam = self.person(browser, "sam@example.org", name="Sam Okafor")
        self.lena = self.person(browser, "lena@example.org", name="Lena Vogel")
        self.start = next_weekday(date.today() + timedelta(days=15), 1)
        self.end = self.start + timedelta(days=122)

    def person(self, browser: Browser, email: str, *, name: str, desk: bool = False) -> Person:
        """Give someone a browser; all pages of all people are inspected together."""
        return Person(self.stack, browser, self.inspection, email, name=name, desk=desk)

    def found_program(self) -> None:
        """A coordinator creates a program with its committee, guidelines and cohort."""
        paula = self.paula
        paula.sign_in("/admin/")
        paula.sees("Import the directory", "Create a program")
        paula.open("/admin/programs/supportcontact/add/")
        paula.fill("Name", "Employee assistance line")
        paula.fill("What for", "Free and confidential help")
        paula.fill("Phone", "+49 30 555 0100")
        paula.save()
        paula.open("/admin/programs/program/add/")
        paula.fill("Name", "Peer Mentoring")
        paula.fill("Purpose", "Colleagues pass on what no manual holds.")
        paula.fill("What it means for the business", "Know-how stays.")
        paula.fill("What it means for the employee", "An hour a week with a colleague.")
        paula.save()
        for member in ("Henrik", "Meera"):
            self.add_to_committee(member)
        paula.open("/admin/programs/program/1/change/")
        paula.press("Write the guidelines")
        paula.fill("Length of a relationship", "4")
        paula.save(and_stay=True)
        paula.press("Send to the committee")
        paula.sees("With the committee")
        paula.open("/admin/programs/cohort/add/")
        paula.choose("program", "Peer Mentoring")
        paula.fill("Name", "Winter")
        paula.fill("Enrolment until", (self.start - timedelta(days=1)).isoformat())
        paula.fill("Relationships start", self.start.isoformat())
        paula.fill("Relationships end", self.end.isoformat())
        paula.save()

    def add_to_committee(self, name: str) -> None:
        """Find a colleague by name and give them the role."""
        page = self.paula.page
        self.paula.open("/admin/programs/membership/add/")
        self.paula.choose("program", "Peer Mentoring")
        page.locator(".select2-selection").first.click()
        page.locator(".select2-search__field").fill(name)
        page.locator(".select2-results__option", has_text=name).first.click()
        self.paula.choose("role", "Committee member")
        self.paula.save()

    def approve_guidelines(self) -> None:
        """Two committee members follow the link in their mail, read, and approve; then enrolment opens."""
        for member in (self.henrik, self.meera):
            member.sign_in(self.stack.mail(member.email, "Approve guidelines").link)
            member.press("Approve version 1")
            member.sees("You approved this version")
        self.stack.mail("paula@example.org", "Approved: guidelines")
        self.paula.open("/admin/programs/cohort/1/change/")
        self.paula.press("Open enrolment")
        self.paula.sees("Close enrolment and match")

    def apply_as_mentor(self) -> None:
        """A colleague applies, with the eighteen criteria; the coordinator accepts."""
        tomasz = self.tomasz
        tomasz.sign_in("/programs/peer-mentoring/")
        tomasz.follow("Apply as a mentor")
        tomasz.press("Begin")
        tomasz.fill("What can you pass on?", "I have led three projects.")
        tomasz.press("Save and continue")
        tomasz.tick("Planning a project", "Difficult conversations")
        tomasz.press("Save and continue")
        tomasz.tick("Lead people or projects", "I do it often")
        tomasz.press("Save and continue")
        tomasz.tick("Data and analysis")  # what would come back
        tomasz.press("Save and continue")
        tomasz.press("Save and continue")  # wishes: either is fine
        tomasz.tick("Video call", "In person", "English")
        tomasz.press("Save and continue")
        tomasz.tick("Monday afternoon", "Tuesday morning")
        tomasz.press("Save and continue")
        tomasz.press("Save and continue")  # needs nothing to take part
        tomasz.press("Begin")
        for number in range(1, 19):
            tomasz.sees(f"Question {number} of 18")
            tomasz.page.locator("input[name=score]").nth(2).check(force=True)
            tomasz.press("Save and continue")
        tomasz.press("Finish")
        tomasz.sees("You are ready")
        tomasz.follow("Continue your application")
        tomasz.page.get_by_label("I have read this").check(force=True)
        tomasz.press("Save and continue")
        tomasz.press("Send my application")
        tomasz.sees("Your application is sent")
        self.paula.open("/admin/")
        self.paula.follow("Decide on mentor applications")
        self.paula.follow("Tomasz Nowak")
        self.paula.press("Accept into the pool")
        self.stack.mail(tomasz.email, "in the mentor pool")

    def sign_up_as_mentee(self) -> None:
        """Another colleague signs up to learn, and ranks the mentor."""
        ada = self.ada
        ada.sign_in("/programs/peer-mentoring/")
        ada.follow("Sign up as a mentee")
        ada.press("Begin")
        ada.fill("What do you want to learn?", "I want to lead my first project.")
        ada.fill("Why, and why now?", "I take over a new area in spring.")
        ada.press("Save and continue")
        ada.tick("Planning a project", "Speaking to a group")
        ada.press("Save and continue")
        ada.tick("Lead people or projects", "It is new to me")
        ada.press("Save and continue")
        ada.tick("Data and analysis")  # what could come back
        ada.press("Save and continue")
        ada.press("Save and continue")  # wishes: either is fine
        ada.tick("Video call", "English")
        ada.press("Save and continue")
        ada.tick("Tuesday morning")
        ada.press("Save and continue")
        ada.press("Save and continue")  # needs nothing to take part
        ada.follow("No one, continue")
        ada.press("Add as choice 1")
        ada.follow("Continue")
        ada.page.get_by_label("I have read this").check(force=True)
        ada.press("Save and continue")
        ada.press("Sign me up")
        ada.sees("You are signed up")

    def match(self) -> None:
        """The coordinator runs the matching, sees why, and publishes; both say yes."""
        paula = self.paula
        paula.open("/admin/programs/cohort/1/change/")
        paula.press("Close enrolment and match")
        paula.open("/admin/matching/scenario/add/")
        paula.fill("Name", "Balanced")
        paula.press("Save and run")
        paula.main.locator("a:visible", has_text="Publish").first.wait_for()  # the page looks again by itself
        paula.follow("Ada Kaya")  # the pair, with every part of its score
        paula.sees("Planning a project")
        paula.follow("Overview")
        paula.follow("Publish")
        paula.press("Publish and send")
        for person in (self.ada, self.tomasz):
            person.open_mail("Say yes or no")
            person.press("Yes")
        self.tomasz.sees("Write your mentoring agreement together")

    def write_agreement(self) -> None:
        """The pair writes the agreement together: one the goals, the other the standing appointment."""
        ada = self.ada
        ada.open("/")
        ada.follow("Write it")
        ada.follow("Goals")
        ada.fill("Goal*", "Lead one project")
        ada.fill("How you will know", "Two milestones are met")
        ada.fill("By when", (self.start + timedelta(days=90)).isoformat())
        ada.press("Save and continue")
        self.tomasz.open("/agreements/1/edit/meetings/")
        self.tomasz.fill("Start", "10:00")
        self.tomasz.main.locator("select[name=weekday]").select_option("1")
        self.tomasz.press("Save and read the whole text")
        ada.open("/agreements/1/check/")
        ada.sees("Lead one project")
        ada.press("Send for signature")

    def sign(self) -> None:
        """Both sign in the portal; both supervisors by the link in their mail, without an account."""
        self.answer_yes(self.ada, limits=True)
        self.tomasz.open_mail("Sign the mentoring agreement")
        self.answer_yes(self.tomasz, limits=True)
        for supervisor in (self.sam, self.lena):
            text = supervisor.open_mail("Sign the mentoring agreement")
            assert "You don’t need an account" in text
            supervisor.sees("Opening the page signs nothing.")
            supervisor.tick("This link came to me by email.")
            supervisor.press("Continue")
            assert supervisor.page.url.endswith("/sign/agreement/")  # the link is out of the address
            self.answer_yes(supervisor)
        in_force = self.stack.mail(self.ada.email, "in force")
        assert [name for name in in_force.attachments if name.endswith(".pdf")]
        invitation = self.stack.mail(self.ada.email, "meetings with Tomasz")
        assert "invite.ics" in invitation.attachments
        self.ada.open("/agreements/1/")
        with self.ada.page.expect_download() as download:
            self.ada.main.get_by_role("link", name="Open the signed PDF").evaluate(
                "link => { link.download = ''; link.click() }"
            )
        assert download.value.path().read_bytes().startswith(b"%PDF")

    def answer_yes(self, person: Person, *, limits: bool = False) -> None:
        """Choose, consent, type one's name, confirm."""
        person.tick("I sign this agreement")
        boxes = ("confidentiality", "not_mentoring", "consent") if limits else ("consent",)
        for name in boxes:
            person.page.locator(f"input[name={name}]").check(force=True)
        person.fill("Your full name", person.name)
        person.press("Confirm my answer")
        person.sees("You have signed")

    def meet(self) -> None:
        """A reminder comes, they meet, one says so and keeps a note that the other does not see."""
        self.go_to(self.start - timedelta(days=1), 10)
        self.stack.run("meetings.tasks.queue_reminders")
        self.mail_due(self.ada, "tomorrow at 10:00")
        self.go_to(self.start, 12)
        ada = self.ada
        ada.sign_in()
        ada.follow("Say whether you met")
        ada.press("We met")
        ada.sees("Took place")
        ada.fill("Your note", "Ask about the budget.")
        ada.press("Save the note")
        self.tomasz.sign_in(ada.page.url)
        self.tomasz.sees("Took place")
        assert "budget" not in self.tomasz.page.content()

    def answer_survey(self) -> None:
        """Two weeks in, both are asked; one answers."""
        self.go_to(self.start + timedelta(days=17), 10)
        self.stack.run("evaluation.tasks.open_surveys")
        self.ada.open(self.mail_due(self.ada, "Answer 2 questions").link)
        self.sign_in_again(self.ada)
        self.ada.sees("Your answers are anonymous")
        self.ada.main.get_by_text("Yes", exact=True).click()
        self.ada.main.get_by_text("No, I am fine").click()
        self.ada.press("Check your answers")
        self.ada.press("Send my answers")
        self.ada.sees("Thank you for your answers")

    def close(self) -> None:
        """At the end both are asked once more, and each writes a summary."""
        self.go_to(next_weekday(self.end + timedelta(days=1), 1), 10)
        self.stack.run("evaluation.tasks.open_surveys")
        self.stack.run("evaluation.tasks.close_finished")
        self.mail_due(self.ada, "Answer 15 questions")
        for person, learnt in ((self.ada, "To plan in steps."), (self.tomasz, "To explain without telling.")):
            person.sign_in("/matches/1/summary/")
            person.fill("What did you learn?", learnt)
            person.press("Save my summary")
            person.sees("Your summary is saved")

    def report(self) -> None:
        """The coordinator makes the report; a committee member reads its figures, and no answers of so few people."""
        self.paula.sign_in("/admin/evaluation/report/add/")
        self.paula.choose("cohort", "Peer Mentoring: Winter")
        self.paula.save()
        henrik = self.henrik
        henrik.open(self.mail_due(henrik, "Read the new report").link)
        self.sign_in_again(henrik)
        henrik.sees("Colleagues pass on what no manual holds.")
        text = re.sub(r"\s+", " ", henrik.main.inner_text())
        for figure in ("100 % Match rate 1 of 1", "100 % Signature rate 1 of 1", "1 Held", "2 of 2"):
            assert figure in text, text
        assert "No, I am fine" not in text

    def go_to(self, day: date, hour: int) -> None:
        """Let time pass until the hour (UTC) of the day."""
        wanted = datetime.combine(day, time(hour), tzinfo=UTC)
        self.stack.pass_time(wanted - self.stack.now())

    def mail_due(self, person: Person, words: str) -> Mail:
        """Let the worker send what is due, as beat does each minute, and take the mail."""
        self.stack.run("notifications.tasks.deliver")
        return self.stack.mail(person.email, words)

    def sign_in_again(self, person: Person) -> None:
        """After weeks, the page asks who it is; signing in leads on to it."""
        if "/accounts/login/" in person.page.url:
            person.sign_in(person.page.url.replace(self.stack.url, ""))


def next_weekday(day: date, weekday: int) -> date:
    """The first such day of the week on or after a day; Monday is 0."""
    return day + timedelta(days=(weekday - day.weekday()) % 7)
