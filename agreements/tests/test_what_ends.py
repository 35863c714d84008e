"""What ends, ends everywhere: the agreement's pages, its supervisors, its amendments (H-14, H-19, L-14, L-19)."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.core import mail
from django.urls import reverse

from agreements.errors import AgreementError
from agreements.models import AgreementVersion, SignatureStatus, VersionStatus
from agreements.signing import decisions, lapsing, voiding
from agreements.signing.supervisors import handover
from agreements.standing.over import over_of
from agreements.tests import stories
from agreements.todo import todos_for
from agreements.writing import amendments, completeness, drafts
from agreements.writing.forms_appointment import MeetingsForm
from matching.models import Match, MatchStatus
from matching.pairs import relationships
from notifications.models import Message
from notifications.transport.delivery import deliver_due
from people.tests.factories import UserFactory
from pool.tests.pages import text

if TYPE_CHECKING:
    from django.test import Client

pytestmark = pytest.mark.django_db
WEEK = timedelta(days=7)
# What only a pair that goes on is told.
OF_A_RUNNING_PAIR = (
    "In force since",
    "protected working time.",
    "On track",
    "Not on track",
    "Too early to tell",
    "the meetings begin on or after",
    "Change the agreement",
    "until today",
    "Protected in total",
    "proposed as your",
)


@pytest.fixture
def version(now: datetime) -> AgreementVersion:
    """Return the agreement of Amara and Jonas, in force."""
    return stories.in_force(now=now)


def end(match: Match, how: str, *, now: datetime) -> Match:
    """Bring a mentoring to its end."""
    if how == "completed":
        return relationships.complete(match, by=None, now=now)
    return relationships.end_early(match, by=match.mentee.user, now=now)


def told(now: datetime) -> list[Any]:
    """Send what is due until the next working day, and return the mails that say that a mentoring is over."""
    mail.outbox.clear()
    deliver_due(now=now + timedelta(days=3))
    return [one for one in mail.outbox if one.subject.startswith(("Completed:", "Ended:"))]


class TestPages:
    """H-19, L-19: every page of an agreement says completed or ended, and from when."""

    @pytest.mark.parametrize(("how", "words"), [("completed", "Completed on"), ("ended", "Ended early on")])
    @pytest.mark.parametrize("page", ["show", "progress", "version"])
    def test_h19_the_pages_of_the_two_say_how_it_ended_and_when(
        self, page: str, how: str, words: str, version: AgreementVersion, client: Client, now: datetime
    ) -> None:
        end(version.match, how, now=now + WEEK)
        client.force_login(version.match.mentee.user)
        args = [version.match.pk, 1] if page == "version" else [version.match.pk]

        said = text(client.get(reverse(f"agreements:{page}", args=args)))

        assert f"{words} 10 March 2026" in said or "3 March 2026 to 10 March 2026" in said
        assert [words for words in OF_A_RUNNING_PAIR if words in said] == []

    @pytest.mark.parametrize("how", ["completed", "ended"])
    def test_h19_the_supervisors_pages_say_it_too(
        self, how: str, version: AgreementVersion, client: Client, now: datetime
    ) -> None:
        from agreements.models import LinkPurpose
        from agreements.signing.links import signing_links
        from agreements.signing.links.views import cookie_name

        request = stories.request_of(version, "mentee_supervisor")
        end(version.match, how, now=now + WEEK)
        real = datetime.now().astimezone()
        client.cookies[cookie_name()] = signing_links.begin_session(request, purpose=LinkPurpose.RECEIPT, now=real)

        receipt = text(client.get(reverse("agreements:sign_receipt", args=[request.reference])))
        went = text(client.get(reverse("agreements:sign_progress", args=[request.reference])))

        assert ("10 March 2026" in receipt, "10 March 2026" in went) == (True, True)
        assert [words for words in OF_A_RUNNING_PAIR if words in receipt + went] == []

    def test_l19_hours_count_until_the_end(self, version: AgreementVersion, client: Client, now: datetime) -> None:
        end(version.match, "ended", now=now + WEEK)
        client.force_login(version.match.mentor.user)

        said = text(client.get(reverse("agreements:progress", args=[version.match.pk])))

        assert "protected until then" in said

    @pytest.mark.parametrize("point", ["drafted", "sent", "with_supervisors"])
    def test_h19_an_agreement_that_was_never_signed_says_so_and_asks_nothing(
        self, point: str, client: Client, now: datetime
    ) -> None:
        version = getattr(stories, point)(now=now)
        end(version.match, "ended", now=now + WEEK)
        client.force_login(version.match.mentee.user)

        for page in ("show", "progress"):
            said = text(client.get(reverse(f"agreements:{page}", args=[version.match.pk])))
            assert "ended before everyone had signed" in said
            assert ("is being changed" in said, "Start writing" in said, "Read and sign" in said) == (False,) * 3

    def test_h19_the_desk_says_ended_in_the_list_and_on_the_page(
        self, version: AgreementVersion, client: Client, now: datetime
    ) -> None:
        end(version.match, "completed", now=now + WEEK)
        coordinator = stories.coordinator_of(version)
        coordinator.is_staff = True
        coordinator.save()
        client.force_login(coordinator)
        listed = reverse("admin:agreements_agreement_changelist")

        page = text(client.get(reverse("admin:agreements_agreement_change", args=[version.agreement_id])))

        assert "Completed on 10 March 2026" in page
        assert "They met for 0 minutes of the" in page
        assert "Completed" in text(client.get(listed))
        assert "Amara" in text(client.get(f"{listed}?state=over"))
        assert "Amara Okafor –" not in text(client.get(f"{listed}?state=in_force"))

    def test_h19_home_has_nothing_to_do_about_it(self, version: AgreementVersion, now: datetime) -> None:
        end(version.match, "ended", now=now)

        assert todos_for(version.match.mentee.user, now=now) == []


class TestSupervisorsAreToldOnce:
    """H-14, H-19."""

    @pytest.mark.parametrize("how", ["completed", "ended"])
    def test_h19_each_supervisor_hears_of_the_end_once_in_a_sentence(
        self, how: str, version: AgreementVersion, now: datetime
    ) -> None:
        end(version.match, how, now=now + WEEK)

        mails = told(now + WEEK)

        supervisors = {version.match.mentee.user.supervisor.email, version.match.mentor.user.supervisor.email}
        assert sorted(one.to[0] for one in mails) == sorted(supervisors)
        assert all("on 10 March 2026, so no working time is protected for it any more" in one.body for one in mails)
        assert told(now + 2 * WEEK) == []

    def test_h19_the_mail_says_neither_who_ended_it_nor_why(self, version: AgreementVersion, now: datetime) -> None:
        by_mentee = end(version.match, "ended", now=now)
        [one, _other] = told(now)

        body = one.body.replace(by_mentee.mentee.user.name, "A").replace(by_mentee.mentor.user.name, "B")

        assert "The mentoring of A and B ended on" in body
        assert "reason" not in body

    def test_h19_the_end_by_a_coordinator_is_told_in_the_same_words(
        self, version: AgreementVersion, now: datetime
    ) -> None:
        relationships.end_early(version.match, by=stories.coordinator_of(version), now=now)

        assert len(told(now)) == 2

    def test_h19_a_supervisor_of_both_gets_one_mail(self, now: datetime) -> None:
        boss = UserFactory.create(name="Sasha Supervisor")
        version = stories.in_force(
            now=now,
            mentee_user=stories.person("Amara Okafor", supervisor=boss),
            mentor_user=stories.person("Jonas Lindqvist", supervisor=boss),
        )
        end(version.match, "ended", now=now)

        assert [one.to for one in told(now)] == [[boss.email]]

    def test_h19_supervisors_who_were_still_asked_are_told_that_nothing_is_left_to_sign(self, now: datetime) -> None:
        version = stories.with_supervisors(now=now)
        end(version.match, "ended", now=now)

        mails = told(now)

        assert len(mails) == 2
        assert all("you have nothing to sign" in one.body for one in mails)

    @pytest.mark.parametrize("point", ["drafted", "sent"])
    def test_h19_who_was_never_asked_hears_nothing(self, point: str, now: datetime) -> None:
        version = getattr(stories, point)(now=now)
        end(version.match, "ended", now=now)

        assert told(now) == []

    def test_h19_after_an_agreement_was_taken_back_its_supervisors_hear_of_the_end(
        self, version: AgreementVersion, now: datetime
    ) -> None:
        voiding.void(version, reason="A wrong date.", by=stories.coordinator_of(version), now=now)
        end(version.match, "ended", now=now + WEEK)

        assert len(told(now + WEEK)) == 2

    def test_h19_who_handed_it_over_is_left_in_peace_and_the_new_signer_is_told(self, now: datetime) -> None:
        version = stories.with_supervisors(now=now)
        first, other = stories.request_of(version, "mentee_supervisor"), UserFactory.create(name="Nora New")
        match = version.match
        handover.hand_over(
            first, to=other, reason="Away.", by=stories.coordinator_of(version), agreed_by=match.mentor.user, now=now
        )
        end(match, "ended", now=now)

        assert {one.to[0] for one in told(now)} == {other.email, match.mentor.user.supervisor.email}

    def test_h19_a_supervisor_who_has_left_gets_no_mail(self, version: AgreementVersion, now: datetime) -> None:
        boss = version.match.mentee.user.supervisor
        boss.left_on = now.date()
        boss.save()
        end(version.match, "ended", now=now)

        assert [one.to[0] for one in told(now)] == [version.match.mentor.user.supervisor.email]

    def test_h19_an_agreement_taken_back_after_the_end_makes_no_new_draft(
        self, version: AgreementVersion, now: datetime
    ) -> None:
        end(version.match, "ended", now=now)

        voiding.void(version, reason="Not theirs.", by=stories.coordinator_of(version), now=now)

        assert [one.status for one in version.agreement.versions.all()] == [VersionStatus.VOID]
        assert not Message.objects.filter(kind="agreements.returned").exists()

    def test_l14_start_meeting_is_not_sent_about_a_mentoring_that_has_ended(
        self, version: AgreementVersion, now: datetime
    ) -> None:
        end(version.match, "ended", now=now)

        deliver_due(now=now + timedelta(days=3))

        assert not [one for one in mail.outbox if one.subject.startswith("Start meeting")]


class TestAmendments:
    """L-14."""

    @pytest.fixture
    def later(self, now: datetime) -> datetime:
        """Return a day on which the mentoring has begun."""
        return now + 6 * WEEK

    @pytest.fixture
    def begun(self, version: AgreementVersion, later: datetime) -> AgreementVersion:
        """Return a change of an agreement whose mentoring has begun."""
        assert version.starts_on
        assert version.starts_on < later.date()
        return amendments.begin(version.agreement, by=version.match.mentee.user, now=later)

    def refused(self, draft: AgreementVersion, *, now: datetime) -> list[str]:
        draft = AgreementVersion.objects.with_people().get(pk=draft.pk)
        return [finding.text for finding in completeness.problems(draft, now=now)]

    def test_l14_it_cannot_end_in_the_past(self, begun: AgreementVersion, later: datetime) -> None:
        AgreementVersion.objects.filter(pk=begun.pk).update(until_on=later.date() - timedelta(days=1))

        assert self.refused(begun, now=later)[0].startswith("The last day has passed.")
        with pytest.raises(AgreementError, match="last day has passed"):
            drafts.send_for_signature(begun, by=begun.match.mentee.user, now=later)

    @pytest.mark.parametrize("days", [-3, 14])
    def test_l14_what_has_begun_does_not_begin_anew(self, begun: AgreementVersion, days: int, later: datetime) -> None:
        moved = later.date() + timedelta(days=days)
        AgreementVersion.objects.filter(pk=begun.pk).update(starts_on=moved)

        assert self.refused(begun, now=later)[0].startswith("Your mentoring began on")

    def test_l14_the_form_shows_the_first_day_and_does_not_take_another(self, begun: AgreementVersion) -> None:
        form = MeetingsForm({"starts_on": "2030-01-01", "until_on": "2030-06-01", "ends_by": "day"}, instance=begun)

        form.is_valid()

        assert form.cleaned_data["starts_on"] == begun.match.starts_on
        assert "the first day stays" in form.fields["starts_on"].help_text

    def test_l14_an_amendment_in_force_leaves_the_start_of_what_has_begun(
        self, begun: AgreementVersion, later: datetime
    ) -> None:
        began = begun.match.starts_on

        match = relationships.activate(begun.match, starts_on=later.date() + WEEK, ends_on=date(2026, 10, 1), now=later)

        assert (match.starts_on, match.ends_on) == (began, date(2026, 10, 1))

    def test_l14_an_end_today_is_an_end_and_nobody_is_told_to_start_meeting(
        self, begun: AgreementVersion, later: datetime
    ) -> None:
        deliver_due(now=later)
        by = begun.match.mentee.user
        draft = drafts.save_draft(begun, revision=begun.revision, by=by, now=later, until_on=later.date())
        assert self.refused(draft, now=later) == []
        sent = drafts.send_for_signature(draft, by=by, now=later)
        for role in ("mentee", "mentor", "mentee_supervisor", "mentor_supervisor"):
            stories.sign(sent, role, now=later)
        mail.outbox.clear()
        deliver_due(now=later + timedelta(hours=1))

        subjects = {one.subject for one in mail.outbox}
        assert "Keep this: Amara’s mentoring ends" in subjects
        assert not [subject for subject in subjects if subject.startswith("Start meeting") or "in force" in subject]
        assert Match.objects.get(pk=begun.match.pk).ends_on == later.date()

    def test_l14_what_outlives_its_last_day_while_it_is_signed_comes_back(self, now: datetime) -> None:
        version = stories.with_supervisors(now=now)
        late = datetime(2026, 12, 24, 9, tzinfo=now.tzinfo)
        request = stories.request_of(version, "mentee_supervisor")

        with pytest.raises(AgreementError, match="last day of this version has passed"):
            decisions.sign(request, typed_name=request.signer.name, consent=True, now=late)
        assert lapsing.return_outdated(now=late) == 1
        assert lapsing.return_outdated(now=late) == 0

        request.refresh_from_db()
        assert request.status == SignatureStatus.VOID
        assert version.agreement.versions.get(status=VersionStatus.DRAFT).came_back
        mail.outbox.clear()
        deliver_due(now=late)
        to_the_pair = [one for one in mail.outbox if one.to == [version.match.mentee.user.email]]
        assert "passed before everyone had signed it" in to_the_pair[-1].body


@pytest.mark.parametrize("status", list(MatchStatus))
def test_h19_an_agreement_is_over_exactly_when_its_relationship_is(
    status: MatchStatus, version: AgreementVersion, now: datetime
) -> None:
    match = version.match
    match.status, match.ended_at = status, now

    assert (over_of(match) is not None) == (status in {MatchStatus.COMPLETED, MatchStatus.ENDED})
