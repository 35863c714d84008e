"""What the page of those without a mentor shows, from the findings of a run: with names, and counted (M-10, M-11)."""

from __future__ import annotations

from collections import Counter
from typing import Any

from django.utils.translation import ngettext

from matching.fit.rules.program_rules import EnoughHours
from matching.lab.left_out.groups import in_words
from matching.lab.left_out.reasons import label_of
from pool.models import Mentee, Mentor, Topic
from web.fields.texts import paragraph

NAMED = 8
HELPERS = 5
GROUPS = 12


def alone(left: dict[str, Any], findings: dict[str, Any]) -> bool:
    """Whether what would help somebody is told beside their name: those of a group are told together."""
    return left["group"] is None or len(findings["groups"][left["group"]]["mentees"]) == 1


def helpers_of(left: list[dict[str, Any]], known: dict[int, dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the mentors with whom one more place would help these most, best first."""
    gains: dict[int, int] = {}
    for one in left:
        for pk, gain in one["helpers"]:
            gains[pk] = max(gain, gains.get(pk, gain))
    best = sorted((pk for pk in gains if pk in known), key=lambda pk: (-gains[pk], pk))
    return [known[pk] | {"gain": gains[pk]} for pk in best[:HELPERS]]


def rules_of(findings: dict[str, Any]) -> list[tuple[str, str, int]]:
    """Return the rules that stand alone against somebody: code, words, and how many mentees; but for the hours."""
    counts = Counter(code for one in findings["left"] for code, _opened in one["rules"] if code != EnoughHours.code)
    return [(code, label_of(code), count) for code, count in counts.most_common()]


def fewer_hours(findings: dict[str, Any]) -> list[tuple[int, int]]:
    """Return how many hours could be asked for instead, the most first, and how many mentees that would help."""
    enough = Counter(one.get("hours") for one in findings["left"] if one.get("hours") is not None)
    return [(hours, sum(enough[more] for more in enough if more >= hours)) for hours in sorted(enough, reverse=True)]


def topics_of(findings: dict[str, Any]) -> list[Topic]:
    """Return the topics that too few offer, those first that would help most; each knows how many want it."""
    counts = Counter(pk for one in findings["left"] for pk in one["topics"])
    topics = Topic.objects.in_bulk(list(counts))
    found = [topics[pk] for pk, _count in counts.most_common() if pk in topics]
    for topic in found:
        topic.missed_by = counts[topic.pk]  # type: ignore[attr-defined]
    return found


def for_one(
    left: dict[str, Any] | None, findings: dict[str, Any], known: dict[int, dict[str, Any]], topics: list[Topic]
) -> tuple[list[dict[str, Any]], Topic | None]:
    """Return what would help one mentee: mentors with one place more, and the scarcest topic that they want."""
    if left is None or not alone(left, findings):
        return [], None
    return helpers_of([left], known), next((topic for pk in left["topics"] for topic in topics if topic.pk == pk), None)


class ShortageGroups:
    """The groups of a run that compete for too few places, those first where most are missing.

    left: what was found about the members of those that are shown; more: how many groups are not shown
    """

    def __init__(self, findings: dict[str, Any]) -> None:
        """Choose those that are shown."""
        found = [(number, group) for number, group in enumerate(findings["groups"]) if len(group["mentees"]) > 1]
        self.chosen, self.more = found[:GROUPS], max(0, len(found) - GROUPS)
        numbers = {number for number, _group in self.chosen}
        self.left = [one for one in findings["left"] if one["group"] in numbers]

    def shown(self, known: dict[int, dict[str, Any]]) -> list[dict[str, Any]]:
        """Return them with names, with what their members share, and with who could help."""
        groups = [group for _number, group in self.chosen]
        mentees = {pk for group in groups for pk in group["mentees"][:NAMED]}
        mentors = {pk for group in groups for pk in group["mentors"][:NAMED]}
        people = Mentee.objects.select_related("user").in_bulk(mentees)
        pool = Mentor.objects.select_related("user").in_bulk(mentors)
        return [
            {
                "members": len(group["mentees"]),
                "places": group["places"],
                "helpers": helpers_of([one for one in self.left if one["group"] == number], known),
                "missing_words": ngettext("%(count)d place missing", "%(count)d places missing", group["missing"])
                % {"count": group["missing"]},
                "shared": paragraph(*(in_words(shared) for shared in group["shared"])),
                "mentees": [people[pk] for pk in group["mentees"][:NAMED] if pk in people],
                "mentors": [pool[pk] for pk in group["mentors"][:NAMED] if pk in pool],
                "more_mentees": max(0, len(group["mentees"]) - NAMED),
                "more_mentors": max(0, len(group["mentors"]) - NAMED),
            }
            for number, group in self.chosen
        ]
