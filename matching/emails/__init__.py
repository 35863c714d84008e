"""What matching writes to people: names, times, places of work; never what somebody wrote in a form (E-24)."""

from matching.emails.applications import (
    application_decided,
    application_sent,
    mentee_nominated,
    mentor_nominated,
    signed_up,
)
from matching.emails.pool import mentor_wanted, place_wanted
from matching.emails.proposals import (
    answer_reminder,
    match_confirmed,
    match_proposed,
    no_next_choice,
    not_going_ahead,
    sample_of_proposal,
)
from matching.emails.relationships import relationship_ended
from matching.emails.requests import mentor_asked, request_closed, request_reminder

__all__ = [
    "answer_reminder",
    "application_decided",
    "application_sent",
    "match_confirmed",
    "match_proposed",
    "mentee_nominated",
    "mentor_asked",
    "mentor_nominated",
    "mentor_wanted",
    "no_next_choice",
    "not_going_ahead",
    "place_wanted",
    "relationship_ended",
    "request_closed",
    "request_reminder",
    "sample_of_proposal",
    "signed_up",
]
