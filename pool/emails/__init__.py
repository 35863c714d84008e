"""What the pool writes to people: names and places of work; never what someone wrote in a form (E-24)."""

from pool.emails.applications import (
    application_decided,
    application_sent,
    mentee_nominated,
    mentor_nominated,
    signed_up,
)
from pool.emails.places import mentor_wanted, place_wanted

__all__ = [
    "application_decided",
    "application_sent",
    "mentee_nominated",
    "mentor_nominated",
    "mentor_wanted",
    "place_wanted",
    "signed_up",
]
