"""A pair that does not meet: why, since when, what was sent, and what its coordinator can do (L-19, P-31, D-23)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from unittest import mock

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from agreements.models.hours import Rhythm
from matching.models import Match
from matching.tests.factories import MatchFactory
from meetings.desk_items import desk_items
from meetings.errors import MeetingError
from meetings.models import LetterKind, PairLetter, PairNote
from meetings.pairs import looking_after
from meetings.schedule.reminders import queue_check_ins
from meetings.tests.factories import AppointmentFactory, MeetingFactory
from notifications.models import Message, Status
from notifications.transport.delivery import deliver_due
from people.models import AuditEvent, User
from people.policy import Role
from people.tests.factories import UserFactory
from programs.tests.factories import MembershipFactory, SupportContactFactory

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 4, 14, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def clock() -> Iterator[None]:
    """Let it be Tuesday 14 April 2026 at the desk."""
    with mock.patch.object(timezone, "now", return_value=NOW):
        yield


@pytest.fixture
def quiet() -> Match:
    """A weekly pair that met on 17 March, then no more, and meets on 21 April."""
    appointment = AppointmentFactory.create()
    MeetingFactory.create(held=True, appointment=appointment, local_date=dt.date(2026, 3, 17), agenda="My salary")
    for day in (dt.date(2026, 3, 24), dt.date(2026, 3, 31), dt.date(2026, 4, 7)):
        MeetingFactory.create(missed=True, appointment=appointment, local_date=day)
    MeetingFactory.create(appointment=appointment, local_date=dt.date(2026, 4, 21))
    return appointment.match


def someone_in(match: Match, role: Role = Role.COORDINATOR) -> User:
    user = UserFactory.create(is_staff=True)
    MembershipFactory.create(program=match.cohort.program, user=user, role=role)
    return user


def page(client: Client, match: Match) -> str:
    return client.get(reverse("admin:meetings_pair_change", args=[match.pk])).content.decode()


def letter(match: Match, by: User, *, now: datetime = NOW, text: str = "How is it going?") -> PairLetter:
    both = [match.mentor.user, match.mentee.user]
    return looking_after.write_to(match, to=both, text=text, kind=LetterKind.WORD, by=by, now=now)


def test_l19_a_monthly_pair_is_not_asked_why_it_does_not_meet_before_its_first_meeting() -> None:
    version = {"version__starts_on": dt.date(2026, 4, 1), "version__rhythm": Rhythm.MONTHLY}
    pair = MatchFactory.create(active=True, active_at=datetime(2026, 4, 1, tzinfo=UTC), starts_on=dt.date(2026, 4, 1))
    appointment = AppointmentFactory.create(version__agreement__match=pair, **version)
    MeetingFactory.create(appointment=appointment, local_date=dt.date(2026, 4, 29))

    assert queue_check_ins(now=NOW) == 0
    assert desk_items(someone_in(pair), now=NOW) == []


def test_l02_nobody_is_asked_to_meet_somebody_who_has_left(quiet: Match) -> None:
    User.objects.filter(pk=quiet.mentor.user_id).update(left_on=dt.date(2026, 4, 10))

    assert queue_check_ins(now=NOW) == 0
    assert [item.count for item in desk_items(someone_in(quiet), now=NOW)] == [1]


def test_l19_one_click_leads_from_the_dashboard_to_the_pair(quiet: Match, client: Client) -> None:
    client.force_login(someone_in(quiet))

    board = client.get(reverse("admin:index")).content.decode()

    assert f'href="{reverse("admin:meetings_pair_change", args=[quiet.pk])}"' in board
    assert f"{quiet.mentee} – {quiet.mentor}" in board


def test_l19_the_page_says_why_since_when_and_the_last_and_next_day(quiet: Match, client: Client) -> None:
    client.force_login(someone_in(quiet))

    words = page(client, quiet)

    assert "Their last 3 meetings in a row did not take place." in words
    assert "Since 7 April 2026." in words
    assert "17 March 2026" in words
    assert "21 April 2026" in words
    assert "My salary" not in words


def test_l19_the_definition_with_its_numbers_stands_on_page_list_and_dashboard(quiet: Match, client: Client) -> None:
    client.force_login(someone_in(quiet))

    for words in (
        page(client, quiet),
        client.get(reverse("admin:meetings_pair_changelist")).content.decode(),
        client.get(reverse("admin:index")).content.decode(),
    ):
        assert "When does a pair need a check-in?" in words
        assert "within 10 days (every two weeks: 17, every four weeks: 31)" in words


def test_d23_a_facilitator_reads_how_a_pair_is_and_no_day_note_or_message(quiet: Match, client: Client) -> None:
    coordinator = someone_in(quiet)
    looking_after.write_note(quiet, text="Called Mia", by=coordinator, now=NOW)
    letter(quiet, coordinator)
    client.force_login(someone_in(quiet, Role.FACILITATOR))

    words = page(client, quiet)

    assert "Needs a check-in" in words
    for secret in ("17 March 2026", "21 April 2026", "Called Mia", "How is it going?", "Write to them"):
        assert secret not in words
    for name in ("write", "help", "note"):
        answer = client.post(reverse(f"admin:meetings_pair_{name}", args=[quiet.pk]), {"text": "x", "to": "both"})
        assert answer.status_code == 404
    assert PairNote.objects.count() == 1


@pytest.mark.parametrize("role", [Role.COMMITTEE, None])
def test_e03_to_everybody_else_the_pages_do_not_exist(quiet: Match, role: Role | None, client: Client) -> None:
    elsewhere = someone_in(MatchFactory.create())
    client.force_login(someone_in(quiet, role) if role else elsewhere)

    for name in ("change", "write", "help", "note"):
        assert client.get(reverse(f"admin:meetings_pair_{name}", args=[quiet.pk])).status_code == 404


def test_l19_what_is_written_is_shown_whole_before_it_goes(quiet: Match, client: Client) -> None:
    coordinator = someone_in(quiet)
    client.force_login(coordinator)
    form = {"to": "both", "text": "How is it going?\n\nCall me."}

    checked = client.post(reverse("admin:meetings_pair_write", args=[quiet.pk]), form).content.decode()

    assert not PairLetter.objects.exists()
    assert f"Hello {quiet.mentee.user.first_name}," in checked
    assert f"Hello {quiet.mentor.user.first_name}," in checked
    assert f"Read a message from {coordinator.name}"[:40] in checked
    sent = client.post(reverse("admin:meetings_pair_write", args=[quiet.pk]), {**form, "send": "1"}, follow=True)
    deliver_due(now=NOW)
    assert "Your message is on its way." in sent.content.decode()
    assert {one.to[0] for one in mail.outbox} == {quiet.mentor.user.email, quiet.mentee.user.email}
    assert all("Call me." in str(one.body) and one.reply_to == [coordinator.email] for one in mail.outbox)
    event = AuditEvent.objects.get(action="pair.written_to")
    assert (event.actor, "Call me" in str(event.details)) == (coordinator, False)


def test_e33_what_is_written_is_shown_as_text_before_it_goes(quiet: Match, client: Client) -> None:
    client.force_login(someone_in(quiet))
    form = {"to": "both", "text": "<b>Bold</b> & <script>loud</script>"}

    checked = client.post(reverse("admin:meetings_pair_write", args=[quiet.pk]), form).content.decode()

    assert "<b>Bold" not in checked
    assert "<script>loud" not in checked
    assert checked.count("&lt;b&gt;Bold&lt;/b&gt; &amp; &lt;script&gt;loud") == 3  # both mails, and the hidden field


def test_l19_a_message_to_one_does_not_reach_the_other(quiet: Match, client: Client) -> None:
    client.force_login(someone_in(quiet))
    form = {"to": str(quiet.mentee.user_id), "text": "Is something in the way?", "send": "1"}

    client.post(reverse("admin:meetings_pair_write", args=[quiet.pk]), form)
    deliver_due(now=NOW)

    assert [one.to for one in mail.outbox] == [[quiet.mentee.user.email]]
    assert "This message goes to you alone." in str(mail.outbox[0].body)


def test_l19_an_offer_of_help_names_the_contacts(quiet: Match, client: Client) -> None:
    contact = SupportContactFactory.create(name="Employee assistance", what_for="Anything that weighs on you")
    client.force_login(someone_in(quiet))

    client.post(reverse("admin:meetings_pair_help", args=[quiet.pk]), {"to": "both", "text": "", "send": "1"})
    deliver_due(now=NOW)

    assert len(mail.outbox) == 2
    assert all(
        contact.name in str(one.body) and "You don’t need anyone’s permission" in str(one.body) for one in mail.outbox
    )


def test_l19_the_page_says_what_was_sent_already(quiet: Match, client: Client) -> None:
    coordinator = someone_in(quiet)
    queue_check_ins(now=NOW - timedelta(days=4))
    deliver_due(now=NOW - timedelta(days=4))
    letter(quiet, coordinator, now=NOW - timedelta(days=1))
    client.force_login(coordinator)

    words = page(client, quiet)

    assert "Asked how it is going" in words
    assert "10 April 2026" in words
    assert "13 April 2026" in words
    assert f"written by {coordinator.name}" in words


def test_l19_a_note_is_for_the_coordinators_of_the_program_with_author_and_day(quiet: Match, client: Client) -> None:
    author, colleague = someone_in(quiet), someone_in(quiet)
    client.force_login(author)

    client.post(reverse("admin:meetings_pair_note", args=[quiet.pk]), {"text": "Mia asked for a pause"})

    assert AuditEvent.objects.filter(action="pair.noted", actor=author, object_id=str(quiet.pk)).count() == 1
    client.force_login(colleague)
    words = page(client, quiet)
    assert "Mia asked for a pause" in words
    assert f"{author.name}, Tuesday 14 April 2026" in words
    for other in (quiet.mentor.user, quiet.mentee.user, someone_in(MatchFactory.create())):
        assert not PairNote.objects.managed_by(other).exists()


def test_e38_an_administrator_without_a_role_reads_no_note(quiet: Match) -> None:
    looking_after.write_note(quiet, text="Called Mia", by=someone_in(quiet), now=NOW)
    administrator = UserFactory.create(is_staff=True, is_organization_administrator=True)

    assert not PairNote.objects.managed_by(administrator).exists()
    with pytest.raises(PermissionDenied):
        looking_after.write_note(quiet, text="Me too", by=administrator, now=NOW)


def test_an_empty_note_is_refused_at_its_field(quiet: Match, client: Client) -> None:
    client.force_login(someone_in(quiet))

    answer = client.post(reverse("admin:meetings_pair_note", args=[quiet.pk]), {"text": "  "})

    assert (answer.status_code, "Write the note first." in answer.content.decode()) == (400, True)


def test_l05_a_pair_that_ended_meanwhile_is_not_written_to_and_its_page_says_so(quiet: Match, client: Client) -> None:
    coordinator = someone_in(quiet)
    Match.objects.filter(pk=quiet.pk).update(status="ended", ended_at=NOW)
    client.force_login(coordinator)
    form = {"to": "both", "text": "How is it going?", "send": "1"}

    answer = client.post(reverse("admin:meetings_pair_write", args=[quiet.pk]), form)

    assert answer.status_code == 400
    assert "This relationship has ended" in answer.content.decode()
    assert not PairLetter.objects.exists()
    words = page(client, quiet)
    assert "This relationship ended on 14 April 2026" in words
    assert "Needs a check-in" not in words
    assert reverse("admin:matching_match_end", args=[quiet.pk]) not in words


def test_b06_a_message_to_a_pair_that_parts_before_it_goes_is_not_sent(quiet: Match) -> None:
    letter(quiet, someone_in(quiet))
    Match.objects.filter(pk=quiet.pk).update(status="ended", ended_at=NOW)

    deliver_due(now=NOW)

    assert mail.outbox == []
    assert set(Message.objects.values_list("status", flat=True)) == {Status.SUPERSEDED}


def test_l02_somebody_who_has_left_is_not_offered_and_not_written_to(quiet: Match, client: Client) -> None:
    coordinator = someone_in(quiet)
    User.objects.filter(pk=quiet.mentor.user_id).update(left_on=dt.date(2026, 4, 10))
    client.force_login(coordinator)

    words = page(client, quiet)
    form = client.get(reverse("admin:meetings_pair_write", args=[quiet.pk])).content.decode()

    assert "According to the directory, one of the two has left." in words
    assert "10 April 2026" in words
    assert reverse("admin:matching_match_end", args=[quiet.pk]) in words
    assert f'value="{quiet.mentor.user_id}"' not in form
    assert 'value="both"' not in form
    fresh = Match.objects.with_people().get(pk=quiet.pk)
    with pytest.raises(MeetingError, match="has left"):
        letter(fresh, coordinator)


def test_a_button_pressed_twice_sends_one_message(quiet: Match) -> None:
    coordinator = someone_in(quiet)
    letter(quiet, coordinator)

    with pytest.raises(MeetingError, match="goes out once"):
        letter(quiet, coordinator, now=NOW + timedelta(seconds=5))

    assert PairLetter.objects.count() == 1
    first = looking_after.write_note(quiet, text="Once", by=coordinator, now=NOW)
    assert looking_after.write_note(quiet, text="Once", by=coordinator, now=NOW + timedelta(seconds=5)) == first


def test_a_coordinator_whose_role_has_ended_writes_nothing(quiet: Match) -> None:
    coordinator = someone_in(quiet)
    coordinator.memberships.update(ended_at=NOW, ended_by=coordinator)

    with pytest.raises(PermissionDenied):
        letter(quiet, User.objects.get(pk=coordinator.pk))


def test_e16_notes_and_messages_go_ninety_days_after_the_end(quiet: Match) -> None:
    coordinator = someone_in(quiet)
    looking_after.write_note(quiet, text="Called Mia", by=coordinator, now=NOW)
    letter(quiet, coordinator)
    Match.objects.filter(pk=quiet.pk).update(status="completed", ended_at=NOW)

    assert looking_after.forget_old(now=NOW + timedelta(days=89)) == 0
    assert looking_after.forget_old(now=NOW + timedelta(days=90)) == 2
    assert not PairNote.objects.exists()
    assert not PairLetter.objects.exists()


def test_f05_the_page_costs_the_same_for_one_message_and_for_three(quiet: Match, client: Client) -> None:
    coordinator = someone_in(quiet)
    client.force_login(coordinator)
    counts = []
    for number in range(3):
        looking_after.write_note(quiet, text=f"Note {number}", by=coordinator, now=NOW)
        letter(quiet, coordinator, text=f"Letter {number}")
        page(client, quiet)
        with CaptureQueriesContext(connection) as queries:
            page(client, quiet)
        counts.append(len(queries))

    assert counts[0] == counts[2]
