"""Which mails about matching those who run a program see on the desk.

Not those that tell by their recipient who said no, withdrew or ended a relationship.
"""

from __future__ import annotations

from matching.models import Match, MentorRequest
from notifications.mails.concerns import shown

shown(
    "matching.match_proposed",
    "matching.answer_reminder",
    "matching.match_confirmed",
    subjects=Match.objects.managed_by,
    about={"match": "pk"},
)
shown(
    "matching.mentor_asked",
    "matching.request_reminder",
    subjects=MentorRequest.objects.managed_by,
    about={"mentor": "mentor", "mentee": "mentee"},
)
