"""What matching writes to people: names, times, places of work; never what somebody wrote in a form (E-24)."""

from matching.pairs.emails.mentor_requests import mentor_asked, request_closed, request_reminder
from matching.pairs.emails.proposals import (
    answer_reminder,
    match_confirmed,
    match_proposed,
    no_next_choice,
    not_going_ahead,
    sample_of_proposal,
)
from matching.pairs.emails.relationships import relationship_ended

__all__ = [
    "answer_reminder",
    "match_confirmed",
    "match_proposed",
    "mentor_asked",
    "no_next_choice",
    "not_going_ahead",
    "relationship_ended",
    "request_closed",
    "request_reminder",
    "sample_of_proposal",
]
