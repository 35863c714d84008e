"""The words with which an agreement begins: plain, short, one point on each line.

What a pair may change stands in `texts_for`: the program's guidelines come first, our own words where they say nothing.
What it may not change are the program's fixed clauses and those that protect people: the limits of confidentiality, what
mentoring is not (E-20), and that the meetings are working time (P-27).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from programs.guideline_versions.defaults import clauses_for

if TYPE_CHECKING:
    from programs.models import Guidelines

GROUND_RULES = _(
    "We repeat nothing outside without the other’s consent.\n"
    "We do not record our meetings.\n"
    "Feedback goes in both directions.\n"
    "When we cannot meet, we find another day instead of skipping.",
)
OUT_OF_BOUNDS = _(
    "Pay, promotion and ratings.\nWhat others told us in confidence.\nPersonal matters, unless the person concerned raises them.",
)
CANCELLING = _(
    "If one of us cannot come, we say so at least one day before and suggest another day in the same week or the next.",
)

# Fixed clauses: the pair reads them, and cannot change them.
CONFIDENTIALITY = _("What we say to each other stays between us. There are three limits. Either of us must speak up")
CONFIDENTIALITY_LIMITS = (
    _("when someone is in danger: one of us, or anyone else;"),
    _("when we learn of something illegal;"),
    _("when a court or the law orders us to."),
)
CONFIDENTIALITY_FIRST = _("Where we can, we tell each other before we speak up.")
NOT_MENTORING = (
    _("It is not counselling: for personal worries there is trained help (see “Get support”)."),
    _("It is not coaching: it is wider than one skill or one task."),
    _("It is not a performance review: nothing said here goes into a rating."),
)
PROTECTED = _(
    "The supervisors who sign agree that these meetings are working time and come first: "
    "%(time)s. Other work does not push them aside. "
    "Supervisors do not ask what was said.",
)


# A mark and a blank before a point, or a mark alone.
MARK = re.compile(r"^[-•*](\s+|$)")


def lines(text: object) -> list[str]:
    """Return the points of a text: one for each line, without list marks."""
    stripped = (MARK.sub("", line.strip()).strip() for line in str(text).splitlines())
    return [line for line in stripped if line]


def texts_for(guidelines: Guidelines | None, program_format: str) -> dict[str, str]:
    """Return what stands in the text fields of a first draft: the program's words, and ours where it has none."""
    ours = {
        **{name: str(text) for name, text in clauses_for(program_format).items()},
        "ground_rules": str(GROUND_RULES),
    }
    return {
        **{
            name: "\n".join(lines(getattr(guidelines, name, ""))) or ours[name]
            for name in ("mentor_duties", "mentee_duties", "expectations", "ground_rules")
        },
        "out_of_bounds": str(OUT_OF_BOUNDS),
        "cancelling": str(CANCELLING),
    }


def fixed_clauses(guidelines: Guidelines | None) -> str:
    """Return what stands in every agreement of a program, one clause on each line."""
    return guidelines.fixed_clauses if guidelines else ""


def clauses_on_offer(guidelines: Guidelines | None, chosen: str) -> list[str]:
    """Return the clauses that a pair may tick, once each: those of its program, and what it chose that is gone there."""
    offered = lines(guidelines.optional_clauses) if guidelines else []
    return list(dict.fromkeys(" ".join(clause.split()) for clause in [*offered, *lines(chosen)]))
