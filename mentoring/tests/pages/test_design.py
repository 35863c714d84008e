"""The design system: its page, the frame of every page, the theme, the desk's sidebar, and the weight of it all."""

from __future__ import annotations

import gzip
import re
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib import admin
from django.template.loader import render_to_string
from django.test import Client, RequestFactory
from django.urls import reverse

from mentoring.desk import unfold
from mentoring.pages.context import address, places
from people.tests.factories import UserFactory
from people.tests.reading import set_solid

ROOT = Path(settings.BASE_DIR)
SHARED = ("tokens", "base", "components", "forms")
# The tokens say the colours; the desk hands some of them on to the admin's theme.
STYLES = [path for path in sorted((ROOT / "static" / "css").glob("*.css")) if path.stem not in {"tokens", "desk"}]
OURS = [
    path
    for path in (ROOT / "templates").rglob("*.html")
    if "emails" not in path.parts  # mail programs want their style in the mail itself
]

pytestmark = pytest.mark.django_db


@pytest.fixture
def shown(client: Client) -> str:
    return client.get(reverse("design")).content.decode()


def test_the_design_page_shows_every_part(shown: str) -> None:
    for name in (
        "button",
        "badge",
        "notice",
        "empty",
        "task",
        "list-row",
        "facts",
        "steps",
        "table",
        "graph",
        "progress",
        "pagination",
    ):
        assert f'class="{name}' in shown


def test_the_design_page_shows_errors_twice_in_the_same_words(shown: str) -> None:
    """F-13: on top with a link to the field, and at the field."""
    assert '<a href="#id_b-email">' in shown
    assert '<a href="#id_b-channel_0">' in shown
    assert shown.count("Enter a valid email address.") == 2


def test_every_link_of_the_error_summary_leads_to_a_field(shown: str) -> None:
    summary = shown[shown.index('class="error-summary"') : shown.index("</ul>", shown.index('class="error-summary"'))]
    targets = re.findall(r'href="#([^"]+)"', summary)
    assert len(targets) == 9
    assert [target for target in targets if f'id="{target}"' not in shown] == []


def test_pages_carry_no_inline_style_or_script(shown: str) -> None:
    assert "style=" not in shown
    assert "<style" not in shown
    assert not re.search(r"\son[a-z]+=", shown)
    assert not re.search(r"<script(?![^>]*\ssrc=)", shown)


@pytest.mark.parametrize("path", OURS, ids=lambda path: str(path.relative_to(ROOT)))
def test_templates_carry_no_inline_style_or_script(path: Path) -> None:
    text = path.read_text()
    assert not re.search(r"\sstyle=", text)
    assert not re.search(r"<style|\son(click|change|submit|load|input)=", text)
    assert not re.search(r"<script(?![^>]*\ssrc=)", text)


def test_the_portals_css_stays_small() -> None:
    """What it says counts, not how it is set out: line ends and indents weigh nothing once compressed."""
    sheets = [(ROOT / "static" / "css" / f"{name}.css").read_text() for name in SHARED]
    assert sum(len(re.sub(r"\s*\n\s*", "", sheet)) for sheet in sheets) < 37_500


def test_a_page_to_sign_with_leaves_room_for_its_text() -> None:
    """F-04: 60 kB compressed in all; style and type may take 50 of them."""
    names = [*SHARED, "agreements"]
    style = sum(len(gzip.compress((ROOT / "static" / "css" / f"{name}.css").read_bytes())) for name in names)
    fonts = sum((ROOT / "static" / "fonts" / f"inter-{weight}-latin.woff2").stat().st_size for weight in (400, 600))
    assert style + fonts < 50_000


@pytest.mark.parametrize("path", STYLES, ids=lambda path: path.name)
def test_colours_live_in_the_tokens_alone(path: Path) -> None:
    colours = set(re.findall(r"#[0-9a-f]{3,8}\b(?=[ ;,)])", path.read_text()))
    # White paper for print and for what a phone's camera has to read.
    assert colours - {"#fff", "#999"} == set()


def luminance(colour: str) -> float:
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


TOKENS = {
    name: (light, dark)
    for name, light, dark in re.findall(
        r"--([\w-]+): light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\)", (ROOT / "static/css/tokens.css").read_text()
    )
}
TEXT_ON = [
    *((text, ground) for text in ("ink", "muted", "accent") for ground in ("paper", "surface", "sunken")),
    ("on-accent", "accent"),
    ("on-accent", "accent-strong"),
    ("on-deep", "deep"),
    ("on-stop", "stop"),
    ("accent-strong", "accent-soft"),
    *((tone, f"{tone}-soft") for tone in ("good", "wait", "stop", "info")),
    *(("ink", f"{tone}-soft") for tone in ("good", "wait", "stop", "info")),
    ("stop", "surface"),
    ("stop", "paper"),
]


@pytest.mark.parametrize("scheme", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize(("text", "ground"), TEXT_ON)
def test_text_stands_out_from_its_ground(text: str, ground: str, scheme: int) -> None:
    """WCAG 1.4.3: 4.5 to 1."""
    assert contrast(TOKENS[text][scheme], TOKENS[ground][scheme]) >= 4.5


@pytest.mark.parametrize("scheme", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize(
    ("edge", "ground"), [("line-strong", "surface"), ("line-strong", "paper"), ("accent", "surface"), ("ring", "paper")]
)
def test_edges_of_controls_stand_out(edge: str, ground: str, scheme: int) -> None:
    """WCAG 1.4.11: 3 to 1."""
    assert contrast(TOKENS[edge][scheme], TOKENS[ground][scheme]) >= 3


def test_a_chosen_theme_is_kept_and_leads_back(client: Client) -> None:
    answer = client.post(reverse("theme"), {"theme": "dark", "next": "/design/"})
    assert (answer.status_code, answer.headers["Location"]) == (302, "/design/")
    assert 'data-theme="dark"' in client.get(reverse("design")).content.decode()


def test_the_devices_own_theme_is_the_default_and_can_be_chosen_again(client: Client) -> None:
    client.post(reverse("theme"), {"theme": "dark"})
    client.post(reverse("theme"), {"theme": ""})
    assert "data-theme" not in client.get(reverse("design")).content.decode()


@pytest.mark.parametrize("theme", ["purple", '"><script>'])
def test_an_unknown_theme_is_forgotten(client: Client, theme: str) -> None:
    client.post(reverse("theme"), {"theme": theme})
    client.cookies["theme"] = theme
    assert "data-theme" not in client.get(reverse("design")).content.decode()


@pytest.mark.parametrize("elsewhere", ["https://elsewhere.example/", "//elsewhere.example", "javascript:alert(1)"])
def test_the_theme_leads_nowhere_else(client: Client, elsewhere: str) -> None:
    answer = client.post(reverse("theme"), {"theme": "dark", "next": elsewhere})
    assert answer.headers["Location"] == "/"


def test_the_theme_is_not_changed_by_a_link(client: Client) -> None:
    assert client.get(reverse("theme"), {"theme": "dark"}).status_code == 405


def test_a_visitor_gets_no_navigation(shown: str) -> None:
    assert "site-nav" not in shown


def test_somebody_signed_in_sees_where_they_are(client: Client) -> None:
    client.force_login(UserFactory.create())
    page = set_solid(client.get(reverse("design")).content.decode())
    assert f'<a href="{reverse("home")}">' in page
    assert "layout-dashboard" not in page


def test_the_desk_is_offered_to_staff_alone() -> None:
    assert [str(place.label) for place in places("/", staff=True)][-1] == "Desk"
    assert "Desk" not in [str(place.label) for place in places("/", staff=False)]


def test_home_is_current_on_itself_alone() -> None:
    assert next(place.current for place in places("/", staff=False))
    assert not next(place.current for place in places("/meetings/", staff=False))


def test_a_view_that_is_not_there_has_no_address() -> None:
    assert address("nowhere:at_all") == ""


def test_the_sidebar_leads_only_to_pages_that_are_there() -> None:
    groups = unfold.navigation(RequestFactory().get("/admin/"))
    links = [item["link"] for group in groups for item in group["items"]]
    assert links
    assert "" not in links
    assert [item["title"] for group in groups for item in group["items"] if item["active"]] == ["What needs doing"]


def lit(path: str) -> list[str]:
    """Return the entries of the sidebar that are open on this page."""
    groups = unfold.navigation(RequestFactory().get(path))
    return [str(item["title"]) for group in groups for item in group["items"] if item["active"]]


def test_every_list_of_the_desk_lights_the_entry_that_leads_there() -> None:
    lists = {
        model._meta.label: reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")
        for model in admin.site._registry
        if (ROOT / model._meta.app_label / "apps.py").exists()
    }
    assert [label for label, path in lists.items() if len(lit(path)) != 1] == []
    assert lit(reverse("admin:matching_scenario_coverage")) == ["Mentors"]
    assert lit(reverse("admin:matching_scenario_changelist")) == ["Scenarios"]


@pytest.mark.parametrize("name", ["400", "403", "403_csrf", "404", "500"])
def test_error_pages_need_no_context_and_say_what_to_do(name: str) -> None:
    page = set_solid(render_to_string(f"{name}.html"))
    assert 'class="prose error-next"><li>' in page
    assert f'href="{reverse("home")}"' in page


def test_a_page_that_is_not_there_looks_like_ours(client: Client) -> None:
    client.force_login(UserFactory.create())
    answer = client.get("/no/such/page/")
    assert answer.status_code == 404
    assert "Page not found" in answer.content.decode()


def test_the_desk_has_no_door_of_its_own(client: Client) -> None:
    assert client.get("/admin/login/").headers["Location"].startswith(reverse("account_login"))


def test_who_may_not_open_the_desk_is_told_so(client: Client) -> None:
    client.force_login(UserFactory.create())
    assert "You cannot see this page" in client.get("/admin/", follow=True).content.decode()


def test_no_line_of_a_template_is_longer_than_the_screen_of_its_reader() -> None:
    long = [
        f"{path.relative_to(ROOT)}:{number}"
        for path in OURS
        for number, line in enumerate(path.read_text().splitlines(), start=1)
        if len(line) > 120
    ]
    assert long == []
