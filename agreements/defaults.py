"""The words with which an agreement begins: plain, short, one point on each line.

What a pair may change stands in `texts_for`. What it may not change are the clauses that protect people:
the limits of confidentiality, what mentoring is not (E-20), and that the meetings are working time (P-27).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from programs.models.program import Format

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

    from programs.models import Guidelines

MENTOR_DUTIES = _(
    "Listens first, asks good questions, and advises after that.\n"
    "Shares experience openly: what worked, and what went wrong.\n"
    "Gives honest feedback and welcomes it too.\n"
    "Helps to meet people and to find what is worth reading.",
)
MENTOR_DUTIES_REVERSE = _(
    "Shows how they work and what they see, also where it differs from what is usual here.\n"
    "Says openly what they think, whatever the levels.\n"
    "Prepares one subject for each meeting.\n"
    "Learns from the other’s experience too.",
)
MENTOR_DUTIES_ONBOARDING = _(
    "Is the first person to ask, and says so again.\n"
    "Explains how things are done here, also what is written nowhere.\n"
    "Introduces colleagues.\n"
    "Asks how the first weeks go, and listens.",
)
MENTEE_DUTIES = _(
    "Sets the goals and decides what each meeting is about.\n"
    "Comes prepared with questions.\n"
    "Tries things out between meetings and tells how it went.\n"
    "Gives honest feedback and welcomes it too.",
)
EXPECTATIONS = _(
    "Respect and an open ear, whatever our levels.\n"
    "That the other comes, on time and prepared.\n"
    "That what we say stays between us.\n"
    "That either of us can end the mentoring without a reason and without blame.",
)
GROUND_RULES = _(
    "We repeat nothing outside without the other’s consent.\n"
    "We do not record our meetings.\n"
    "Feedback goes in both directions.\n"
    "When we cannot meet, we find another day instead of skipping.",
)
OUT_OF_BOUNDS = _(
    "Pay, promotion and ratings.\nWhat others told us in confidence.\nPersonal matters, unless the one concerned raises them.",
)
CANCELLING = _(
    "Whoever cannot come says so at least one day before and names another day in the same week, or the next.",
)

# Fixed clauses: the pair reads them, and cannot change them.
CONFIDENTIALITY = _("What we say to each other stays between us. There are three limits. Either of us must speak up")
CONFIDENTIALITY_LIMITS = (
    _("when somebody is in danger: one of us, or anybody else;"),
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
    "%(minutes)s minutes %(rhythm)s until %(until)s. Other work does not push them aside. "
    "Supervisors do not ask what was said.",
)


# A mark and a blank before a point, or a mark alone.
MARK = re.compile(r"^[-•*](\s+|$)")


def lines(text: object) -> list[str]:
    """Return the points of a text: one for each line, without list marks."""
    stripped = (MARK.sub("", line.strip()).strip() for line in str(text).splitlines())
    return [line for line in stripped if line]


def texts_for(guidelines: Guidelines | None, program_format: str) -> dict[str, str]:
    """Return what stands in the text fields of a first draft. Ground rules are the program's where it has some."""
    duties: dict[str, _StrPromise] = {
        Format.REVERSE: MENTOR_DUTIES_REVERSE,
        Format.ONBOARDING: MENTOR_DUTIES_ONBOARDING,
    }
    rules = lines(guidelines.ground_rules) if guidelines else []
    return {
        "mentor_duties": str(duties.get(program_format, MENTOR_DUTIES)),
        "mentee_duties": str(MENTEE_DUTIES),
        "expectations": str(EXPECTATIONS),
        "ground_rules": "\n".join(rules) or str(GROUND_RULES),
        "out_of_bounds": str(OUT_OF_BOUNDS),
        "cancelling": str(CANCELLING),
    }
