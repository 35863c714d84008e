"""Guidelines as people read them: in sections, with numbers and choices turned into words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from programs.models.taking_part import Entry, Say
from web.fields.texts import paragraph

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.db.models import Model

    from programs.models import Guidelines


@dataclass(frozen=True)
class GuidelinesSection:
    """One topic: facts as (label, value), then texts as (heading or nothing, text)."""

    key: str
    title: str
    facts: tuple[tuple[str, str], ...] = ()
    texts: tuple[tuple[str, str], ...] = ()


def sections(guidelines: Guidelines) -> list[GuidelinesSection]:
    """Return the whole version in reading order. Texts that are empty are left out."""
    everything = [
        GuidelinesSection(
            "rhythm",
            _("How long, and how often"),
            ((_("Length"), length(guidelines)), (_("Meetings"), rhythm(guidelines))),
            (("", guidelines.rhythm_text),),
        ),
        GuidelinesSection(
            "mentees", _("Who may be a mentee"), mentee_rules(guidelines), (("", guidelines.mentee_who),)
        ),
        GuidelinesSection(
            "mentors", _("Who may be a mentor"), mentor_rules(guidelines), (("", guidelines.mentor_qualities),)
        ),
        GuidelinesSection("pairing", _("How pairs are found"), texts=(("", pairing(guidelines)),)),
        GuidelinesSection(
            "support",
            _("Training and support of mentors"),
            ((_("Training"), training(guidelines)),),
            ((_("The training"), guidelines.training_text), (_("Support"), guidelines.mentor_support)),
        ),
        GuidelinesSection(
            "evaluation", _("How we find out whether it works"), texts=(("", guidelines.evaluation_text),)
        ),
        GuidelinesSection("ground-rules", _("Ground rules"), texts=(("", guidelines.ground_rules),)),
        GuidelinesSection(
            "agreement",
            _("What is in every agreement"),
            ((_("Who signs when"), guidelines.get_signing_order_display()),),
            clauses(guidelines),
        ),
        GuidelinesSection(
            "what-it-is",
            _("What mentoring is, and what it is not"),
            texts=(
                (_("What it is"), guidelines.what_mentoring_is),
                (_("What it is not"), guidelines.what_mentoring_is_not),
                (_("Where the mentor’s responsibility ends"), guidelines.limits_of_role),
                (_("Professional help"), guidelines.professional_help),
            ),
        ),
    ]
    return [
        GuidelinesSection(
            section.key, section.title, section.facts, tuple((head, text) for head, text in section.texts if text)
        )
        for section in everything
    ]


def length(guidelines: Guidelines) -> str:
    """Say how long a program lasts: “6 months”."""
    return ngettext("%(count)s month", "%(count)s months", guidelines.length_months) % {
        "count": guidelines.length_months
    }


def rhythm(guidelines: Guidelines) -> str:
    """“every week, 60 minutes each time”."""
    return _("%(how_often)s, %(minutes)s minutes each time") % {
        "how_often": guidelines.get_frequency_display(),
        "minutes": guidelines.meeting_minutes,
    }


def clauses(guidelines: Guidelines) -> tuple[tuple[str, str], ...]:
    """The clauses of agreements as lists, each under what a pair may do with it."""
    return (
        (_("What mentors do. Pairs can change it."), listed(guidelines.mentor_duties)),
        (_("What mentees do. Pairs can change it."), listed(guidelines.mentee_duties)),
        (_("What each can expect. Pairs can change it."), listed(guidelines.expectations)),
        (_("Rules of this program. They are in every agreement."), listed(guidelines.fixed_clauses)),
        (_("Rules to choose from. Each pair takes the ones that suit it."), listed(guidelines.optional_clauses)),
    )


def listed(text: str) -> str:
    """Return a text whose lines are points as a list, whether or not marks were typed before them."""
    lines = (line.strip().lstrip("-•*").strip() for line in text.splitlines())
    return "\n".join(f"- {line}" for line in lines if line)


def entry(value: str) -> str:
    """How people come in, as a sentence."""
    return {
        Entry.OPEN: _("Everyone who meets the rules may ask to join."),
        Entry.NOMINATED: _("Supervisors nominate someone, who then says yes or no."),
        Entry.BOTH: _("Ask to join yourself, or be nominated by your supervisor."),
    }[Entry(value)]


def mentee_rules(guidelines: Guidelines) -> tuple[tuple[str, str], ...]:
    """What a mentee must be, as facts."""
    least, most = guidelines.mentee_min_tenure_months, guidelines.mentee_max_tenure_months
    return (
        (_("How to join"), entry(guidelines.mentee_entry)),
        *time_here(least, most),
        *only(_("Levels"), guidelines.mentee_levels.all()),
        *only(_("Departments"), guidelines.mentee_departments.all()),
        *only(_("Sites"), guidelines.mentee_sites.all()),
    )


def mentor_rules(guidelines: Guidelines) -> tuple[tuple[str, str], ...]:
    """What a mentor must be, as facts."""
    return (
        (_("How to join"), entry(guidelines.mentor_entry)),
        *time_here(guidelines.mentor_min_tenure_months, None),
        *only(_("Levels"), guidelines.mentor_levels.all()),
        *only(_("Departments"), guidelines.mentor_departments.all()),
        *only(_("Sites"), guidelines.mentor_sites.all()),
    )


def time_here(least: int | None, most: int | None) -> tuple[tuple[str, str], ...]:
    """How long somebody must have been here, if it matters."""
    if least is not None and most is not None:
        sentence = _("from %(least)s to %(most)s months") % {"least": least, "most": most}
    elif least is not None:
        sentence = ngettext("at least %(count)s month", "at least %(count)s months", least) % {"count": least}
    elif most is not None:
        sentence = ngettext("at most %(count)s month", "at most %(count)s months", most) % {"count": most}
    else:
        return ()
    return ((_("Time here"), sentence),)


def only(label: str, rows: Iterable[Model]) -> tuple[tuple[str, str], ...]:
    """The levels, departments or sites that are named, if any are."""
    names = [str(row) for row in rows]
    return ((label, get_text_list(names, _("or"))),) if names else ()


def pairing(guidelines: Guidelines) -> str:
    """How much say mentees have (P-09)."""
    if guidelines.mentee_say == Say.RANKED:
        say = ngettext(
            "Mentees name the mentor they would like best. The coordinator looks for the best matches for everyone.",
            "Mentees rank up to %(count)s mentors they would like. The coordinator looks for the best matches for "
            "everyone.",
            guidelines.preferences_max,
        ) % {"count": guidelines.preferences_max}
    elif guidelines.mentee_say == Say.SELF:
        say = _("Mentees see mentors who suit what they want to learn, with the reasons, and ask up to three of them.")
    else:
        say = _("The coordinator proposes a mentor who suits what the mentee wants to learn.")
    both = _("Both people say yes before anything begins. Either may say no without giving a reason.")
    return paragraph(say, both)


def training(guidelines: Guidelines) -> str:
    """Whether mentors must be trained before they are matched."""
    return _("required before matching") if guidelines.training_required else _("offered, not required")


def how_it_works(guidelines: Guidelines) -> list[dict[str, str]]:
    """Return the way through the program as steps with title and body."""
    return [
        {"title": _("Sign up"), "body": _("Mentees say what they want to learn. Mentors say what they can offer.")},
        {"title": _("Find each other"), "body": pairing(guidelines)},
        {
            "title": _("Write your agreement"),
            "body": _("You agree on goals and on a regular time. You both sign, and so do your supervisors."),
        },
        {
            "title": _("Meet"),
            "body": _("You meet %(rhythm)s, for %(length)s. What you say stays between you.")
            % {"rhythm": rhythm(guidelines), "length": length(guidelines)},
        },
        {
            "title": _("Look back"),
            "body": _("Each of you sums up what you learnt. Your answers make the program better."),
        },
    ]
