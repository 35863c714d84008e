"""What a coordinator has to do about agreements."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.db.models import Count, Prefetch, Q
from django.urls import reverse
from django.utils import formats
from django.utils.translation import gettext as _

from agreements.models import Agreement, AgreementVersion, SignatureRequest, VersionStatus
from agreements.standing.status import current_version
from agreements.verification import past_checks, walk
from matching.models import Match
from web.todo import DeskItem

if TYPE_CHECKING:
    from agreements.models.agreement import AgreementQuerySet
    from people.models import User

UNSIGNED_AFTER = timedelta(days=14)
CHECKED_WITHIN = timedelta(days=2)
MOST_NAMED = 3


def desk_items(user: User, *, now: datetime) -> list[DeskItem]:
    """Return the lines of work, without those where there is nothing to do."""
    managed = Agreement.objects.managed_by(user)
    mine = managed.filter(match__in=Match.objects.running())
    unsigned = list(in_short(mine.unsigned_since(now - UNSIGNED_AFTER)))
    every = Agreement.objects.order_by()
    changed = SignatureRequest.objects.signer_changed(now.date()).values("version__agreement")
    states = {
        "second_asked": every.waiting_for_a_second(),
        "wrong_person": every.asking_somebody_else(),
        "signer_changed": every.filter(pk__in=changed),
        "unanswered": every.unanswered(),
        "returned": every.returned(),
        "unsealed": every.awaiting_seal(),
    }
    counts = mine.aggregate(
        **{state: Count("pk", filter=Q(pk__in=rows.values("pk"))) for state, rows in states.items()}
    )
    # Whether a signature is somebody's own is asked until it is answered, whatever became of the pair.
    doubts = {"disputed": every.disputed(), "disputed_again": every.disputed_again()}
    counts |= managed.aggregate(
        **{state: Count("pk", filter=Q(pk__in=rows.values("pk"))) for state, rows in doubts.items()}
    )
    items = [
        item(
            "disputed",
            _("Disputed signatures"),
            counts["disputed"],
            body=_("Say what you found. Until then nothing can be signed or changed on these agreements."),
            tone="stop",
        ),
        item(
            "disputed_again",
            _("Signatures disputed again after you looked into them"),
            counts["disputed_again"],
            body=_("Nothing is on hold. Look into them again, or keep the earlier decision."),
        ),
        item(
            "second_asked",
            _("Changes of signer that need a second person’s agreement"),
            counts["second_asked"],
            body=_("Someone other than the person who proposed it has to agree."),
        ),
        item(
            "wrong_person",
            _("Signers who say that someone else should sign"),
            counts["wrong_person"],
            body=_("Ask the right person to sign."),
            tone="stop",
        ),
        item(
            "signer_changed",
            _("Signers who have left, or are no longer the supervisor"),
            counts["signer_changed"],
            body=_("Ask the present supervisor to sign."),
            tone="stop",
        ),
        item(
            "unanswered",
            _("Agreements whose signer does not answer"),
            counts["unanswered"],
            body=_("All three reminders have gone out. Please talk to them."),
            tone="stop",
        ),
        item(
            "returned",
            _("Agreements that came back from signing"),
            counts["returned"],
            body=_("A change was asked for, someone declined, or it was taken back."),
        ),
        item(
            "unsealed",
            _("Signed agreements whose PDF is waiting to be sealed"),
            counts["unsealed"],
            body=_(
                "Ask the person who runs the server to look at SEALING_KEY and TSA_URL. We try again every five minutes."
            ),
        ),
        item("unsigned", _("Agreements unsigned for 14 days"), len(unsigned), body=where_they_wait(unsigned)),
    ]
    return [*record_items(user, now=now), *(own_item for own_item in items if own_item.count)]


def record_items(user: User, *, now: datetime) -> list[DeskItem]:
    """Say what the last nightly check found, or that there was none, to those who run the organisation."""
    if not user.is_organization_administrator:
        return []
    last = past_checks.last()
    url = reverse("admin:agreements_agreement_changelist")
    if last and last.problems:
        named = "; ".join(str(problem) for problem in walk.problems_of(last)[:MOST_NAMED])
        item = DeskItem(
            key="agreements.record",
            title=_("Inconsistencies in the record of signatures"),
            count=len(last.problems),
            url=url,
            body=_("Check of %(day)s: %(named)s. Please change nothing, and tell the person who runs the server.")
            % {"day": formats.date_format(last.at, "DATE_FORMAT"), "named": named},
            tone="stop",
        )
        return [item]
    if last and now - last.at > CHECKED_WITHIN:
        late = DeskItem(
            key="agreements.unchecked",
            title=_("Nights without a check of the record of signatures"),
            count=(now - last.at).days,
            url=url,
            body=_("The last check was on %(day)s. Ask the person who runs the server to look at beat and the workers.")
            % {"day": formats.date_format(last.at, "DATE_FORMAT")},
        )
        return [late]
    return []


def in_short(agreements: AgreementQuerySet) -> AgreementQuerySet:
    """Bring along where each version and its requests stand, and nothing of what they say."""
    requests = SignatureRequest.objects.only("version", "role", "status").order_by()
    versions = AgreementVersion.objects.only("agreement", "number", "status").order_by()
    return agreements.only("pk").prefetch_related(
        Prefetch("versions", versions.prefetch_related(Prefetch("requests", requests)))
    )


def item(state: str, title: str, count: int, *, body: str, tone: str = "wait") -> DeskItem:
    """Return one line that leads to the list of exactly these agreements."""
    url = reverse("admin:agreements_agreement_changelist") + f"?state={state}"
    return DeskItem(key=f"agreements.{state}", title=title, count=count, url=url, body=body, tone=tone)


def where_they_wait(agreements: list[Agreement]) -> str:
    """Say where unsigned agreements wait: with the pair, or with supervisors."""
    versions = [current_version(agreement) for agreement in agreements]
    writing = sum(version is not None and version.status == VersionStatus.DRAFT for version in versions)
    pair = sum(
        version is not None and any(r.is_of_the_pair and r.status == "asked" for r in version.requests.all())
        for version in versions
    )
    parts = [
        (_("%(count)s being written"), writing),
        (_("%(count)s with the pair"), pair),
        (_("%(count)s with supervisors"), len(versions) - writing - pair),
    ]
    return ", ".join(sentence % {"count": count} for sentence, count in parts if count)
