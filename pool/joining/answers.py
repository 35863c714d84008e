"""What somebody has answered, as the check page and the status page show it: label, value, where to change it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from people.languages import name_of
from people.policy import Role
from pool.joining import mentees, mentors
from pool.joining.self_assessment import latest
from pool.joining.steps import steps_of
from pool.models import Channel, Mentee, MenteeStatus, Mentor, MentorStatus, PersonalGoal, Slot, Wish

if TYPE_CHECKING:
    from collections.abc import Iterator

    from programs.models import Program

Answer = tuple[str, str, str]
SENT = {MentorStatus.APPLIED, MentorStatus.ACCEPTED, MentorStatus.PAUSED, MenteeStatus.ENROLLED}


def may_change(person: Mentor | Mentee) -> bool:
    """Whether answers can be changed now."""
    return person.status in (mentors.EDITABLE if isinstance(person, Mentor) else mentees.EDITABLE)


def whom_to_ask(program: Program) -> dict[str, object]:
    """Return the coordinators, and their addresses for one mail."""
    people = program.people_with(Role.COORDINATOR)
    return {"coordinators": people, "addresses": ",".join(person.email for person in people)}


def page_of(person: Mentor | Mentee, key: str) -> str:
    """Return the address of one step."""
    return reverse(f"pool:{person._meta.model_name}_step", args=[person.pk, key])


def status_page(person: Mentor | Mentee) -> str:
    """Return the address of the page that says where somebody stands."""
    return reverse(f"pool:{person._meta.model_name}", args=[person.pk])


def answers_of(person: Mentor | Mentee, *, change: bool, private: bool = True) -> list[Answer]:
    """Return every answer; with `change`, each with the page that changes it and leads back.

    Without `private`, what nobody but the person may know is left out: that there is a “not with” at all.
    """
    here = mentor_answers(person) if isinstance(person, Mentor) else mentee_answers(person)
    keys = {step.key for step in steps_of(person)} - (set() if private else {"apart"})
    return [
        (label, value, f"{page_of(person, key)}?from=check" if change else "")
        for key, label, value in here
        if key in keys
    ]


def mentor_answers(mentor: Mentor) -> Iterator[tuple[str, str, str]]:
    """Yield (step, label, value)."""
    yield "offer", _("What you can pass on"), mentor.offers
    yield "offer", _("Why you want to be a mentor"), mentor.motivation
    yield "offer", _("What you would like to learn"), mentor.wants_to_learn
    yield "wishes", _("Your mentee’s department"), str(Wish(mentor.department_wish).label)
    yield "wishes", _("Your mentee’s site"), str(Wish(mentor.site_wish).label)
    yield "back", _("What you would like to learn, by topic"), back_names(mentor)
    yield from shared_answers(mentor)
    yield "time", _("Mentees at the same time"), str(mentor.capacity)
    yield "needs", _("What you need to take part"), mentor.accessibility
    finished = latest(mentor)
    done = _("Finished on %s") % date_format(finished.finished_at, "j F Y") if finished and finished.finished_at else ""
    yield "assessment", _("Self-assessment"), done
    yield "rules", _("What mentoring is, and is not"), acknowledged(mentor)


def mentee_answers(mentee: Mentee) -> Iterator[tuple[str, str, str]]:
    """Yield (step, label, value)."""
    yield "wants", _("What you want to learn"), mentee.wants
    yield "wants", _("Why, and why now"), mentee.why
    yield "wishes", _("Your mentor’s department"), str(Wish(mentee.department_wish).label)
    yield "wishes", _("Your mentor’s site"), str(Wish(mentee.site_wish).label)
    yield "back", _("What you can pass on"), back_names(mentee)
    yield from shared_answers(mentee)
    yield "needs", _("What you need to take part"), mentee.accessibility
    count = mentee.user.not_with.count()
    known = ngettext("%d person, known to you alone", "%d people, known to you alone", count) % count
    yield "apart", _("People you’d rather not be matched with"), known if count else _("Nobody")
    ranked = mentee.preferences.select_related("mentor__user")
    yield "mentors", _("Mentors you would like"), "\n".join(f"{one.rank}. {one.mentor}" for one in ranked)
    yield "rules", _("What mentoring is, and is not"), acknowledged(mentee)


def shared_answers(person: Mentor | Mentee) -> Iterator[tuple[str, str, str]]:
    """Yield what mentors and mentees both say."""
    yield "topics", _("Topics"), ", ".join(topic.name for topic in person.topics.all())
    yield "aims", _("What it is for"), ", ".join(str(goal.label) for goal in PersonalGoal if goal.value in person.goals)
    yield "aims", _("Experience with the topics"), person.get_experience_display() or ""
    yield "talk", _("Ways to talk"), ", ".join(channel_names(person.channels))
    yield "talk", _("Languages"), ", ".join(name_of(code) for code in person.languages)
    yield "time", _("When you can meet"), ", ".join(slot_names(person.slots))


def back_names(person: Mentor | Mentee) -> str:
    """Return the topics of the other way round."""
    return ", ".join(topic.name for topic in person.topics_back.all())


def channel_names(channels: list[str]) -> list[str]:
    """Return the words for ways to talk, in the order of the form."""
    return [str(channel.label) for channel in Channel if channel.value in channels]


def slot_names(slots: list[str]) -> list[str]:
    """Return the words for parts of the week, in their order."""
    return [str(slot.label) for slot in Slot if slot.value in slots]


def acknowledged(person: Mentor | Mentee) -> str:
    """Say when somebody ticked the rules."""
    return _("Read on %s") % date_format(person.acknowledged_at, "j F Y") if person.acknowledged_at else ""
