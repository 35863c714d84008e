"""The tags of our templates."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from django.conf import settings
from django.template import Context, Template
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.utils import timezone, translation

from people.tests.reading import set_solid
from web.templatetags import whetstone

MOMENT = dt.datetime(2026, 12, 1, 9, 0, tzinfo=dt.UTC)


def render(text: str, **context: object) -> str:
    return Template("{% load whetstone %}" + text).render(Context(context))


@pytest.mark.parametrize(
    ("name", "letters"),
    [
        ("Amara Okafor", "AO"),
        ("Siobhán Ní Dhomhnaill", "SD"),
        ("Mei-Ling Zhang", "MZ"),
        ("Cher", "C"),
        ("ليلى حداد", "لح"),
        ("", ""),
        ("(retired) Kim", "K"),
    ],
)
def test_initials_are_those_of_first_and_last_name(name: str, letters: str) -> None:
    assert whetstone.initials(name) == letters


def test_icons_are_hidden_from_screen_readers_and_carry_no_style() -> None:
    svg = render('{% icon "calendar" %}')
    assert 'aria-hidden="true"' in svg
    assert "style=" not in svg


def test_an_unknown_icon_fails_loudly() -> None:
    with pytest.raises(Exception, match="no-such-icon"):
        render('{% icon "no-such-icon" %}')


class Reader:
    zone = ZoneInfo("Europe/Berlin")


@pytest.mark.parametrize(
    ("reader", "words"),
    [
        (Reader(), "Tuesday 1 December 2026, 10:00 (Berlin)"),
        ("America/New_York", "Tuesday 1 December 2026, 04:00 (New York)"),
        (ZoneInfo("Asia/Kolkata"), "Tuesday 1 December 2026, 14:30 (Kolkata)"),
    ],
)
def test_a_moment_is_said_in_the_readers_own_time(reader: object, words: str) -> None:
    assert render("{{ moment|local_time:reader }}", moment=MOMENT, reader=reader) == words


def test_a_moment_falls_back_to_the_active_zone() -> None:
    with timezone.override("Europe/Lisbon"):
        assert render("{{ moment|local_time }}", moment=MOMENT) == "Tuesday 1 December 2026, 09:00 (Lisbon)"


def test_a_day_is_said_with_its_months_name() -> None:
    assert render("{{ day|long_date }}", day=dt.date(2026, 12, 1)) == "1 December 2026"


def test_the_day_of_a_moment_is_the_day_where_the_reader_is() -> None:
    late = dt.datetime(2026, 12, 1, 23, 30, tzinfo=dt.UTC)
    with timezone.override("Europe/Berlin"):
        assert render("{{ moment|long_date }}", moment=late) == "2 December 2026"


def test_days_follow_the_language() -> None:
    with translation.override("de"):
        assert render("{{ day|long_date }}", day=dt.date(2026, 12, 1)) == "1. Dezember 2026"


def test_nothing_is_said_about_no_date() -> None:
    assert render("{{ day|long_date }}{{ day|local_time }}", day=None) == ""


SERIES = [("Jun", 8), ("Jul", 13), ("Aug", 0)]
CHARTS = ['{% bar_chart series label="Meetings" %}', '{% line_chart series label="Meetings" %}']


@pytest.mark.parametrize("chart", CHARTS)
def test_a_chart_is_an_image_with_words_and_a_table(chart: str) -> None:
    html = render(chart, series=SERIES)
    assert 'role="img"' in html
    assert "<title>Meetings</title><desc>Jun: 8; Jul: 13; Aug: 0.</desc>" in set_solid(html)
    assert '<th scope="row">Jul</th><td class="numeric">13</td>' in set_solid(html)
    assert "style=" not in html


@pytest.mark.parametrize("chart", CHARTS)
def test_a_chart_without_figures_says_so(chart: str) -> None:
    assert "No figures yet." in render(chart, series=[])


@pytest.mark.parametrize("chart", CHARTS)
def test_a_chart_of_nothing_but_noughts_is_drawn(chart: str) -> None:
    assert "<svg" in render(chart, series=[("Jun", 0)])


@pytest.mark.parametrize("chart", CHARTS)
def test_words_in_a_chart_are_escaped(chart: str) -> None:
    html = render(chart, series=[("<b>", 1)])
    assert "<b>" not in html


def test_long_words_lay_the_bars_down() -> None:
    html = render('{% bar_chart series label="Topics" %}', series=[("Giving and receiving feedback", 17)])
    assert "chart-track" in html


def test_many_bars_thin_out_their_words() -> None:
    html = render('{% bar_chart series label="Weeks" %}', series=[(f"W{week}", week) for week in range(1, 27)])
    assert html.count('class="chart-value"') == 7
    assert html.count("chart-bar") == 26


@pytest.mark.parametrize("chart", [*CHARTS, "{% progress 7 18 %}"])
def test_a_chart_is_drawn_in_every_language(chart: str) -> None:
    with translation.override("de"):
        drawn = re.findall(r'\s(?:x|y|cx|cy|width|height)="([^"]+)"', render(chart, series=SERIES))

    assert drawn
    assert [place for place in drawn if "," in place] == [], "SVG knows the decimal point only"


def test_charts_take_mappings_too() -> None:
    assert "<desc>Jun: 8.</desc>" in render('{% bar_chart s label="x" %}', s=[{"label": "Jun", "value": 8}])


def test_progress_says_how_far() -> None:
    html = render('{% progress 7 18 label="7 of 18 questions" %}')
    assert 'aria-label="7 of 18 questions: 39 %"' in html
    assert 'width="38.89%"' in html


@pytest.mark.parametrize(("value", "most", "width"), [(30, 18, "100.00%"), (0, 0, "0.00%"), (-1, 5, "0.00%")])
def test_progress_stays_within_its_bar(value: int, most: int, width: str) -> None:
    assert f'class="progress-fill" width="{width}"' in render("{% progress v m %}", v=value, m=most)


def test_a_spark_says_its_numbers() -> None:
    assert 'aria-label="Sign-ups: 1, 5, 3"' in render('{% spark v label="Sign-ups" %}', v=[1, 5, 3])


@pytest.mark.parametrize(
    ("tags", "tone"),
    [
        ("success", "good"),
        ("error", "stop"),
        ("warning", "warn"),
        ("info", "info"),
        ("", "info"),
        ("x success", "good"),
    ],
)
def test_messages_have_a_tone(tags: str, tone: str) -> None:
    assert whetstone.message_tone(tags) == tone


def test_json_for_scripts_is_escaped_by_the_template() -> None:
    assert render("{{ data|as_json }}", data={"a": "</div>"}) == "{&quot;a&quot;: &quot;&lt;/div&gt;&quot;}"


class Block:
    def __init__(self, page: str) -> None:
        self.page = page

    def super(self) -> str:
        return self.page


def test_the_admin_themes_content_becomes_the_main_landmark_once() -> None:
    page = render("{% with_main_landmark %}", block=Block('<div id="content" class="x"><div id="content">'))
    assert page == '<div id="content" role="main" tabindex="-1" class="x"><div id="content">'


def test_a_page_of_the_desk_has_one_heading_its_own_where_it_has_one() -> None:
    head = '<h1 class="desk-here"><a href="/">Mentors</a></h1>'
    assert render("{% with_main_landmark %}", block=Block(head)) == head
    assert render("{% with_main_landmark %}", block=Block(f"{head}<h1>Ada Kaya</h1>")) == (
        '<span class="desk-here"><a href="/">Mentors</a></span><h1>Ada Kaya</h1>'
    )


@pytest.mark.parametrize(
    ("context", "tone"), [({"type": "info"}, "info"), ({"variant": "danger"}, "danger"), ({}, "plain")]
)
def test_states_on_the_desk_have_a_tone(context: dict[str, str], tone: str) -> None:
    html = render_to_string("unfold/helpers/label.html", {"text": "Ready", **context})
    assert set_solid(html) == f'<span class="desk-label tone-{tone}">Ready</span>'


TEMPLATES = Path(settings.BASE_DIR) / "templates"
NAMED = re.compile(r'(?:{% icon |icon=)"([a-z0-9-]+)"')


@pytest.mark.parametrize(
    "name", sorted({name for path in TEMPLATES.rglob("*.html") for name in NAMED.findall(path.read_text())})
)
def test_every_icon_that_a_template_names_exists(name: str) -> None:
    assert "<svg" in render("{% icon name %}", name=name)


def test_f17_a_day_or_moment_that_is_over_is_past() -> None:
    now = timezone.now()

    assert [whetstone.is_past(one) for one in (None, timezone.localdate(), timezone.localdate() - dt.timedelta(days=1))] == [False, False, True]  # fmt: skip
    assert [whetstone.is_past(now - dt.timedelta(minutes=1)), whetstone.is_past(now + dt.timedelta(minutes=1))] == [
        True,
        False,
    ]


TWO_LISTS = (
    '{% page_of open as now %}{% page_of past "past" as before %}{{ now|length }} {{ before|length }}'
    '{% include "components/pagination.html" with page_obj=before page_key="past" %}'
)


@pytest.mark.parametrize(
    ("asked", "shown"), [("", "25 25"), ("past=2", "25 5"), ("past=99", "25 5"), ("past=x", "25 25")]
)
def test_e37_lists_of_one_page_have_pages_of_their_own(rf: RequestFactory, asked: str, shown: str) -> None:
    page = render(TWO_LISTS, open=range(40), past=range(30), request=rf.get(f"/?{asked}"))

    assert page.startswith(shown)


def test_e37_a_link_to_another_page_leaves_the_other_list_where_it_is_and_leads_to_its_own(rf: RequestFactory) -> None:
    page = render(TWO_LISTS, open=range(40), past=range(30), request=rf.get("/?page=2"))

    assert page.startswith("15 25")
    assert 'href="?page=2&amp;past=2#past"' in page


def test_a_short_list_has_no_links_to_pages(rf: RequestFactory) -> None:
    assert "<nav" not in render(TWO_LISTS, open=range(40), past=range(25), request=rf.get("/"))
