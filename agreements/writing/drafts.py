"""Writing an agreement together: a draft that is half filled already, saved part by part, and sent out when both are done."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Any, TypedDict

from django.conf import settings
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from agreements import versions
from agreements.errors import AgreementError, StaleDraftError
from agreements.hours import appointment, protected_hours
from agreements.models import (
    Agreement,
    AgreementVersion,
    LearningGoal,
    Section,
    SignatureRequest,
    VersionStatus,
)
from agreements.record import evidence, steps
from agreements.signing import presence, turns
from agreements.signing.signers import choices_for, mark, signers_of
from agreements.text import canonical, defaults
from agreements.versions import COPIED, FIELDS
from agreements.writing import completeness, review, suggestions
from people import audit
from people.models import User
from people.status import move
from web.fields.texts import paragraph

if TYPE_CHECKING:
    from collections.abc import Iterable

    from agreements.record.chain import Value
    from matching.models import Match


class GoalData(TypedDict):
    """One goal as it is handed in."""

    what: str
    measure: str
    by_on: date


@transaction.atomic
def open_draft(match: Match, *, now: datetime) -> AgreementVersion:
    """Begin the agreement of a confirmed match, filled from sign-ups, guidelines and cohort. Twice does nothing more."""
    agreement, _created = Agreement.objects.get_or_create(match=match, defaults={"created_at": now})
    # Two who begin at once get the same row; only under its lock is it certain whether the other has written a version.
    Agreement.objects.select_for_update().get(pk=agreement.pk)
    if version := agreement.versions.first():
        return version
    # What a draft begins with is part of what is signed, and so in the language of agreements, whoever said yes last.
    with translation.override(settings.LANGUAGE_CODE):
        fields = {
            **defaults.texts_for(match.cohort.guidelines, match.cohort.program.format),
            **suggestions.suggest(match, now=now),
        }
    version = AgreementVersion.objects.create(agreement=agreement, number=1, created_at=now, **fields)
    steps.note(version, "drafted", versions.whose(match), by=None, now=now)
    return version


def _locked_draft(version: AgreementVersion, *, by: User, revision: int | None, now: datetime) -> AgreementVersion:
    """Lock a draft for a change by one of its writers, at the revision they looked at.

    Not `web.newer`: what one wrote is a proposal to the other, who accepts it part by part, so a revision stands for
    the whole text that both have read, and not for one field.
    """
    presence.require_here(by, now=now)
    draft = AgreementVersion.objects.with_people().select_for_update(of=("self",)).get(pk=version.pk)
    if not draft.can_be_edited_by(by):
        raise AgreementError(_("Only the two of you can change the agreement, and only while it is being written."))
    presence.require_no_hold(draft.agreement)
    if revision is not None and draft.revision != revision:
        raise StaleDraftError(_("Your partner saved a change while you were writing. Look at both versions."))
    return draft


def _saved(draft: AgreementVersion, before: dict[Section, str], *, by: User, now: datetime) -> AgreementVersion:
    """Count a save and note who changed which parts, and what these said before."""
    draft.revision += 1
    draft.edited_at, draft.edited_by = now, by
    draft.save()
    for section, texts in before.items():
        review.propose(draft, section, before=texts, by=by, now=now)
    audit.record("agreement.edited", draft.agreement, by=by, now=now, version=draft.number, parts=[*map(str, before)])
    return draft


def _left(draft: AgreementVersion, sections: Iterable[Section], *, by: User, now: datetime) -> AgreementVersion:
    """Take a save that changes nothing as a yes to what the other has written there."""
    for section in sections:
        _accepted(draft, section, by=by, now=now)
    return draft


def _accepted(draft: AgreementVersion, section: Section, *, by: User, now: datetime) -> None:
    if review.accept(draft, section, by=by, now=now):
        audit.record("agreement.part_accepted", draft.agreement, by=by, now=now, version=draft.number, part=section)


@transaction.atomic
def save_draft(version: AgreementVersion, *, revision: int, by: User, now: datetime, **fields: Any) -> AgreementVersion:  # noqa: ANN401 - any field of the draft
    """Save some fields of a draft and return it. `StaleDraftError` if it is no longer at `revision`."""
    draft = _locked_draft(version, by=by, revision=revision, now=now)
    if unknown := set(fields) - set(COPIED):
        message = f"No fields of a draft: {sorted(unknown)}"
        raise TypeError(message)
    touched = [section for section, names in FIELDS.items() if set(fields) & set(names)]
    before = review.texts_of(draft, touched)
    known = {name: getattr(draft, name) for name in COPIED}
    for name, value in fields.items():
        setattr(draft, name, value)
    _count_to_the_end(draft)
    changed = {name for name in COPIED if getattr(draft, name) != known[name]}
    if not changed:
        return _left(draft, touched, by=by, now=now)
    if draft.starts_on and draft.until_on and draft.until_on <= draft.starts_on:
        raise AgreementError(_("The last day must be after the first day."))
    mine = {section: texts for section, texts in before.items() if changed & set(FIELDS[section])}
    return _saved(_left(draft, set(before) - set(mine), by=by, now=now), mine, by=by, now=now)


def _count_to_the_end(draft: AgreementVersion) -> None:
    """Where the two agreed on a number of meetings, let the last of them set the last day."""
    if draft.meetings_planned:
        draft.until_on = appointment.last_day(draft)


@transaction.atomic
def set_goals(
    version: AgreementVersion, *, goals: list[GoalData], by: User, now: datetime, revision: int | None = None
) -> AgreementVersion:
    """Replace the goals of a draft and return it. With `revision`, `StaleDraftError` if the draft has gone on."""
    draft = _locked_draft(version, by=by, revision=revision, now=now)
    kept = [(goal["what"].strip(), goal["measure"].strip(), goal["by_on"]) for goal in goals]
    if sorted(kept) == sorted(draft.goals.values_list("what", "measure", "by_on")):
        return _left(draft, [Section.GOALS], by=by, now=now)
    before = review.texts_of(draft, [Section.GOALS])
    draft.goals.all().delete()
    LearningGoal.objects.bulk_create(
        LearningGoal(version=draft, what=what, measure=measure, by_on=by_on) for what, measure, by_on in kept
    )
    return _saved(draft, before, by=by, now=now)


@transaction.atomic
def accept(version: AgreementVersion, section: Section, *, seen: str, by: User, now: datetime) -> AgreementVersion:
    """Accept what the other changed in a part. `StaleDraftError` if it no longer says what was `seen` (`review.mark`)."""
    draft = _locked_draft(version, by=by, revision=None, now=now)
    if review.mark(draft, section) != seen:
        raise StaleDraftError(_("Your partner has changed this part again. Please look at it again."))
    _accepted(draft, section, by=by, now=now)
    return draft


@transaction.atomic
def send_for_signature(
    version: AgreementVersion, *, by: User, now: datetime, seen: str | None = None
) -> AgreementVersion:
    """Fix the text and ask the two to sign; their supervisors are asked when both have (A-22).

    `StaleDraftError` where the text, or who is asked, is no longer what was `seen` (`signers.mark`). Where the directory
    lists no supervisor, who sends it is the second person who has read a coordinator's choice, so `by` is not the first.
    """
    draft = _locked_draft(version, by=by, revision=None, now=now)
    pair = [draft.match.mentor.user_id, draft.match.mentee.user_id]
    # Two agreements of one person that go out at once must see each other's hour.
    list(User.objects.select_for_update(of=("self",)).filter(pk__in=pair).order_by("pk"))
    if stopping := completeness.problems(draft, now=now):
        raise AgreementError(paragraph(*(finding.text for finding in stopping)))
    signers = signers_of(draft, on=now.date())
    draft.protected_minutes = protected_hours.minutes_a_week(draft)
    draft.text = canonical.render(draft, signers)
    draft.text_hash = canonical.digest(draft.text)
    if seen is not None and seen != mark(draft.text, signers):
        raise StaleDraftError(_("The text, or who is asked to sign it, has changed since you opened this page."))
    if any(choice.chosen_by_id == by.pk for choice in choices_for(draft.match, signers)):
        raise AgreementError(
            _("You have named someone who signs here, so %(name)s has to read it and send it.")
            % {"name": draft.match.other(by).name}
        )
    move(draft, VersionStatus.SIGNING, AgreementError(_("This version can no longer be edited.")))
    draft.sent_at = now
    draft.save()
    requests = SignatureRequest.objects.bulk_create(
        SignatureRequest(version=draft, role=signer.role, signer=signer.user, stands_in=signer.stands_in)
        for signer in signers
    )
    event: dict[str, Value] = {
        "by": by.pk,
        "text": draft.text_hash,
        "terms": evidence.of_terms(draft, draft.goals.all(), amends=draft.amends.number if draft.amends else None),
        "requests": [
            [request.pk, str(request.role), str(request.stands_in), request.signer_id] for request in requests
        ],
        "edited_at": draft.edited_at.isoformat() if draft.edited_at else None,
        "edited_by": draft.edited_by_id,
        **versions.whose(draft.match),
    }
    steps.note(draft, "sent", event, by=by, now=now)
    turns.ask_next(draft, now=now)
    return draft
