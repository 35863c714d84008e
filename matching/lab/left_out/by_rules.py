"""Mentees whom the rules leave without any mentor, seen before a matching runs: who, why, and what would help (M-04, M-10).

The same rules as in the run, over the pool as it is today and whether mentors have places or not. Read in the same number
of queries for five people and for five hundred, in one cohort and in three; no scores are worked out.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
from django.db.models import Window
from django.db.models.functions import RowNumber
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from matching.fit.book import Forbidden
from matching.fit.diagnosis import AT_ONCE
from matching.fit.facts import read_rosters
from matching.fit.rules.people_rules import NotOwnLine
from matching.fit.rules.program_rules import CommonLanguage, Eligible, EnoughHours, LevelRule, TrainingDone
from matching.fit.rules.scenario_rules import RequiredCriterion
from matching.fit.rules_in_force import forbidden_in
from matching.lab.left_out.colleagues import Search
from matching.pairs.waiting.offers import TAKES_PEOPLE_IN
from matching.pairs.waiting.pairing import terms_of_cohorts
from pool.models import Mentee
from pool.models.entry_rules import guidelines_for_joining
from programs.guideline_versions.eligibility import read_rules
from programs.models import Cohort

if TYPE_CHECKING:
    from datetime import datetime

    from matching.fit.facts import MenteeFacts, Roster
    from matching.fit.rules import Rule
    from matching.fit.terms import Terms
    from programs.models import Program

# Cohorts of a program that are looked at, the newest first.
COHORTS = 3
# So many mentees are named, with the reason.
SHOWN = 50


@dataclass(frozen=True)
class LeftOutByRules:
    """One mentee with no mentor: why, and how many mentors would be possible without one rule (label, number).

    rules: codes of the rules that a coordinator may do without, and that alone stand before somebody
    """

    mentee: Mentee
    why: list[str]
    without: list[tuple[str, int]]
    rules: list[str]


@dataclass(frozen=True)
class LeftByRules:
    """One cohort: who is left (by pk; the first of them by name with why), how many wait, how many mentors there are.

    search: for colleagues who could mentor those who are left
    """

    search: Search
    mentees: list[int]
    left: list[LeftOutByRules]
    waiting: int
    mentors: int

    @property
    def cohort(self) -> Cohort:
        return self.search.cohort

    @property
    def terms(self) -> Terms:
        """What is asked for there."""
        return self.search.terms


def left_in(program: Program, *, now: datetime) -> list[LeftByRules]:
    """Look at the cohorts of a program in which somebody waits; return those where a rule leaves somebody."""
    cohorts = Cohort.objects.filter(program=program, status__in=TAKES_PEOPLE_IN, mentees__in=Mentee.objects.waiting())
    chosen = cohorts.select_related("program", "guidelines").distinct().order_by("-pk")[:COHORTS]
    return [one for one in _left_by_rules(list(chosen), now=now) if one.left]


def left_by_rules(cohort: Cohort, *, now: datetime) -> LeftByRules:
    """Ask every rule about everybody who waits in a cohort."""
    return _left_by_rules([cohort], now=now)[0]


def _left_by_rules(cohorts: list[Cohort], *, now: datetime) -> list[LeftByRules]:
    """Ask it of some cohorts of one program."""
    if not cohorts:
        return []
    guidelines = guidelines_for_joining(cohorts[0].program)
    read_rules([guidelines, *(cohort.guidelines for cohort in cohorts)])
    rosters = read_rosters(cohorts, Mentee.objects.waiting().filter(cohort__in=cohorts), now=now)
    terms = terms_of_cohorts(cohorts)
    rules = {pk: forbidden_in(roster, terms[pk]) if roster.mentees else {} for pk, roster in rosters.items()}
    rows = {pk: _whom_nobody_is_allowed(rules[pk], len(roster.mentees)) for pk, roster in rosters.items()}
    shown = _first_by_name([roster.mentees[row].pk for pk, roster in rosters.items() for row in rows[pk]])
    return [
        _of_one(
            Search(cohort, rosters[cohort.pk], terms[cohort.pk], guidelines), rules[cohort.pk], rows[cohort.pk], shown
        )
        for cohort in cohorts
    ]


def _of_one(everybody: Search, by_rule: dict[Rule, Forbidden], rows: list[int], shown: list[Mentee]) -> LeftByRules:
    """Say it of one cohort. `rows` are those who are left, `shown` those who are named, of all cohorts."""
    roster = everybody.roster
    row_of = {roster.mentees[row].pk: row for row in rows}
    return LeftByRules(
        search=replace(everybody, roster=replace(roster, mentees=[roster.mentees[row] for row in rows])),
        mentees=list(row_of),
        left=[_left(roster, row_of[one.pk], one, by_rule) for one in shown if one.pk in row_of],
        waiting=len(roster.mentees),
        mentors=len(roster.mentors),
    )


def _first_by_name(mentees: list[int]) -> list[Mentee]:
    """Return the first few of each cohort, by name."""
    place = Window(RowNumber(), partition_by="cohort", order_by=["user__name", "pk"])
    rows = Mentee.objects.select_related("user").filter(pk__in=mentees).annotate(place=place)
    return list(rows.filter(place__lte=SHOWN).order_by("user__name", "pk"))


def _whom_nobody_is_allowed(by_rule: dict[Rule, Forbidden], mentees: int) -> list[int]:
    """Return the rows of mentees to whom the rules forbid every mentor."""
    nobody: list[int] = []
    for first in range(0, mentees, AT_ONCE):
        block = np.arange(first, min(first + AT_ONCE, mentees))
        forbidden = np.logical_or.reduce([found.mask(block) for found in by_rule.values()])
        nobody += block[forbidden.all(axis=1)].tolist()
    return nobody


def _left(roster: Roster, row: int, mentee: Mentee, by_rule: dict[Rule, Forbidden]) -> LeftOutByRules:
    """Say it of one. What people said in confidence is never named (E-23)."""
    if not roster.mentors:
        return LeftOutByRules(mentee, [_("There is nobody in the mentor pool yet.")], [], [])
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
            _("No single rule is the cause, but together these leave no mentor: %(rules)s.")
            % {"rules": ", ".join(some)}
            if len(some) > 1
            else _("The rules together leave no mentor.")
        ]
    return LeftOutByRules(
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
        LevelRule: _("No mentor is on a suitable level for them in this kind of program."),
        TrainingDone: _("No mentor has done the required training yet."),
        NotOwnLine: _("Every mentor is above or below them in their own reporting line."),
    }
    if isinstance(rule, RequiredCriterion):
        return _("No mentor meets “%(label)s”, which is required.") % {"label": rule.label}
    return words.get(type(rule)) or _("The rule “%(label)s” leaves no mentor.") % {"label": rule.label}
