"""Says in plain words how far the groups of a table differ (E-13, D-13)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from web.fields.texts import paragraph

if TYPE_CHECKING:
    from collections.abc import Callable

Found = dict[str, Any]
ORDER = ("wait", "matched", "own", "other")


def in_words(part: dict[str, Any], *, mentees: bool) -> list[tuple[str, bool]]:
    """Return every clear difference; or that there is none, with the first one that is not nought."""
    differences = sorted(part["differences"], key=lambda each: ORDER.index(each["measure"]))
    clear = [
        (sentence(each, part["by"], mentees=mentees), True) for each in differences if each["clear"] and size(each)
    ]
    if clear or not differences:
        return clear
    text = _("No clear difference.")
    if largest := next((each for each in differences if size(each)), None):
        largest_sentence = sentence(largest, part["by"], mentees=mentees)
        text = paragraph(text, largest_sentence, _("With so few people this can be chance."))
    return [(text, False)]


def size(difference: Found) -> int:
    """How large a difference is: whole days, or percentage points."""
    by: float = difference["by"]
    return round(abs(by) * (1 if difference["measure"] == "wait" else 100))


def sentence(difference: Found, by: str, *, mentees: bool) -> str:
    """One difference, as in “People in Lisbon waited 12 days longer than others”."""
    if difference["measure"] == "wait":
        return waited(difference, people(difference["name"], by))
    more = difference["by"] > 0
    if difference["measure"] == "other":
        text = said_by(mentees=mentees, more=more)
    elif difference["measure"] == "own":
        text = (
            _("%(people)s said yes more often than others, by %(points)s percentage points.")
            if more
            else _("%(people)s said yes less often than others, by %(points)s percentage points.")
        )
    else:
        text = (
            _("%(people)s were matched more often than others, by %(points)s percentage points.")
            if more
            else _("%(people)s were matched less often than others, by %(points)s percentage points.")
        )
    return text % {"people": people(difference["name"], by), "points": size(difference)}


def waited(difference: Found, who: str) -> str:
    """How much longer, or less long."""
    if size(difference) == 1:
        text = _("%(people)s waited 1 day longer than others.") if difference["by"] > 0 else _("%(people)s waited 1 day less than others.")  # fmt: skip
    else:
        text = _("%(people)s waited %(days)s days longer than others.") if difference["by"] > 0 else _("%(people)s waited %(days)s days less than others.")  # fmt: skip
    return text % {"people": who, "days": size(difference)}


def said_by(*, mentees: bool, more: bool) -> str:
    """The words about answers of the other side."""
    if mentees:
        return (
            _("%(people)s got a yes from mentors more often than others, by %(points)s percentage points.")
            if more
            else _("%(people)s got a yes from mentors less often than others, by %(points)s percentage points.")
        )
    return (
        _("%(people)s got a yes from mentees more often than others, by %(points)s percentage points.")
        if more
        else _("%(people)s got a yes from mentees less often than others, by %(points)s percentage points.")
    )


PEOPLE: dict[str, tuple[Callable[[], str], Callable[[], str]]] = {
    "department": (lambda: _("People in %(group)s"), lambda: _("People without a known department")),
    "site": (lambda: _("People in %(group)s"), lambda: _("People without a known site")),
    "level": (lambda: _("People at level %(group)s"), lambda: _("People without a known level")),
}


def people(name: str, by: str) -> str:
    """The people of a group."""
    named, unknown = PEOPLE[by]
    return named() % {"group": name} if name else unknown()
