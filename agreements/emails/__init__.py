"""The mails about agreements, by what they are for. Reading this package declares all their renderers."""

from agreements.emails.asking import count_fresh_links, fresh_link, signature_reminder, signature_requested
from agreements.emails.returning import returned_to_draft, wrong_person
from agreements.emails.shared import coordinators_of
from agreements.emails.telling import in_force, receipt

__all__ = [
    "coordinators_of",
    "count_fresh_links",
    "fresh_link",
    "in_force",
    "receipt",
    "returned_to_draft",
    "signature_reminder",
    "signature_requested",
    "wrong_person",
]
