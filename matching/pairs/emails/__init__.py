"""What matching writes to people: names, times, places of work; never what someone wrote in a form (E-24)."""

from matching.pairs.emails.proposal_mails import (
    answer_reminder,
    match_confirmed,
    match_proposed,
    no_next_choice,
    not_going_ahead,
    sample_of_proposal,
)
from matching.pairs.emails.relationship_mails import relationship_ended
from matching.pairs.emails.request_mails import mentor_asked, request_closed, request_reminder

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
