"""The mentor pool, mentee sign-ups, and the words in which wishes and offers meet."""

from pool.models.assessment import CriterionRating, SelfAssessment
from pool.models.extra_place_request import ExtraPlaceRequest, PlaceReply
from pool.models.mentee import Mentee, MenteeStatus, NotWith, Preference
from pool.models.mentor import Mentor, MentorStatus
from pool.models.topics import Channel, Experience, PersonalGoal, Slot, Topic, Wish

__all__ = [
    "Channel",
    "CriterionRating",
    "Experience",
    "ExtraPlaceRequest",
    "Mentee",
    "MenteeStatus",
    "Mentor",
    "MentorStatus",
    "NotWith",
    "PersonalGoal",
    "PlaceReply",
    "Preference",
    "SelfAssessment",
    "Slot",
    "Topic",
    "Wish",
]
