"""A change of an address says who else has to confirm it, and can be taken back (E-34)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone

from notifications.transport.delivery import deliver_due
from people.accounts import addresses
from people.errors import PeopleError
from people.models import AddressChange, AddressStatus, AuditEvent, User
from people.tests.factories import UserFactory

if TYPE_CHECKING:
    from django.test import Client

pytestmark = pytest.mark.django_db


def administrator(name: str) -> User:
    return UserFactory.create(name=name, is_staff=True, is_organization_administrator=True)


@pytest.fixture
def olga() -> User:
    """Return the administrator who asks for a new address."""
    return administrator("Olga Admin")


@pytest.fixture
def change(olga: User) -> AddressChange:
    """Return the change, which waits; the mails about it have gone out."""
    ada = UserFactory.create(name="Ada Lovelace", email="ada@example.org", last_login=timezone.now())
    change = addresses.ask(ada, "ada@elsewhere.example", by=olga, now=timezone.now())
    assert change is not None
    sent()
    return change


def sent() -> list[tuple[list[str], str]]:
    """Send what is due, and return to whom and what about."""
    mail.outbox.clear()
    deliver_due(now=timezone.now())
    return [(one.to, one.subject) for one in mail.outbox]


def page_of(change: AddressChange) -> str:
    return reverse("admin:people_addresschange_change", args=[change.pk])


def decide(client: Client, change: AddressChange, what: str) -> AddressChange:
    response = client.post(reverse("admin:people_addresschange_decide", args=[change.pk]), {what: "1"})
    assert response["Location"] == page_of(change)
    return AddressChange.objects.get(pk=change.pk)


def test_e34_the_page_says_to_the_one_who_asked_that_someone_else_must_confirm(
    client: Client, olga: User, change: AddressChange
) -> None:
    client.force_login(olga)

    page = client.get(page_of(change)).content.decode()

    assert "This change needs a second person" in page
    assert "You asked for this change yourself. Another administrator has to confirm it." in page
    assert 'name="withdraw"' in page
    assert 'name="confirm"' not in page


def test_e34_the_persons_page_says_so_too_and_leads_there(client: Client, olga: User, change: AddressChange) -> None:
    client.force_login(olga)

    page = client.get(reverse("admin:people_user_change", args=[change.person_id])).content.decode()

    assert "by Ada Lovelace or by an administrator who did not ask for it" in page
    assert f'href="{page_of(change)}"' in page


def test_e34_another_administrator_confirms_on_the_page(client: Client, change: AddressChange) -> None:
    client.force_login(administrator("Pia Second"))

    assert 'name="confirm"' in client.get(page_of(change)).content.decode()
    assert decide(client, change, "confirm").status == AddressStatus.CONFIRMED
    assert "This change needs" not in client.get(page_of(change)).content.decode()


def test_e34_the_one_who_asked_cannot_confirm_by_sending_the_button_that_is_not_there(
    client: Client, olga: User, change: AddressChange
) -> None:
    client.force_login(olga)

    assert decide(client, change, "confirm").status == AddressStatus.WAITING


@pytest.mark.parametrize("who", ["the one who asked", "another"])
def test_e34_a_change_is_withdrawn_the_trail_keeps_it_and_the_earlier_address_is_told(
    client: Client, olga: User, change: AddressChange, who: str
) -> None:
    by = olga if who == "the one who asked" else administrator("Pia Second")
    client.force_login(by)

    change = decide(client, change, "withdraw")

    assert (change.status, change.decided_by) == (AddressStatus.WITHDRAWN, by)
    assert AuditEvent.objects.filter(action="address.withdrawn", actor=by).count() == 1
    assert sent() == [(["ada@example.org"], "Your email address stays as it is")]
    assert f"Withdrawn by: {by.name}" in str(mail.outbox[0].body)
    assert User.objects.get(pk=change.person_id).email == "ada@example.org"


def test_e34_the_link_to_a_change_that_was_withdrawn_works_no_more(
    client: Client, olga: User, change: AddressChange
) -> None:
    link = reverse("people:address_link", args=[addresses.mint(change)])
    assert client.get(link).status_code == 200

    addresses.withdraw(change, by=olga, now=timezone.now())

    closed = client.get(link)
    assert (closed.status_code, "This link no longer works" in closed.content.decode()) == (404, True)


def test_e34_nobody_else_withdraws(client: Client, change: AddressChange) -> None:
    client.force_login(UserFactory.create(is_staff=True))

    response = client.post(reverse("admin:people_addresschange_decide", args=[change.pk]), {"withdraw": "1"})

    assert response.status_code == 404
    with pytest.raises(PermissionDenied):
        addresses.withdraw(change, by=UserFactory.create(), now=timezone.now())
    assert AddressChange.objects.get().status == AddressStatus.WAITING


def test_e34_what_is_decided_stays_so_where_two_press_at_once(
    client: Client, olga: User, change: AddressChange
) -> None:
    addresses.withdraw(change, by=olga, now=timezone.now())
    client.force_login(administrator("Pia Second"))

    assert decide(client, change, "confirm").status == AddressStatus.WITHDRAWN
    with pytest.raises(PeopleError, match="no longer waiting"):
        addresses.withdraw(change, by=olga, now=timezone.now())


def test_no_page_of_a_change_is_decided_by_opening_it(client: Client, olga: User, change: AddressChange) -> None:
    client.force_login(olga)

    assert client.get(reverse("admin:people_addresschange_decide", args=[change.pk])).status_code == 405
