"""What agreements put on a person's home page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Exists
from django.urls import reverse
from django.utils.translation import gettext as _

from agreements.models import Agreement, AgreementVersion, SignatureRequest, SignerDecision, VersionStatus
from agreements.models.signature import PAIR, SignatureStatus
from agreements.standing.status import current_version, in_words, open_disputes, waits_for, with_state
from matching.models.match import names
from matching.models.match_status import RUNNING
from web.todo import Todo, TodoState

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from people.models import User


def todos_for(user: User, *, now: datetime) -> list[Todo]:
    """Return what someone has to write or sign, and what waits for others."""
    return [*as_supervisor(user), *as_second_person(user), *as_one_of_the_pair(user)]


def as_supervisor(user: User) -> Iterator[Todo]:
    """Agreements that a supervisor with an account can sign here, without the mail."""
    asked = SignatureRequest.objects.visible_to(user).awaiting().exclude(role__in=PAIR).order_by("pk")
    if not asked.exists():  # most people are nobody's supervisor, and the rows of eight tables are much to ask for
        return
    path = "version__agreement__match__"
    people = asked.select_related(f"{path}mentor__user", f"{path}mentee__user").only(*names(path))
    for request in people:
        match = request.version.match
        yield Todo(
            key=f"agreements.request.{request.pk}",
            title=_("Sign the mentoring agreement of %(mentee)s and %(mentor)s")
            % {"mentee": match.mentee.user.name, "mentor": match.mentor.user.name},
            body=_("It takes about two minutes."),
            url=reverse("agreements:sign", args=[request.pk]),
            action=_("Read and sign"),
            rank=10,
        )


def as_second_person(user: User) -> Iterator[Todo]:
    """What a coordinator proposes about a supervisor's signature on the person's own agreement, while nobody has answered."""
    mine = SignerDecision.objects.open().visible_to(user).exclude(proposed_by=user).exclude(to=user)
    for decision in mine.select_related("request__signer"):
        yield Todo(
            key=f"agreements.decision.{decision.pk}",
            title=_("Do you agree to a change of who signs your agreement?"),
            body=_("It is about the signature of %(name)s.") % {"name": decision.request.name_of_signer},
            url=reverse("agreements:second", args=[decision.pk]),
            action=_("Read and answer"),
            rank=10,
        )


def as_one_of_the_pair(user: User) -> Iterator[Todo]:
    """The person's own agreements, while their relationships go on."""
    mine = Agreement.objects.visible_to(user).filter(match__status__in=RUNNING)
    people = mine.select_related("match__mentor__user", "match__mentee__user").only(*names("match__"))
    for agreement in with_state(people.annotate(is_resting=Exists(open_disputes()))):
        version = current_version(agreement)
        if version is not None:
            yield own(agreement, version, user)


def own(agreement: Agreement, version: AgreementVersion, user: User) -> Todo:
    """Return the task that one agreement is for one of its two people."""
    partner = {"name": agreement.match.other(user).name}
    show = reverse("agreements:show", args=[agreement.match_id])
    key = f"agreements.{agreement.pk}"
    # On hold first: neither what is in force nor a draft of its change goes on while a signature is verified.
    if agreement.is_resting:  # type: ignore[attr-defined] # annotated
        return Todo(
            key=key,
            title=_("Your agreement with %(name)s") % partner,
            url=show,
            state=TodoState.WAITING,
            waits_for=_("the coordinator, who is verifying a signature"),
        )
    if version.status == VersionStatus.IN_FORCE:
        return Todo(
            key=key, title=_("Your agreement with %(name)s is in force") % partner, url=show, state=TodoState.DONE
        )
    if version.status == VersionStatus.DRAFT:
        return to_write(agreement, version, key=key, show=show, partner=partner)
    requests = version.requests.all()
    mine = next((r for r in requests if r.signer_id == user.pk and r.status == SignatureStatus.ASKED), None)
    if mine:
        return Todo(
            key=key,
            title=_("Sign your agreement with %(name)s") % partner,
            body=_("Read it once more. It takes about two minutes."),
            url=reverse("agreements:sign", args=[mine.pk]),
            action=_("Read and sign"),
            rank=10,
        )
    names = in_words(waits_for(agreement, version).names)
    return Todo(
        key=key,
        title=_("Your agreement with %(name)s") % partner,
        url=show,
        state=TodoState.WAITING,
        waits_for=_("the signature of %(names)s") % {"names": names},
    )


def to_write(agreement: Agreement, version: AgreementVersion, *, key: str, show: str, partner: dict[str, str]) -> Todo:
    """Return the task that a draft is: a change of what is in force, one that came back, or the first."""
    if version.amends_id and not version.came_back:
        return Todo(
            key=key,
            title=_("Continue changing your agreement with %(name)s") % partner,
            body=_(
                "The agreement in force stays as it is until the change is signed. You can also discard the change."
            ),
            url=show,
            action=_("Continue"),
            rank=13,
        )
    if version.came_back:
        return Todo(
            key=key,
            title=_("Change your agreement with %(name)s") % partner,
            body=_("It came back before everyone had signed. The reason is on its page."),
            url=show,
            action=_("See why"),
            rank=11,
        )
    return Todo(
        key=key,
        title=_("Write your agreement with %(name)s") % partner,
        body=_("Much of it is filled in. Write your goals and check the rest together."),
        url=reverse("agreements:edit", args=[agreement.match_id]),
        action=_("Write it"),
        rank=12,
    )
