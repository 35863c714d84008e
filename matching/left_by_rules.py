"""Mentees whom the rules leave without any mentor, seen before a matching runs: who, why, and what would help (M-04, M-10).

The same rules as in the run, over the pool as it is today and whether mentors have places or not. Read in the same number
of queries for five people and for five hundred; no scores are worked out.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from matching.book import Forbidden
from matching.diagnosis import AT_ONCE
from matching.models import Mentee
from matching.offering import TAKES_PEOPLE_IN
from matching.pairing import terms_of_cohort
from matching.roster import read_roster
from matching.rules.asked import RequiredCriterion
from matching.rules.between import NotOwnLine
from matching.rules.fitting import CommonLanguage, Eligible, EnoughHours, LevelRule, TrainingDone
from matching.rules_in_force import forbidden_in
from programs.models import Cohort

if TYPE_CHECKING:
    from datetime import datetime

    from matching.roster import MenteeFacts, Roster
    from matching.rules import Rule
    from matching.solving import Terms
    from programs.models import Program

# Cohorts of a program that are looked at, the newest first: a page reads a bounded number of times.
COHORTS = 3
# So many mentees are named, with the reason.
SHOWN = 50


@dataclass(frozen=True)
class Left:
    """One mentee with no mentor: why, and how many mentors would be possible without one rule (label, number).

    rules: codes of the rules that a coordinator may do without, and that alone stand before somebody
    """

    mentee: Mentee
    why: list[str]
    without: list[tuple[str, int]]
    rules: list[str]


@dataclass(frozen=True)
class LeftByRules:
    """One cohort: who is left (by pk; the first of them by name with why), how many wait, how many mentors there are."""

    cohort: Cohort
    terms: Terms
    mentees: list[int]
    left: list[Left]
    waiting: int
    mentors: int


def left_in(program: Program, *, now: datetime) -> list[LeftByRules]:
    """Look at the cohorts of a program in which somebody waits; return those where a rule leaves somebody."""
    cohorts = Cohort.objects.filter(program=program, status__in=TAKES_PEOPLE_IN, mentees__in=Mentee.objects.waiting())
    chosen = cohorts.select_related("program", "guidelines").distinct().order_by("-pk")[:COHORTS]
    found = [left_by_rules(cohort, now=now) for cohort in chosen]
    return [one for one in found if one.left]


def left_by_rules(cohort: Cohort, *, now: datetime) -> LeftByRules:
    """Ask every rule about everybody who waits in a cohort."""
    roster = read_roster(cohort, cohort.mentees.waiting(), now=now)
    terms = terms_of_cohort(cohort)
    by_rule = forbidden_in(roster, terms) if roster.mentees else {}
    row_of = {roster.mentees[row].pk: row for row in _whom_nobody_is_allowed(by_rule, len(roster.mentees))}
    pks = list(row_of)
    shown = Mentee.objects.select_related("user").filter(pk__in=pks).order_by("user__name", "pk")[:SHOWN]
    left = [_left(roster, row_of[one.pk], one, by_rule) for one in shown]
    return LeftByRules(cohort, terms, pks, left, len(roster.mentees), len(roster.mentors))


def _whom_nobody_is_allowed(by_rule: dict[Rule, Forbidden], mentees: int) -> list[int]:
    """Return the rows of mentees to whom the rules forbid every mentor."""
    nobody: list[int] = []
    for first in range(0, mentees, AT_ONCE):
        block = np.arange(first, min(first + AT_ONCE, mentees))
        forbidden = np.logical_or.reduce([found.mask(block) for found in by_rule.values()])
        nobody += block[forbidden.all(axis=1)].tolist()
    return nobody


def _left(roster: Roster, row: int, mentee: Mentee, by_rule: dict[Rule, Forbidden]) -> Left:
    """Say it of one. What people said in confidence is never named (E-23)."""
    if not roster.mentors:
        return Left(mentee, [_("There is nobody in the mentor pool yet.")], [], [])
    facts = roster.mentees[row]
    masks = {rule: found.mask(np.array([row]))[0] for rule, found in by_rule.items()}
    once = sum(mask.astype(np.uint8) for mask in masks.values()) == 1
    told = {rule: mask for rule, mask in masks.items() if not rule.private}
    alone = {rule: int((mask & once).sum()) for rule, mask in told.items()}
    whole = [rule for rule, mask in told.items() if mask.all()]
    helps = sorted((rule for rule in told if alone[rule]), key=lambda rule: -alone[rule])
    if whole:
        why = [_sentence(rule, facts) for rule in whole]
    else:
        some = [f"“{rule.label}”" for rule, mask in told.items() if mask.any()]
        why = [
            _("No single rule does it, but together these leave no mentor: %(rules)s.") % {"rules": ", ".join(some)}
            if len(some) > 1
            else _("The rules together leave no mentor.")
        ]
    return Left(
        mentee=mentee,
        why=why,
        without=[(str(rule.label), alone[rule]) for rule in helps],
        rules=[rule.code for rule in (whole or helps) if rule.switchable],
    )


def _sentence(rule: Rule, mentee: MenteeFacts) -> str:
    """Say in plain words what a rule means that forbids every mentor to somebody."""
    if isinstance(rule, Eligible):
        return (
            _("No mentor in the pool meets what the guidelines ask of mentors.")
            if mentee.eligible
            else _("They do not meet what the guidelines ask of mentees, such as level, department, site or time here.")
        )
    if isinstance(rule, EnoughHours):
        return ngettext(
            "No mentor has %(count)d hour a week that suits both.",
            "No mentor has %(count)d hours a week that suit both.",
            rule.hours,
        ) % {"count": rule.hours}
    words = {
        CommonLanguage: _("No mentor speaks one of the languages that they named."),
        LevelRule: _("No mentor is on a level that fits theirs in this kind of program."),
        TrainingDone: _("No mentor has done the required training yet."),
        NotOwnLine: _("Every mentor is above or below them in their own reporting line."),
    }
    if isinstance(rule, RequiredCriterion):
        return _("No mentor meets “%(label)s”, which is required.") % {"label": rule.label}
    return words.get(type(rule)) or _("The rule “%(label)s” leaves no mentor.") % {"label": rule.label}
