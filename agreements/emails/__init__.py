"""The mails about agreements, by what they are for. Reading this package declares all their renderers."""

from agreements.emails.ended import mentoring_over
from agreements.emails.news import dispute_settled, disputed, disputed_again, supervisor_signed
from agreements.emails.nightly_check import verified
from agreements.emails.requests import count_fresh_links, fresh_link, signature_reminder, signature_requested
from agreements.emails.returned import no_longer_asked, returned_to_draft, unanswered, wrong_person
from agreements.emails.second_word_mails import second_asked, second_refused
from agreements.emails.shared import coordinators_of
from agreements.emails.signed import in_force, receipt

__all__ = [
    "coordinators_of",
    "count_fresh_links",
    "dispute_settled",
    "disputed",
    "disputed_again",
    "fresh_link",
    "in_force",
    "mentoring_over",
    "no_longer_asked",
    "receipt",
    "returned_to_draft",
    "second_asked",
    "second_refused",
    "signature_reminder",
    "signature_requested",
    "supervisor_signed",
    "unanswered",
    "verified",
    "wrong_person",
]
