"""The mentor pool as one mentee sees it: everyone whom no rule forbids, with what they offer (P-09, P-22)."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from django.db.models import Q

from matching.fit.facts import read_roster
from matching.fit.rules import judge
from pool.models import Mentee, Mentor

if TYPE_CHECKING:
    from datetime import datetime

    from pool.models.mentor import MentorQuerySet


def pool_for(mentee: Mentee, *, now: datetime) -> MentorQuerySet:
    """Return the mentors whom this mentee may rank. Private rules leave people out without a word."""
    roster = read_roster(mentee.cohort, Mentee.objects.filter(pk=mentee.pk), now=now)
    if not roster.mentees:
        return Mentor.objects.none()
    # Whom they had before may be wanted again (H-18).
    allowed = judge(replace(roster, earlier=frozenset())).allowed[0]
    pks = [facts.pk for column, facts in enumerate(roster.mentors) if allowed[column]]
    people = Mentor.objects.filter(pk__in=pks).select_related("user__department", "user__site", "user__level")
    return people.prefetch_related("topics").order_by("user__name", "pk")


def search(mentors: MentorQuerySet, *, words: str, topic: str) -> MentorQuerySet:
    """Narrow the pool to those whose name, work, offers or topics hold every word, and who offer the topic."""
    for word in words.split()[:6]:
        in_text = Q(user__name__icontains=word) | Q(offers__icontains=word) | Q(user__job_title__icontains=word)
        in_work = Q(user__department__name__icontains=word) | Q(user__site__name__icontains=word)
        in_topics = Q(pk__in=Mentor.objects.filter(topics__name__icontains=word).values("pk"))
        mentors = mentors.filter(in_text | in_work | in_topics)
    if topic.isdecimal():
        mentors = mentors.filter(topics=int(topic))
    return mentors
