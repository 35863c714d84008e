"""What pairs and their supervisors do from day to day: answer, write, sign, meet, note, reply to surveys.

Looks, once a working day, at what waits for someone and lets most of them act. A few are slow, a few never
do, so that the dashboard has something to show. Who does what is drawn from ids, so it is the same every time.
"""

from __future__ import annotations

import hashlib
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING

from agreements.models import AgreementVersion, SignatureRequest, SignerRole, VersionStatus
from agreements.models.signature import PAIR
from agreements.signing import decisions
from agreements.writing import drafts as drafting
from evaluation.instruments import questions_for
from evaluation.models import SurveyInvitation
from evaluation.survey import surveys
from matching.models import Match, MatchStatus, Reply
from matching.pairs import proposals
from meetings.models import Meeting
from meetings.private_notes import notes
from meetings.schedule import recording
from mentoring.demo import texts

if TYPE_CHECKING:
    from collections.abc import Iterable

    from people.models import User

SUPERVISORS = {SignerRole.MENTEE_SUPERVISOR, SignerRole.MENTOR_SUPERVISOR}
AGENT = "Mozilla/5.0 (demo)"


def draw(kind: str, pk: int) -> float:
    """A number from 0 to 1 that is always the same for the same thing."""
    return int.from_bytes(hashlib.sha256(f"{kind}:{pk}".encode()).digest()[:4], "big") / 2**32


class Life:
    """The actors of one rehearsal.

    Some never act: one pair leaves its agreement unwritten, two agreements stay unsigned, two pairs do not meet.
    """

    def __init__(self, *, unwritten: int = 2, unsigned: int = 2, silent: int = 2) -> None:
        self.unwritten = unwritten
        self.unsigned = unsigned
        self.silent = silent

    def go_on(self, now: datetime) -> None:
        """Let those act for whom it is time; the clock calls this once a working day."""
        self.answer_proposals(now)
        self.write_agreements(now)
        self.sign(now)
        self.record_meetings(now)
        self.answer_surveys(now)

    def answer_proposals(self, now: datetime) -> None:
        """Most say yes within two days; one in twenty-five declines."""
        for match in Match.objects.with_people().filter(
            status=MatchStatus.PROPOSED, proposed_at__lt=now - timedelta(hours=4)
        ):
            for reply, user in ((match.mentor_reply, match.mentor.user), (match.mentee_reply, match.mentee.user)):
                if reply != Reply.NONE or draw(f"wait{user.pk}{now:%d}", match.pk) < 0.3:  # noqa: PLR2004
                    continue
                if draw(f"decline{user.pk}", match.pk) < 0.02:  # noqa: PLR2004
                    proposals.decline_match(match, by=user, now=now)
                    break
                match = proposals.accept_match(match, by=user, now=now)  # noqa: PLW2901 - the fresh row

    def write_agreements(self, now: datetime) -> None:
        """A pair writes its agreement a day or two after it was confirmed, but for the first of them."""
        drafts = AgreementVersion.objects.filter(status=VersionStatus.DRAFT, created_at__lt=now - timedelta(days=1))
        for version in list(drafts.select_related("agreement__match").order_by("pk"))[self.unwritten :]:
            match = Match.objects.with_people().get(pk=version.agreement.match_id)
            self.write(version, match, now)

    def write_late(self, now: datetime) -> None:
        """One more pair has written its agreement and signed it, so its supervisors have a fresh link in their mail."""
        self.unwritten -= 1
        self.write_agreements(now)
        for request in SignatureRequest.objects.awaiting().filter(asked_at=now, role__in=PAIR):
            self.put_name(request, now)

    def write(self, version: AgreementVersion, match: Match, now: datetime) -> None:
        """Fill in what is open, and send it out for signature."""
        first = int(draw("goal", match.pk) * len(texts.GOALS))
        until = version.until_on or (now + timedelta(days=180)).date()
        goals: list[drafting.GoalData] = [
            {"what": what, "measure": measure, "by_on": until - timedelta(days=30 * number)}
            for number, (what, measure) in enumerate(texts.GOALS[first : first + 2] or texts.GOALS[:2])
        ]
        drafting.set_goals(version, goals=goals, by=match.mentee.user, now=now)
        version.refresh_from_db()
        channel = version.channel or "video"
        places = texts.PLACES.get(channel, texts.PLACES["video"])
        slot = version.weekday if version.weekday is not None else match.pk % 5
        version = drafting.save_draft(
            version, revision=version.revision, by=match.mentor.user, now=now,
            weekday=slot, starts_at=version.starts_at or time(10 + match.pk % 5), channel=channel,
            place=places[match.pk % len(places)], topics=match.mentee.wants,
        )  # fmt: skip
        drafting.send_for_signature(version, by=match.mentee.user, now=now)

    def sign(self, now: datetime) -> None:
        """Those who are asked sign, most within two days; a few agreements stay open."""
        waiting = (
            SignatureRequest.objects.awaiting()
            .filter(asked_at__lt=now - timedelta(hours=3))
            .order_by("version_id", "pk")
        )
        held_back = sorted(set(waiting.values_list("version__agreement_id", flat=True)))[: self.unsigned]
        # One mentor has not got round to it; in the other the pair has signed and the supervisors have not.
        silent = {key: {SignerRole.MENTOR} for key in held_back[:1]} | dict.fromkeys(held_back[1:], SUPERVISORS)
        for request in waiting.select_related("signer", "version"):
            slow = request.role in silent.get(request.version.agreement_id, ())
            if not slow and draw(f"sign{now:%d}", request.pk) > 0.45:  # noqa: PLR2004
                self.put_name(request, now)

    def put_name(self, request: SignatureRequest, now: datetime) -> None:
        name = request.signer.name
        decisions.sign(request, typed_name=name, consent=True, now=now, ip_address="192.0.2.10", user_agent=AGENT)

    def record_meetings(self, now: datetime) -> None:
        """Pairs say whether they met; two pairs never meet, and some forget to say."""
        past = Meeting.objects.planned().filter(starts_at__lt=now - timedelta(hours=1))
        quiet = set(
            Match.objects.filter(status=MatchStatus.ACTIVE).order_by("pk").values_list("pk", flat=True)[: self.silent]
        )
        for meeting in past.select_related("match__mentor__user", "match__mentee__user"):
            if meeting.match_id in quiet:
                if draw("missed", meeting.pk) < 0.5:  # noqa: PLR2004
                    recording.record_missed(meeting, by=meeting.match.mentee.user, now=now)
            elif draw("forgot", meeting.pk) < 0.06:  # noqa: PLR2004
                continue
            elif draw("met", meeting.pk) < 0.08:  # noqa: PLR2004
                recording.record_missed(meeting, by=meeting.match.mentor.user, now=now)
            else:
                self.meet(meeting, now)

    def meet(self, meeting: Meeting, now: datetime) -> None:
        """They met; sometimes the mentee keeps a note."""
        user: User = meeting.match.mentee.user
        recording.record_held(meeting, minutes=meeting.minutes, by=user, now=now)
        if draw("note", meeting.pk) < 0.3:  # noqa: PLR2004
            notes.keep_note(meeting, owner=user, text=texts.NOTES[meeting.pk % len(texts.NOTES)], now=now)

    def answer_surveys(self, now: datetime) -> None:
        """Three in four answer, within a few days."""
        for invitation in SurveyInvitation.objects.open_on(now.date()).select_related("user", "match"):
            if draw("answers", invitation.pk) < 0.76 and draw(f"today{now:%d}", invitation.pk) < 0.6:  # noqa: PLR2004
                surveys.answer(invitation, answers=self.answers(invitation), by=invitation.user, now=now)

    def answers(self, invitation: SurveyInvitation) -> dict[str, int | str]:
        """Friendly figures on the whole, with a comment now and then."""
        given: dict[str, int | str] = {}
        for number, question in enumerate(questions_for(invitation)):
            chance = draw(f"{question.code}{number}", invitation.pk)
            if question.is_text:
                given |= {question.code: texts.COMMENTS[invitation.pk % len(texts.COMMENTS)]} if chance < 0.5 else {}  # noqa: PLR2004
            else:
                given[question.code] = pick(question.values, chance)
        return given


def pick(values: Iterable[int], chance: float) -> int:
    """One of the values, the higher ones more often."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(chance**0.5 * len(ordered)))]
