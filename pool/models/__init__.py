"""The mentor pool, mentee sign-ups, and the words in which wishes and offers meet."""

from pool.models.assessment import CriterionRating, SelfAssessment
from pool.models.mentee import Mentee, MenteeStatus, NotWith, Preference
from pool.models.mentor import Mentor, MentorStatus
from pool.models.place_request import PlaceReply, PlaceRequest
from pool.models.topics import Channel, Experience, Goal, Slot, Topic, Wish

__all__ = [
    "Channel",
    "CriterionRating",
    "Experience",
    "Goal",
    "Mentee",
    "MenteeStatus",
    "Mentor",
    "MentorStatus",
    "NotWith",
    "PlaceReply",
    "PlaceRequest",
    "Preference",
    "SelfAssessment",
    "Slot",
    "Topic",
    "Wish",
]
