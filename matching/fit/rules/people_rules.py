"""What stands between two people. Only the last of these can be switched off (P-21, E-23)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from matching.fit.rules.rule import NOT_TOGETHER, Rule
from people.reporting import superiors

if TYPE_CHECKING:
    from collections.abc import Iterable

    from matching.fit.facts import Roster


class NotOneself(Rule):
    """Nobody mentors themselves, though one can be mentor and mentee (P-23)."""

    code = "oneself"
    label = _("Not the same person")
    sentence = _("This is the same person.")
    switchable = False

    def pairs(self, roster: Roster) -> Iterable[tuple[int, int]]:
        return {(person.user, person.user) for person in roster.mentees}


class NotOwnLine(Rule):
    """No supervisor, and no supervisor's supervisor, in either direction (P-21)."""

    code = "reporting_line"
    label = _("Own reporting line")
    sentence = _("One of them reports to the other, directly or further up.")
    switchable = False

    def pairs(self, roster: Roster) -> Iterable[tuple[int, int]]:
        above = {
            (person.user, boss) for person in roster.mentees for boss in superiors(person.user, roster.supervisor_of)
        }
        return above | {
            (boss, person.user) for person in roster.mentors for boss in superiors(person.user, roster.supervisor_of)
        }


class NotWithSomebody(Rule):
    """What either of the two asked for in confidence (P-21)."""

    code = "not_with"
    label = _("Kept apart")
    sentence = NOT_TOGETHER
    private = True
    switchable = False

    def pairs(self, roster: Roster) -> Iterable[tuple[int, int]]:
        return roster.not_with | {(other, user) for user, other in roster.not_with}


class NotAgain(Rule):
    """Pairs that ended early or were declined are not made again by themselves (E-23). Nobody has to say why.

    For ever apart is only who asked for it in confidence (H-18). A new sign-up begins anew, a mentee who ranks the mentor
    again wants them again (`matching.fit.reading.not_again`), and a coordinator can do without this rule.
    """

    code = "earlier"
    label = _("Not the same two again")
    sentence = NOT_TOGETHER
    private = True

    def pairs(self, roster: Roster) -> Iterable[tuple[int, int]]:
        return roster.earlier
