"""The texts with which guidelines begin: plain words for a coordinator to shorten, sharpen or replace.

They are written for everyone who takes part. Every paragraph stands on its own line; a line that begins with
"- " is a point of a list.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from programs.models.program import Format

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

# P-07
MENTEE_WHO = _(
    "Anyone who wants to grow in their work and will make the time: people who take on a new role, "
    "want to learn a new field, or would like another view of how they work.",
)
MENTEE_WHO_ONBOARDING = _("Everyone who has just joined us, in their first months.")
MENTEE_WHO_REVERSE = _(
    "Senior colleagues who want to learn from someone with newer knowledge: new tools, "
    "new customers, another generation’s view.",
)

# P-08
MENTOR_QUALITIES = _(
    "Good mentors\n"
    "- listen before they advise\n"
    "- share what went wrong as well as what went well\n"
    "- keep their word and keep confidences\n"
    "- are curious about other people’s work\n"
    "- have the time: one meeting at a time, as often as these guidelines say",
)

# P-10: whether a training is asked for before the matching stands beside this, from the numbers of the guidelines.
TRAINING = _(
    "The training for mentors is short. It covers how to listen and ask good questions, how to give feedback, "
    "how to lead without giving orders, and where the role of a mentor ends.",
)

# P-11
MENTOR_SUPPORT = _(
    "Mentors are not left alone. The page of the program names its coordinator and its facilitator, and mentors can ask "
    "them at any time. It also has the training and the reading that go with it.",
)

# P-12: what evaluation.survey.points asks, and when.
EVALUATION = _(
    "We ask mentors and mentees how it is going after 2 weeks, after 30 days, halfway and at the end; in short "
    "relationships we ask less often. At the end, each can write a short summary of what they learnt.\nWe show "
    "figures only when at least 5 people have answered. We measure the goals of the program and report them to the "
    "committee.",
)
EVALUATION_ONBOARDING = _(
    "We ask new colleagues and their buddies how it is going after 30, 60 and 90 days and at the end; in short "
    "relationships we ask less often. At the end, each can write a short summary of what they learnt.\nWe show "
    "figures only when at least 5 people have answered. We measure the goals of the program and report them to the "
    "committee.",
)

# P-13
GROUND_RULES = _(
    "- We treat each other with respect, whatever our levels.\n"
    "- What we say stays between us. We repeat nothing outside without the other’s consent.\n"
    "- We do not record our meetings, and no tool takes notes for us.\n"
    "- We come prepared and on time. If one of us cannot come, we find another day instead of skipping.\n"
    "- We tell each other openly what helps and what does not. Feedback goes in both directions.\n"
    "- Either of us may end the mentoring at any time, without giving a reason and without blame.\n"
    "- Confidentiality has limits: if someone is in danger, if the law is broken, or if a court demands it, "
    "we must speak up. Then we tell each other first, if we can.",
)

# P-14
WHAT_MENTORING_IS = _(
    "Mentoring is a series of conversations between two people over some months. One has more experience with something "
    "and passes it on; the other sets the goals. Both learn.\n"
    "It is voluntary, it happens during working hours, and it belongs to the two of them.",
)
WHAT_MENTORING_IS_NOT = _(
    "- It is not coaching: coaching is short and trains one skill or task.\n- It is not counselling or therapy: "
    "mentors are not trained to help with personal crises.\n- It is not a performance review: nothing said here goes "
    "into a rating, a bonus or a promotion.\n- It is not a second supervisor: a mentor sets no tasks and decides "
    "nothing about the mentee’s job.\n- It is not a promise of a new job or a way around the usual rules.",
)
LIMITS_OF_ROLE = _(
    "A mentor listens, asks, shares experience and opens doors. A mentor does not solve the mentee’s problems, "
    "does not speak for the mentee to their supervisor, and does not give legal, medical or financial advice.\n"
    "When a topic is too large or too personal, the mentor says so kindly and suggests someone who can help. "
    "A mentor may always ask the facilitator or the coordinator for advice, without naming the mentee.",
)
PROFESSIONAL_HELP = _(
    "Some things need a person who is trained for them: worry or illness, trouble at home, debt, bullying, "
    "harassment, or something that breaks our rules. The page “Get support” lists the people you can turn to. "
    "Everyone may use it, without asking for permission and without giving their partner a reason.",
)

# P-25: the clauses of agreements, one point on each line. Pairs change these words,
MENTOR_DUTIES = _(
    "Listens first, asks good questions, and advises after that.\n"
    "Shares experience openly: what worked, and what went wrong.\n"
    "Gives honest feedback and welcomes it too.\n"
    "Helps the mentee to meet people and to find what is worth reading.",
)
MENTOR_DUTIES_REVERSE = _(
    "Shows how they work and what they see, including where it differs from what is usual here.\n"
    "Says openly what they think, whatever the levels.\n"
    "Prepares one topic for each meeting.\n"
    "Learns from the other’s experience too.",
)
MENTOR_DUTIES_ONBOARDING = _(
    "Is the first person to ask, and reminds their colleague of that.\n"
    "Explains how things are done here, including what isn’t written down.\n"
    "Introduces colleagues.\n"
    "Asks how the first weeks go, and listens.",
)
MENTEE_DUTIES = _(
    "Sets the goals and decides what each meeting is about.\n"
    "Comes prepared with questions.\n"
    "Tries things out between meetings and says how it went.\n"
    "Gives honest feedback and welcomes it too.",
)
EXPECTATIONS = _(
    "Respect and an open ear, whatever our levels.\nThat the other person comes on time and prepared.\nThat what we "
    "say stays between us.\nThat either of us can end the mentoring without a reason and without blame.",
)
# read these and cannot change them,
FIXED_CLAUSES = _(
    "Either of us can ask the coordinator for advice or for another partner at any time.\n"
    "When one of us changes team or supervisor, we tell the coordinator.",
)
# and choose among these.
OPTIONAL_CLAUSES = _(
    "We take turns to prepare a topic.\n"
    "We begin each meeting with what we have tried since the last.\n"
    "We look back together after three meetings and change what does not help.\n"
    "Between meetings we answer each other within two working days.",
)


# P-05 to P-09, where onboarding differs from the defaults of the fields: three months, a fixed series of short
# meetings, everyone who joined within the last three months, no choice of the buddy beforehand.
ONBOARDING_NUMBERS = {
    "length_months": 3,
    "frequency": "onboarding",
    "meeting_minutes": 45,
    "mentee_max_tenure_months": 3,
    "mentor_min_tenure_months": 12,
    "mentee_say": "none",
}


def texts_for(program_format: str) -> dict[str, _StrPromise]:
    """Return what stands in the text fields of a first version, by field."""
    who = {Format.ONBOARDING: MENTEE_WHO_ONBOARDING, Format.REVERSE: MENTEE_WHO_REVERSE}
    return {
        "mentee_who": who.get(Format(program_format), MENTEE_WHO),
        "mentor_qualities": MENTOR_QUALITIES,
        "training_text": TRAINING,
        "mentor_support": MENTOR_SUPPORT,
        "evaluation_text": EVALUATION_ONBOARDING if program_format == Format.ONBOARDING else EVALUATION,
        "ground_rules": GROUND_RULES,
        "what_mentoring_is": WHAT_MENTORING_IS,
        "what_mentoring_is_not": WHAT_MENTORING_IS_NOT,
        "limits_of_role": LIMITS_OF_ROLE,
        "professional_help": PROFESSIONAL_HELP,
    }


def clauses_for(program_format: str) -> dict[str, _StrPromise]:
    """Return the clauses of agreements with which a first version begins, by field. A program may empty each of them."""
    duties = {Format.ONBOARDING: MENTOR_DUTIES_ONBOARDING, Format.REVERSE: MENTOR_DUTIES_REVERSE}
    return {
        "mentor_duties": duties.get(Format(program_format), MENTOR_DUTIES),
        "mentee_duties": MENTEE_DUTIES,
        "expectations": EXPECTATIONS,
        "fixed_clauses": FIXED_CLAUSES,
        "optional_clauses": OPTIONAL_CLAUSES,
    }
