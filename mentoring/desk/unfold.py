"""How the coordinators' dashboard looks and what its sidebar offers; the colours are those of static/css/tokens.css."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.templatetags.static import static
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext_lazy as _

from mentoring.pages.theme import chosen_theme

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest
    from django.utils.functional import _StrPromise

# (group, ((words, Material symbol, URL name), …)), in the order of the work.
GROUPS: tuple[tuple[_StrPromise, tuple[tuple[_StrPromise, str, str], ...]], ...] = (
    (
        _("Today"),
        (
            (_("What needs doing"), "checklist", "admin:index"),
            (_("The portal"), "home", "home"),
        ),
    ),
    (
        _("Programs"),
        (
            (_("Programs"), "layers", "admin:programs_program_changelist"),
            (_("Cohorts"), "groups", "admin:programs_cohort_changelist"),
            (_("Guidelines"), "menu_book", "admin:programs_guidelines_changelist"),
            (_("Committee and staff"), "diversity_3", "admin:programs_membership_changelist"),
            (_("Trainings"), "cast_for_education", "admin:programs_training_changelist"),
            (_("Support contacts"), "support", "admin:programs_supportcontact_changelist"),
        ),
    ),
    (
        _("People"),
        (
            (_("Directory"), "badge", "admin:people_user_changelist"),
            (_("Changed addresses"), "alternate_email", "admin:people_addresschange_changelist"),
            (_("Audit trail"), "history", "admin:people_auditevent_changelist"),
        ),
    ),
    (
        _("Matching"),
        (
            (_("Mentors"), "school", "admin:pool_mentor_changelist"),
            (_("Mentees"), "person_raised_hand", "admin:pool_mentee_changelist"),
            (_("Scenarios"), "account_tree", "admin:matching_scenario_changelist"),
            (_("Matches"), "handshake", "admin:matching_match_changelist"),
        ),
    ),
    (_("Agreements"), ((_("Agreements"), "contract", "admin:agreements_agreement_changelist"),)),
    (
        _("Meetings"),
        (
            (_("Pairs"), "diversity_1", "admin:meetings_pair_changelist"),
            (_("Meetings"), "calendar_month", "admin:meetings_meeting_changelist"),
        ),
    ),
    (
        _("Evaluation"),
        (
            (_("Reports"), "monitoring", "admin:evaluation_report_changelist"),
            (_("Recommendations"), "lightbulb", "admin:evaluation_proposal_changelist"),
            (_("KPI readings"), "speed", "admin:evaluation_kpireading_changelist"),
            (_("Summaries"), "summarize", "admin:evaluation_summary_changelist"),
            (_("Contact requests"), "contact_phone", "admin:evaluation_contactrequest_changelist"),
            (_("Open surveys"), "ballot", "admin:evaluation_surveyrules_rounds"),
            (_("Survey rules"), "rule", "admin:evaluation_surveyrules_changelist"),
        ),
    ),
    (_("Messages"), ((_("Outgoing email"), "mail", "admin:notifications_message_changelist"),)),
)

# Pages that one reaches from an entry although they lie elsewhere: (page, entry).
REACHED_FROM = (
    ("admin:matching_scenario_coverage", "admin:pool_mentor_changelist"),
    ("admin:pool_topic_changelist", "admin:pool_mentor_changelist"),
    ("admin:matching_mentorrequest_changelist", "admin:matching_match_changelist"),
    ("admin:programs_resource_changelist", "admin:programs_program_changelist"),
    ("admin:people_identityreplacement_changelist", "admin:people_user_changelist"),
    ("admin:people_department_changelist", "admin:people_user_changelist"),
    ("admin:people_level_changelist", "admin:people_user_changelist"),
    ("admin:people_site_changelist", "admin:people_user_changelist"),
)


def _link(name: str) -> str:
    """Return the URL, or nothing for an app or admin that is not there."""
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""


def _asset(name: str) -> Callable[[HttpRequest], str]:
    """Return what Unfold calls for a file's address; it is known only once statics are collected."""
    return lambda _request: static(name)


def _theme(request: HttpRequest) -> str | None:
    """Return the theme that was chosen in the portal's footer, if one was; else Unfold offers its own switch."""
    return chosen_theme(request) or None


def _is_open(link: str, path: str) -> bool:
    """Say whether the page is this entry's; the two front doors are open only on themselves."""
    return path == link if link in {"/", _link("admin:index")} else path.startswith(link)


def navigation(request: HttpRequest) -> list[dict[str, Any]]:
    """Return the sidebar; groups without a page are left out. Of two entries that lie below each other, one is open."""
    groups = []
    links = [link for _title, entries in GROUPS for *_, name in entries if (link := _link(name))]
    pages = {**{link: link for link in links}, **{_link(page): _link(entry) for page, entry in REACHED_FROM}}
    here = max((page for page in pages if page and _is_open(page, request.path)), key=len, default="")
    opened = pages.get(here, "")
    for title, entries in GROUPS:
        items = [
            {"title": label, "icon": icon, "link": link, "active": link == opened}
            for label, icon, name in entries
            if (link := _link(name))
        ]
        if items:
            groups.append({"title": title, "separator": False, "items": items})
    return groups


UNFOLD: dict[str, Any] = {
    "SITE_TITLE": _("Whetstone desk"),
    "SITE_HEADER": _("Whetstone"),
    "SITE_SUBHEADER": _("Coordinators’ desk"),
    "SITE_URL": "/",
    "SITE_ICON": _asset("img/logo.svg"),
    "SITE_FAVICONS": [{"rel": "icon", "type": "image/svg+xml", "href": _asset("img/favicon.svg")}],
    "STYLES": [_asset(f"css/{name}.css") for name in ("tokens", "components", "forms", "desk")],
    "SCRIPTS": [_asset("js/desk.js"), _asset("js/unsent.js")],
    "THEME": _theme,
    "SHOW_HISTORY": False,
    "SHOW_VIEW_ON_SITE": False,
    "SHOW_BACK_BUTTON": True,
    "DASHBOARD_CALLBACK": "mentoring.desk.dashboard.callback",
    "BORDER_RADIUS": "8px",
    "COLORS": {
        "base": {
            "50": "#f9f6f0",
            "100": "#f3eee4",
            "200": "#e6ded0",
            "300": "#d0c7b6",
            "400": "#a3a69c",
            "500": "#5f6a66",
            "600": "#4b5652",
            "700": "#36403c",
            "800": "#252d2a",
            "900": "#181d1b",
            "950": "#101413",
        },
        "primary": {
            "50": "#eef6f3",
            "100": "#dcebe6",
            "200": "#b9d9d1",
            "300": "#8ccabd",
            "400": "#7fd3c5",
            "500": "#3f9c90",
            "600": "#0d5f58",
            "700": "#0a5049",
            "800": "#084842",
            "900": "#073a35",
            "950": "#042622",
        },
        "font": {
            "subtle-light": "var(--color-base-500)",
            "subtle-dark": "var(--color-base-400)",
            "default-light": "var(--color-base-700)",
            "default-dark": "var(--color-base-300)",
            "important-light": "var(--color-base-900)",
            "important-dark": "var(--color-base-100)",
        },
    },
    "SIDEBAR": {"show_search": False, "show_all_applications": False, "navigation": navigation},
}
