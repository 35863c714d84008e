"""Who sees and does what with the directory on the desk (E-01, E-02, E-19)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.contrib import admin
from django.contrib.messages import get_messages
from django.urls import reverse
from django.utils import timezone

from people import audit
from people.models import AuditEvent, User
from people.tests.factories import DepartmentFactory, LevelFactory, SiteFactory, UserFactory

if TYPE_CHECKING:
    from django.test import Client
    from pytest_django import DjangoAssertNumQueries

pytestmark = pytest.mark.django_db
PEOPLE = "admin:people_user_changelist"


@pytest.fixture
def administrator(client: Client) -> User:
    """Sign an organisation administrator in."""
    user = UserFactory.create(name="Olga Admin", is_staff=True, is_organization_administrator=True)
    client.force_login(user)
    return user


@pytest.fixture
def coordinator(client: Client) -> User:
    """Sign someone in who runs a program."""
    user = UserFactory.create(name="Cora Coordinator", is_staff=True)
    client.force_login(user)
    return user


def change(person: User, **fields: object) -> dict[str, object]:
    """Return the form of a person's page with some fields changed."""
    kept = {
        "name": person.name, "known_as": "", "email": person.email, "employee_number": person.employee_number or "",
        "job_title": person.job_title, "department": "", "level": "", "site": "", "time_zone": "", "languages": ", ".join(person.languages),
        "hired_on": "", "left_on": "", "supervisor": person.supervisor_id or "",
        "is_active": "on", **({"is_staff": "on"} if person.is_staff else {}),
        **({"is_organization_administrator": "on"} if person.is_organization_administrator else {}),
    }  # fmt: skip
    return {name: value for name, value in {**kept, **fields}.items() if value is not None}


def said(response: object) -> list[str]:
    """Return the messages of a response."""
    return [str(message) for message in get_messages(response.wsgi_request)]


def test_the_desk_sends_visitors_to_the_portals_sign_in(client: Client) -> None:
    page = client.get("/admin/people/user/", follow=True)

    address, _status = page.redirect_chain[-1]
    assert address.startswith(reverse("account_login"))
    assert "Send me a code" in page.content.decode()


@pytest.mark.parametrize(
    "path", ["/admin/", "/admin/people/user/", "/admin/people/user/import/", "/admin/people/auditevent/"]
)
def test_a_participant_cannot_open_the_desk(client: Client, path: str) -> None:
    client.force_login(UserFactory.create())

    response = client.get(path, follow=True)

    assert response.status_code == 403


def test_a_coordinator_reads_work_fields_and_changes_nothing(client: Client, coordinator: User) -> None:
    person = UserFactory.create(name="Ada Lovelace", supervisor=coordinator, password="md5$salt$secret")
    page = reverse("admin:people_user_change", args=[person.pk])

    assert "Ada Lovelace" in client.get(reverse(PEOPLE)).content.decode()
    text = client.get(page).content.decode()
    assert "Supervisor" in text
    assert "is_organization_administrator" not in text
    assert "last_login" not in text
    assert "md5$" not in text
    assert client.post(page, change(person, name="Hacked")).status_code == 403
    assert client.get(reverse("admin:people_user_add")).status_code == 403
    person.refresh_from_db()
    assert person.name == "Ada Lovelace"


def test_a_coordinator_cannot_invite_or_import(client: Client, coordinator: User) -> None:
    person = UserFactory.create()

    client.post(reverse(PEOPLE), {"action": "invite_people", "_selected_action": [person.pk]})
    page = client.get(reverse("admin:people_import_upload"))

    person.refresh_from_db()
    assert person.invited_at is None
    assert page.status_code == 403


def test_passwords_are_changed_where_everybody_changes_them(client: Client, administrator: User) -> None:
    assert client.get(reverse("admin:password_change")).url == reverse("account_change_password")


def test_departments_levels_sites_and_groups_are_not_for_coordinators(client: Client, coordinator: User) -> None:
    DepartmentFactory.create(name="Press")

    assert "Press" not in client.get(reverse("admin:people_department_changelist")).content.decode()
    assert not {"Group", "EmailAddress", "Authenticator", "SocialAccount", "SocialApp", "SocialToken"} & {
        model.__name__ for model in admin.site._registry
    }


def test_an_administrator_changes_a_person_and_it_is_on_record(client: Client, administrator: User) -> None:
    person = UserFactory.create(name="Ada Lovelace")
    boss = UserFactory.create()

    client.post(
        reverse("admin:people_user_change", args=[person.pk]),
        change(person, name="Ada King", supervisor=boss.pk, languages="English, de"),
    )

    person.refresh_from_db()
    assert (person.name, person.supervisor, person.languages) == ("Ada King", boss, ["en", "de"])
    event = AuditEvent.objects.get(action="person.changed")
    assert (event.actor, event.object_id) == (administrator, str(person.pk))
    assert set(event.details["fields"]) == {"name", "supervisor", "languages"}


def test_somebody_added_by_hand_has_no_password(client: Client, administrator: User) -> None:
    client.post(reverse("admin:people_user_add"), change(User(name="Ben Okri", email="ben@example.org")))

    ben = User.objects.get(email="ben@example.org")
    assert not ben.has_usable_password()
    assert ben.employee_number is None


def test_a_circle_of_supervisors_is_refused(client: Client, administrator: User) -> None:
    top = UserFactory.create(name="Top")
    below = UserFactory.create(name="Below", supervisor=UserFactory.create(name="Middle", supervisor=top))

    page = client.post(reverse("admin:people_user_change", args=[top.pk]), change(top, supervisor=below.pk))

    assert "Below reports to this person, directly or further up." in page.content.decode()
    top.refresh_from_db()
    assert top.supervisor is None


def test_the_only_administrator_cannot_step_down(client: Client, administrator: User) -> None:
    page = reverse("admin:people_user_change", args=[administrator.pk])

    refused = client.post(page, change(administrator, is_organization_administrator=None))
    assert "This is the only organisation administrator." in refused.content.decode()

    UserFactory.create(is_organization_administrator=True)
    client.post(page, change(administrator, is_organization_administrator=None))
    administrator.refresh_from_db()
    assert not administrator.is_organization_administrator


def test_inviting_reports_how_many_and_whom_not(client: Client, administrator: User) -> None:
    new = UserFactory.create_batch(2)
    old_hand = UserFactory.create(name="Old Hand", last_login=timezone.now())

    response = client.post(
        reverse(PEOPLE), {"action": "invite_people", "_selected_action": [person.pk for person in (*new, old_hand)]}
    )

    assert said(response) == ["2 people were invited by email.", "Old Hand has already signed in."]
    invited = AuditEvent.objects.filter(action="person.invited", actor=administrator)
    assert {event.object_id for event in invited} == {str(person.pk) for person in new}


def test_the_list_shows_who_works_here_and_leavers_when_asked(client: Client, administrator: User) -> None:
    UserFactory.create(name="Lea Left", left_on=timezone.localdate())

    assert "Lea Left" not in client.get(reverse(PEOPLE)).content.decode()
    assert "Lea Left" in client.get(reverse(PEOPLE), {"employment": "left"}).content.decode()


def test_a_list_of_three_asks_as_often_as_a_list_of_one(
    client: Client, administrator: User, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    def person() -> User:
        return UserFactory.create(
            department=DepartmentFactory.create(), level=LevelFactory.create(), site=SiteFactory.create(),
            supervisor=UserFactory.create(),
        )  # fmt: skip

    person()
    with django_assert_max_num_queries(30) as first:
        client.get(reverse(PEOPLE))
    person()
    person()
    with django_assert_max_num_queries(len(first)):
        client.get(reverse(PEOPLE))


def test_e19_the_audit_trail_is_read_only_and_everybody_sees_their_own_deeds(client: Client, coordinator: User) -> None:
    other = UserFactory.create()
    own = audit.record("program.founded", other, by=coordinator, now=timezone.now(), program=7)
    foreign = audit.record("person.invited", other, by=other, now=timezone.now())

    page = client.get(reverse("admin:people_auditevent_changelist")).content.decode()
    assert "program.founded" in page
    assert "person.invited" not in page
    assert client.get(reverse("admin:people_auditevent_change", args=[foreign.pk])).status_code == 404
    detail = reverse("admin:people_auditevent_change", args=[own.pk])
    assert "program: 7" in client.get(detail).content.decode()
    assert client.post(detail, {"action": "forged"}).status_code == 403


@pytest.mark.parametrize("factory", [DepartmentFactory, LevelFactory, SiteFactory])
def test_an_administrator_keeps_departments_levels_and_sites(
    client: Client, administrator: User, factory: type
) -> None:
    row = factory.create()

    page = client.get(reverse(f"admin:people_{row._meta.model_name}_change", args=[row.pk]))

    assert page.status_code == 200
    assert row.name in page.content.decode()
