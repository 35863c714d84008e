"""The daily mail about the walk over all agreements: that all fits, or which do not; with the heads of all chains (A-20)."""

from __future__ import annotations

from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agreements.models import Verification
from agreements.record import chain
from agreements.verification import walk
from notifications.links import absolute
from notifications.models import Category, Message
from notifications.outbox import Attachment, Button, Mail, queue, renders
from people.models import User

MOST_SHOWN = 20


def verified(verification: Verification, *, now: datetime) -> None:
    """Tell those who run the organisation what a walk has found."""
    kept = verification.number is not None
    for user in User.objects.filter(is_organization_administrator=True, is_active=True).select_related("site"):
        if kept:
            queue("agreements.verified", recipient=user, subject=verification, now=now)
            continue
        # Nothing is there to be read later, so the mail says only how much was found.
        queue(
            "agreements.verified",
            recipient=user,
            occurrence=now.isoformat(),
            now=now,
            context={"unkept": len(verification.problems)},
        )


@renders("agreements.verified", title=gettext_lazy("Result of the nightly check"), category=Category.TRANSACTIONAL)
def _verified(message: Message, *, now: datetime) -> Mail | None:
    if "unkept" in message.context:
        return _unkept(message.context["unkept"])
    verification = Verification.objects.filter(pk=message.subject_id).first()
    if verification is None:
        return None
    problems = walk.problems_of(verification)
    heads = chain.heads()
    facts = [
        (_("Agreements"), verification.agreements),
        (_("Events"), verification.events),
        (_("Sealed PDFs"), verification.documents),
        (_("Head of all chains"), chain.head_of(heads)),
    ]
    name = f"heads-{verification.at:%Y-%m-%d}.jsonl"
    return Mail(
        "agreements_verified",
        {
            "count": len(problems),
            "problems": [str(problem) for problem in problems[:MOST_SHOWN]],
            "more": len(problems) - MOST_SHOWN if len(problems) > MOST_SHOWN else 0,
        },
        button=Button(_("Open the desk"), absolute(reverse("admin:index"))),
        facts=facts,
        attachments=[Attachment(name, walk.export(walk.heads()).encode(), "application/jsonl")],
        thread="agreements-verified",
    )


def _unkept(count: int) -> Mail:
    return Mail(
        "agreements_verified",
        {"count": count, "unkept": True},
        button=Button(_("Open the desk"), absolute(reverse("admin:index"))),
        thread="agreements-verified",
        attachments=[Attachment("heads.jsonl", walk.export(walk.heads()).encode(), "application/jsonl")],
    )
