"""Why somebody has no mentor, in words for the reader: of a code and the numbers that were kept with it (M-04)."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypedDict

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from matching.fit.criteria import BY_CODE
from matching.fit.rules import NOT_TOGETHER, RULES, Rule
from matching.fit.rules.program_rules import EnoughHours
from matching.fit.rules.scenario_rules import ForbiddenByHand, RequiredCriterion
from web.fields.texts import paragraph

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

# Since a run somebody has a match or is gone, or two must not be paired; other codes are those of rules.
MENTEE_GONE, MENTOR_GONE, NO_PLACE, TOGETHER = "mentee", "mentor", "place", "together"
CHANGED: dict[str, _StrPromise] = {
    MENTEE_GONE: gettext_lazy("The mentee has a match already, or has withdrawn."),
    MENTOR_GONE: gettext_lazy("The mentor is no longer in the pool."),
    NO_PLACE: gettext_lazy("The mentor no longer has a free place."),
    TOGETHER: NOT_TOGETHER,
}
REQUIRED = "required_"
# Rules by their codes, but for those that a criterion makes.
NAMED: tuple[Rule | type[Rule], ...] = (*RULES, EnoughHours, ForbiddenByHand)


class WhyLeftOut(TypedDict, total=False):
    """What is kept of why, beside the code.

    possible: how many mentors no rule forbids
    mentees, places: of the group that competes, where it is more than one
    alone: whether the rule of the code leaves nobody even by itself; opens: how many mentors there would be without it
    because: what has changed since the run
    """

    possible: int
    mentees: int
    places: int
    alone: bool
    opens: int
    because: str


def why_without(code: str, kept: WhyLeftOut) -> str:
    """Say in words why somebody has no mentor."""
    if "because" in kept:
        return changed(kept["because"])
    if code == "no_mentors":
        return _("There is nobody in the mentor pool yet.")
    if code == "places":
        return _competing(kept)
    if code == "rules" or "opens" not in kept:
        return _("The rules together leave no mentor.")
    return _one_rule(label_of_rule(code), kept)


def changed(because: str) -> str:
    """Say what has changed since a run, so that a pair does not hold any more."""
    if because in CHANGED:
        return str(CHANGED[because])
    if because.startswith(REQUIRED):
        return str(RequiredCriterion.sentence)
    sentences = {rule.code: rule.sentence for rule in NAMED}
    return str(sentences.get(because, NOT_TOGETHER))


def label_of_rule(code: str) -> str:
    """Return what a rule is called that people may be told of; nothing for one that came from what is private."""
    if code.startswith(REQUIRED) and (criterion := BY_CODE.get(code.removeprefix(REQUIRED))):
        return str(criterion.label)
    labels = {rule.code: rule.label for rule in NAMED if not rule.private}
    return str(labels.get(code, ""))


def _competing(kept: WhyLeftOut) -> str:
    """Say that there are mentors, and too few places."""
    if not kept.get("possible"):
        return _("Every mentor in the pool has as many mentees as they want.")
    mentors = ngettext(
        "%(possible)d mentor would be possible, but has no place left.",
        "%(possible)d mentors would be possible, but all their places went to other mentees.",
        kept["possible"],
    ) % {"possible": kept["possible"]}  # fmt: skip
    if "mentees" not in kept:
        return mentors
    group = ngettext(
        "%(mentees)d mentees compete for %(places)d place.",
        "%(mentees)d mentees compete for %(places)d places.",
        kept["places"],
    ) % {"mentees": kept["mentees"], "places": kept["places"]}  # fmt: skip
    return paragraph(mentors, group)


def _one_rule(label: str, kept: WhyLeftOut) -> str:
    """Say which rule leaves nobody, alone or with others, and what there would be without it."""
    words = {"rule": label, "count": kept["opens"]}
    if kept["alone"] and kept["opens"]:
        return ngettext(
            "The rule “%(rule)s” alone leaves no mentor. Without it, %(count)d would be possible.",
            "The rule “%(rule)s” alone leaves no mentor. Without it, %(count)d would be possible.",
            kept["opens"],
        ) % words  # fmt: skip
    if kept["alone"]:
        return _("The rule “%(rule)s” alone leaves no mentor.") % words
    return ngettext(
        "The rules together leave no mentor. Without “%(rule)s”, %(count)d would be possible.",
        "The rules together leave no mentor. Without “%(rule)s”, %(count)d would be possible.",
        kept["opens"],
    ) % words  # fmt: skip
