"""Pages on the narrowest phone, with text twice as large, and with the longest names: nothing is wider than the window."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from django.contrib import admin
from django.urls import reverse
from django.utils import timezone

from agreements.signing.links import signing_links
from agreements.tests import stories
from matching.models import Match
from matching.pairs import proposals, relationships
from mentoring.tests.browser.inspection import TOO_WIDE
from mentoring.tests.browser.organisation import an_organisation, enrolling_cohort
from mentoring.tests.marked_language import marked_language
from mentoring.tests.spoken import LongTranslation
from people.models import User
from people.tests.factories import UserFactory
from pool.tests.factories import MenteeFactory, MentorFactory, TopicFactory

if TYPE_CHECKING:
    from mentoring.tests.browser.person import Visitor

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]

LONG = "Wolfeschlegelsteinhausenbergerdorffwelchevoralternwarengewissenhaftschaferswess"
FORMS = ((320, 100), (390, 100), (390, 200), (1360, 200))
# What a finger must hit although no sentence stands around it (WCAG 2.5.8; F-08).
SMALL_LINKS = """() => [...document.querySelectorAll("a[href], button")].filter(link => {
    const box = link.getBoundingClientRect();
    if (!box.width || box.height >= 23.5 || link.closest(".visually-hidden, .skip") || link.matches(".visually-hidden")) return false;
    const around = link.parentElement;
    return getComputedStyle(link).display !== "inline" || around.textContent.trim() === link.textContent.trim();
}).map(link => `only ${Math.round(link.getBoundingClientRect().height)} px high: ${link.textContent.trim().slice(0, 40)}`)"""

# Lines of a menu or a task that spill over the next line, and words of them that are broken in two.
CROWDED = """() => [...document.querySelectorAll(".site-nav a, #nav-sidebar-apps ol a, .task :is(a, strong, .button), .next-action :is(h2, .button), .desk-item > div, .list-text > :is(a, strong)")].filter(link => link.getClientRects().length)
    .flatMap(link => {
        const found = link.scrollHeight > link.clientHeight + 1 ? [`spills over: ${link.textContent.trim()}`] : [];
        const texts = document.createTreeWalker(link, NodeFilter.SHOW_TEXT);
        for (let node = texts.nextNode(); node; node = texts.nextNode())
            for (const word of node.data.matchAll(/[^\\s-]+/g)) {
                const range = document.createRange();
                range.setStart(node, word.index);
                range.setEnd(node, word.index + word[0].length);
                const lines = new Set([...range.getClientRects()].map(box => Math.round(box.top)));
                if (lines.size > 1) found.push(`broken: ${word[0]}`);
            }
        return found;
    })"""
# Parts beside each other that are narrower than a few words of their own text.
SQUEEZED = """() => [...document.querySelectorAll(".desk-aside > *, .grid-2 > *")]
    .map(part => part.getBoundingClientRect().width / parseFloat(getComputedStyle(document.documentElement).fontSize))
    .filter(width => width && width < 15).map(width => `only ${width.toFixed(1)} rem wide`)"""


def give_everybody_a_long_name() -> None:
    """Let each person be called by 79 letters that no line can break, and by as many again."""
    for number, user in enumerate(User.objects.all()):
        User.objects.filter(pk=user.pk).update(name=f"{LONG} {number} {LONG}")


def narrow(visitor: Visitor, *paths: str) -> list[str]:
    """Return what is wider than the window on these pages, in each form, and the links too small for a finger."""
    findings = []
    for path in paths:
        findings += too_wide(visitor, path, forms=FORMS)
        findings += [f"{path} · {finding}" for finding in visitor.page.evaluate(SMALL_LINKS)]
    return findings


def too_wide(visitor: Visitor, path: str, *, forms: tuple[tuple[int, int], ...]) -> list[str]:
    """Return what is wider than the window on a page, in each form: pixels, and per cent of the usual text."""
    visitor.page.goto(path)
    visitor.page.wait_for_load_state()
    findings = []
    for width, text in forms:
        visitor.page.set_viewport_size({"width": width, "height": 844})
        visitor.page.evaluate("size => { document.documentElement.style.fontSize = size }", f"{text}%")
        where = f"{path} · {width} px, text at {text} %"
        findings += [f"{where} · {finding}" for finding in visitor.page.evaluate(TOO_WIDE)]
        visitor.inspection.picture(visitor.page, f"narrow {path} {width} {text}")
    visitor.page.evaluate("() => { document.documentElement.style.fontSize = '' }")
    return findings


def test_f01_pages_of_a_pair_fit_the_narrowest_phone_and_the_largest_text(visitor: Visitor) -> None:
    organisation = an_organisation(timezone.now())
    match, program = organisation.match, organisation.cohort.program
    give_everybody_a_long_name()
    visitor.become(match.mentee.user)
    findings = narrow(
        visitor,
        "/",
        "/programs/",
        "/matches/",
        "/meetings/",
        "/messages/",
        "/people/me/",
        reverse("programs:program", args=[program.slug]),
        reverse("matching:match", args=[match.pk]),
        reverse("matching:end", args=[match.pk]),
        reverse("agreements:show", args=[match.pk]),
        reverse("agreements:version", args=[match.pk, 1]),
        reverse("meetings:show", args=[organisation.held.pk]),
        reverse("meetings:show", args=[organisation.planned.pk]),
        reverse("meetings:goals", args=[match.pk]),
        reverse("evaluation:answer", args=[organisation.survey.pk]),
    )
    visitor.become(Match.objects.filter(status="proposed").first().mentor.user)
    findings += narrow(visitor, "/", "/matches/")
    visitor.become(organisation.administrator)
    findings += narrow(visitor, reverse("evaluation:report", args=[organisation.report.pk]), "/reports/")
    assert findings == [], "\n".join(findings)


def test_f01_pages_in_a_language_of_longer_words_fit_a_phone_and_a_desk(visitor: Visitor) -> None:
    """Accents on every letter that has one, and a third more words, as in German or Finnish."""
    organisation = an_organisation(timezone.now())
    match, program = organisation.match, organisation.cohort.program
    pages = {
        match.mentee.user: (
            "/",
            "/programs/",
            "/matches/",
            "/meetings/",
            "/people/me/",
            "/who-sees-what/",
            reverse("programs:program", args=[program.slug]),
            reverse("matching:match", args=[match.pk]),
            reverse("matching:end", args=[match.pk]),
            reverse("agreements:show", args=[match.pk]),
            reverse("meetings:show", args=[organisation.planned.pk]),
            reverse("evaluation:answer", args=[organisation.survey.pk]),
        ),
        organisation.administrator: (
            "/admin/",
            reverse("admin:matching_match_changelist"),
            reverse("admin:programs_program_change", args=[program.pk]),
            reverse("evaluation:report", args=[organisation.report.pk]),
        ),
    }
    findings = []
    with marked_language(LongTranslation):
        for person, paths in pages.items():
            visitor.become(person)
            for path in paths:
                findings += too_wide(visitor, path, forms=((390, 100), (1360, 100)))
                assert re.search("[àçéîñöüÿ]", visitor.page.content()), "the language is spoken"
    assert findings == [], "\n".join(findings)


def test_f01_choosing_mentors_fits_the_narrowest_phone_and_the_largest_text(visitor: Visitor) -> None:
    cohort = enrolling_cohort(timezone.now())
    topics = [TopicFactory.create(name=f"{word} {LONG}"[:60]) for word in ("Writing", "Reading")]
    MentorFactory.create_batch(3, program=cohort.program, topics=topics)
    mentee = MenteeFactory.create(cohort=cohort, topics=topics)
    give_everybody_a_long_name()
    visitor.become(mentee.user)
    findings = narrow(
        visitor,
        reverse("pool:mentee", args=[mentee.pk]),
        reverse("matching:mentors", args=[mentee.pk]),
        reverse("matching:suggestions", args=[mentee.pk]),
        reverse("pool:apart", args=[mentee.pk]),
    )
    assert findings == [], "\n".join(findings)


def test_f01_pages_of_what_is_over_fit_the_narrowest_phone_and_the_largest_text(visitor: Visitor) -> None:
    now = timezone.now()
    organisation = an_organisation(now)
    match = organisation.match
    proposed = Match.objects.filter(status="proposed").get()
    proposals.take_back(proposed, by=organisation.administrator, now=now)
    relationships.end_early(match, by=match.mentee.user, now=now)
    match.mentor.user.supervisor = match.mentee.user
    match.mentor.user.save()
    give_everybody_a_long_name()
    findings = []
    for person in (match.mentee.user, match.mentor.user):
        visitor.become(person)
        pages = (reverse("matching:match", args=[match.pk]), reverse("agreements:show", args=[match.pk]))
        findings += narrow(visitor, "/", "/matches/", *pages)
    visitor.become(match.mentee.user)
    refused = reverse("matching:accept", args=[match.pk])
    findings += narrow(visitor, reverse("pool:nominate", args=[organisation.cohort.program.slug]), refused)
    visitor.become(proposed.mentor.user)
    findings += narrow(visitor, reverse("matching:match", args=[proposed.pk]))
    assert findings == [], "\n".join(findings)


def test_f01_large_text_breaks_no_word_of_a_menu_and_squeezes_no_part_of_a_page(visitor: Visitor) -> None:
    organisation = an_organisation(timezone.now())
    pair = reverse("admin:meetings_pair_change", args=[organisation.match.pk])
    findings = []
    for person, path, width in (
        (organisation.match.mentee.user, "/", 390),
        (organisation.match.mentee.user, "/matches/", 390),
        (organisation.match.mentee.user, "/meetings/", 390),
        (organisation.match.mentee.user, "/programs/", 390),
        (organisation.match.mentee.user, reverse("programs:program", args=[organisation.cohort.program.slug]), 390),
        (organisation.administrator, "/", 320),
        (organisation.administrator, "/", 390),
        (organisation.administrator, "/admin/", 390),
        (organisation.administrator, pair, 1360),
        (organisation.administrator, reverse("admin:matching_scenario_coverage"), 1360),
    ):
        visitor.become(person)
        visitor.page.set_viewport_size({"width": width, "height": 844})
        visitor.page.goto(path)
        visitor.page.wait_for_load_state()
        for text in (100, 200):
            visitor.page.evaluate("size => { document.documentElement.style.fontSize = size }", f"{text}%")
            found = visitor.page.evaluate(CROWDED) + (visitor.page.evaluate(SQUEEZED) if width > 1000 else [])
            findings += [f"{path} · {width} px, text at {text} % · {finding}" for finding in found]
    assert findings == [], "\n".join(findings)


# What is left between the end of a page and the bar of places that lies over it.
UNDER_THE_BAR = """() => {
    window.scrollTo(0, document.documentElement.scrollHeight);
    const end = document.querySelector(".site-foot").getBoundingClientRect().bottom;
    return document.querySelector(".site-nav").getBoundingClientRect().top - end;
}"""


def test_f01_the_bar_of_places_covers_nothing_and_leaves_no_empty_row(visitor: Visitor) -> None:
    organisation = an_organisation(timezone.now())
    for person in (organisation.match.mentee.user, organisation.administrator):  # who has the desk as a sixth place
        visitor.become(person)
        visitor.page.set_viewport_size({"width": 390, "height": 844})
        visitor.page.goto("/programs/")
        visitor.page.wait_for_load_state()
        left = {}
        for width, text in ((320, 100), (360, 100), (390, 100), (390, 130), (390, 150), (390, 200), (640, 200)):
            visitor.page.set_viewport_size({"width": width, "height": 844})
            visitor.page.evaluate("size => { document.documentElement.style.fontSize = size }", f"{text}%")
            left[width, text] = visitor.page.evaluate(UNDER_THE_BAR)
        assert min(left.values()) >= 0, left
        assert max(left[360, 100], left[390, 100]) < 34, left  # half a row


def test_f01_tables_of_figures_show_all_their_columns_on_a_phone(visitor: Visitor) -> None:
    organisation = an_organisation(timezone.now())
    visitor.become(organisation.administrator)
    visitor.page.set_viewport_size({"width": 390, "height": 844})
    visitor.page.goto(reverse("admin:matching_scenario_coverage"))
    visitor.page.wait_for_load_state()
    assert visitor.page.locator(".table-wrap:visible").count() == 1
    assert (
        visitor.page.evaluate("""() => [...document.querySelectorAll(".table-wrap")]
        .filter(frame => frame.scrollWidth > frame.clientWidth + 1).map(frame => frame.textContent.trim())""")
        == []
    )


def test_f15_the_pages_of_a_link_fit_the_narrowest_phone_and_the_largest_text(visitor: Visitor) -> None:
    version = stories.with_supervisors(now=timezone.now())
    request = stories.request_of(version, "mentee_supervisor")
    give_everybody_a_long_name()
    token = signing_links.mint(request, now=timezone.now())
    visitor.open(f"/sign/{token}/")
    visitor.tick("This link came to me by email.")
    visitor.press("Continue")
    findings = narrow(visitor, "/sign/agreement/")
    assert findings == [], "\n".join(findings)


# A cell whose words are cut, by its own edge, that of a parent that hides what is beyond, or the window.
CUT = """() => [...document.querySelectorAll("#result_list :is(td, th) :is(a, span, div), #result_list tbody :is(td, th)")]
    .filter(cell => cell.textContent.trim() && cell.getClientRects().length && !cell.closest(".material-symbols-outlined"))
    .filter(cell => {
        const box = cell.getBoundingClientRect(), style = getComputedStyle(cell);
        const words = document.createRange();
        words.selectNodeContents(cell);
        const row = cell.closest("td, th").getBoundingClientRect(), text = words.getBoundingClientRect();
        if (text.top < row.top - 1 || text.bottom > row.bottom + 1) return true;
        return box.right > innerWidth + 1 || (style.overflowX !== "visible" && cell.scrollWidth > cell.clientWidth + 1);
    })
    .map(cell => `cut: ${cell.tagName.toLowerCase()}.${cell.className.slice(0, 60)} “${cell.textContent.trim().slice(0, 50)}”`)"""


def test_f01_the_lists_of_the_desk_cut_no_name_on_a_phone(visitor: Visitor) -> None:
    organisation = an_organisation(timezone.now())
    give_everybody_a_long_name()
    visitor.become(organisation.administrator)
    visitor.page.set_viewport_size({"width": 390, "height": 844})
    findings = []
    for name in ("people_user", "pool_mentor", "pool_mentee", "matching_match", "programs_membership"):
        visitor.page.goto(reverse(f"admin:{name}_changelist"))
        visitor.page.wait_for_load_state()
        visitor.inspection.picture(visitor.page, f"desk list {name}")
        findings += [f"{name} · {finding}" for finding in visitor.page.evaluate(CUT) + visitor.page.evaluate(TOO_WIDE)]
    assert findings == [], "\n".join(findings)


def test_f01_forms_and_numbers_of_the_desk_fit_the_narrowest_phone_and_the_largest_text(
    visitor: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    organisation = an_organisation(timezone.now())
    UserFactory.create_batch(15)
    monkeypatch.setattr(admin.site.get_model_admin(User), "list_per_page", 1)
    give_everybody_a_long_name()
    program, administrator = organisation.cohort.program, organisation.administrator
    visitor.become(administrator)
    findings = narrow(
        visitor,
        reverse("admin:people_user_changelist") + "?p=3",
        reverse("admin:people_user_change", args=[administrator.pk]),
        reverse("admin:people_auditevent_changelist"),
        reverse("admin:programs_program_change", args=[program.pk]),
        reverse("admin:matching_match_change", args=[organisation.match.pk]),
        reverse("admin:app_list", args=["people"]),
    )
    findings = [finding for finding in findings if "wider than" in finding]  # the theme's links are another matter
    assert findings == [], "\n".join(findings)
