"""A second step is asked by role, for every page that is not the reader's own (E-36)."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import pytest
from allauth.account.internal.flows.login import AUTHENTICATION_METHODS_SESSION_KEY as RECORDS
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth as totp
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from evaluation.report.reports import make_report
from evaluation.tests.factories import running_cohort
from mentoring.sign_in.second_factor import KEYS, OWN, SIGN_IN, is_own
from mentoring.tests.test_house_rules import patterns
from people.authentication.proof import FRESH
from people.models import User
from people.tests.conftest import no_limits_left_over  # noqa: F401 - a fixture
from people.tests.delivering import deliver
from people.tests.factories import UserFactory
from people.tests.test_admin import change as form_of
from programs.tests.factories import MembershipFactory, ProgramFactory

if TYPE_CHECKING:
    from django.test import Client
    from pytest_django.fixtures import SettingsWrapper

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("no_limits_left_over")]
ROLES = ["administrator", "staff", "coordinator", "facilitator", "committee"]


@pytest.fixture(autouse=True)
def _required(settings: SettingsWrapper) -> None:
    settings.STAFF_MFA_REQUIRED = True


def with_role(role: str) -> User:
    """Return someone with the role, in some program."""
    if role in {"administrator", "staff"}:
        return UserFactory.create(is_staff=True, is_organization_administrator=role == "administrator")
    membership = MembershipFactory.create(role=role, program=ProgramFactory.create())
    person: User = membership.user
    return person


def with_second_step(person: User) -> str:
    """Give someone an app for codes, and return its seed."""
    secret = totp.generate_totp_secret()
    totp.TOTP.activate(person, secret)
    return secret


def prove(client: Client, secret: str, *, back: str = "/") -> str:
    """Prove the second step in the open session, and return where that leads."""
    code = totp.format_hotp_value(totp.hotp_value(secret, next(totp.yield_hotp_counters_from_time())))
    answer = client.post(f"{reverse('mfa_reauthenticate')}?next={back}", {"code": code})
    return str(getattr(answer, "url", answer.status_code))


def let_time_pass(client: Client) -> None:
    """Make what the session has proved older than what counts as fresh."""
    session = client.session
    session[RECORDS] = [
        {**record, "at": time.time() - FRESH.total_seconds() - 60} for record in session.get(RECORDS, [])
    ]
    session.save()


# One value for each kind of argument that an address may take; the answer comes before anything is looked up.
VALUES = {"pk": 1, "match_pk": 1, "number": 1, "version": 1, "slug": "x", "program": "x", "cohort": 1, "person": 1}


def asking() -> list[tuple[str, str]]:
    """Every named address of the portal that is not the reader's own, with a path."""
    found = []
    for name, pattern in patterns():
        if name.startswith("admin:") or is_own(name) or name == "None":
            continue
        arguments = {key: VALUES[key] for key in pattern.pattern.converters}
        found.append((name, reverse(name, kwargs=arguments)))
    return found


def test_e36_the_sweep_finds_the_pages_that_were_open() -> None:
    names = {name for name, _path in asking()}

    assert {
        "evaluation:report_list", "evaluation:report", "evaluation:report_csv", "evaluation:propose",
        "evaluation:contact", "evaluation:contact_answered", "programs:approval", "programs:approve",
        "programs:ask_for_changes",
    } == names  # fmt: skip


def test_e36_every_name_on_the_list_of_own_pages_is_an_address() -> None:
    names = {name for name, _pattern in patterns()}

    assert OWN - names == set()
    assert KEYS - names == set()
    assert not [name for name in names if name.startswith("admin:") and is_own(name)]
    assert all(any(name.startswith(prefix) for name in names) for prefix in SIGN_IN)


@pytest.mark.parametrize(("name", "path"), [*asking(), ("admin:index", "/admin/")], ids=lambda value: value)
@pytest.mark.parametrize("role", ROLES)
def test_e36_without_a_second_step_a_role_opens_no_page_that_is_not_ones_own(
    client: Client, role: str, name: str, path: str
) -> None:
    client.force_login(with_role(role))

    assert client.get(path).url == reverse("mfa_index")
    assert client.post(path).url == reverse("mfa_index")
    assert client.get(reverse("people:account")).status_code == 200


@pytest.mark.parametrize("role", ROLES)
def test_e36_a_session_that_was_begun_without_the_second_step_is_asked_for_it(client: Client, role: str) -> None:
    person = with_role(role)
    client.force_login(person)
    secret = with_second_step(person)
    reports = reverse("evaluation:report_list")

    assert client.get(reports).url == f"{reverse('mfa_reauthenticate')}?next=%2Freports%2F"
    assert prove(client, secret, back=reports) == reports
    assert client.get(reports).status_code == 200


def test_e36_somebody_without_a_role_is_not_asked(client: Client) -> None:
    client.force_login(UserFactory.create())

    assert client.get(reverse("evaluation:report_list")).status_code == 200


def test_e36_a_role_that_has_ended_is_not_asked_any_more(client: Client) -> None:
    membership = MembershipFactory.create(role="committee", program=ProgramFactory.create())
    client.force_login(membership.user)
    assert client.get(reverse("evaluation:report_list")).status_code == 302

    type(membership).objects.filter(pk=membership.pk).update(ended_at=membership.added_at, ended_by=membership.user)

    assert client.get(reverse("evaluation:report_list")).status_code == 200


def test_e36_the_demo_asks_nobody(client: Client, settings: SettingsWrapper) -> None:
    settings.STAFF_MFA_REQUIRED = False
    client.force_login(with_role("administrator"))

    assert client.get("/admin/").status_code == 200


def test_e36_a_code_by_mail_alone_opens_nothing_for_somebody_with_a_second_step(client: Client) -> None:
    person = with_role("coordinator")
    with_second_step(person)
    client.post(reverse("account_request_login_code"), {"email": person.email})
    deliver()
    code = next(
        line.strip() for line in str(mail.outbox[-1].body).splitlines() if line.strip().replace("-", "").isupper()
    )

    answer = client.post(reverse("account_confirm_login_code"), {"code": code})

    assert answer.url == reverse("mfa_authenticate")
    assert "_auth_user_id" not in client.session


def test_e36_an_export_asks_again_after_some_minutes(client: Client) -> None:
    cohort = running_cohort(pairs=1)
    person = MembershipFactory.create(role="coordinator", program=cohort.program).user
    report = make_report(cohort, by=person, now=timezone.now())
    secret = with_second_step(person)
    client.force_login(person)
    prove(client, secret)
    path = reverse("evaluation:report_csv", args=[report.pk])
    assert client.get(path)["Content-Type"].startswith("text/csv")

    let_time_pass(client)

    assert client.get(reverse("evaluation:report", args=[report.pk])).status_code == 200, "reading does not"
    assert client.get(path).url.startswith(reverse("mfa_reauthenticate"))
    assert prove(client, secret, back=path) == path
    assert client.get(path)["Content-Type"].startswith("text/csv")


def test_e36_appointing_an_administrator_asks_again_and_goes_on_afterwards(client: Client) -> None:
    olga, ben = with_role("administrator"), UserFactory.create(name="Ben Okri")
    secret = with_second_step(olga)
    client.force_login(olga)
    prove(client, secret)
    let_time_pass(client)
    page = reverse("admin:people_user_change", args=[ben.pk])
    form = form_of(ben, is_staff="on", is_organization_administrator="on")

    assert client.post(page, form).url.startswith(reverse("mfa_reauthenticate"))
    ben.refresh_from_db()
    assert not ben.is_organization_administrator
    prove(client, secret, back=page)

    ben.refresh_from_db()
    assert (ben.is_organization_administrator, ben.appointed_by) == (True, olga)
    assert client.post(page, form_of(ben, job_title="Lead")).url == reverse("admin:people_user_changelist")


def test_e36_giving_a_role_in_a_program_asks_again(client: Client) -> None:
    olga, ben, program = with_role("administrator"), UserFactory.create(), ProgramFactory.create()
    secret = with_second_step(olga)
    client.force_login(olga)
    prove(client, secret)
    let_time_pass(client)

    answer = client.post(
        reverse("admin:programs_membership_add"), {"program": program.pk, "user": ben.pk, "role": "committee"}
    )

    assert answer.url.startswith(reverse("mfa_reauthenticate"))
    assert not program.memberships.filter(user=ben).exists()


@pytest.mark.parametrize("name", sorted(KEYS - {"mfa_remove_webauthn"}))
def test_e34_an_open_session_alone_changes_no_key(client: Client, name: str) -> None:
    """Someone who signs in by codes alone has nothing else to be asked for: they sign in anew."""
    client.force_login(UserFactory.create())

    answer = client.get(reverse(name))

    assert answer.url == f"{reverse('account_login')}?next={reverse(name).replace('/', '%2F')}"
    assert "_auth_user_id" not in client.session
    assert not Authenticator.objects.exists()


def test_e34_a_password_does_not_stand_in_for_the_second_step_when_another_is_added(client: Client) -> None:
    person = with_role("administrator")
    person.set_password("a quiet long password 77")
    person.save()
    with_second_step(person)
    client.force_login(person)
    client.post(reverse("account_reauthenticate"), {"password": "a quiet long password 77"})

    assert client.get(reverse("mfa_add_webauthn")).url.startswith(reverse("mfa_reauthenticate"))
    assert client.get("/admin/").url.startswith(reverse("mfa_reauthenticate"))
