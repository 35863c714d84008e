"""The reader's roles are read once for a page, and never remembered any longer."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from people.middleware import RolesReadOnce
from people.models import User
from people.policy import Role
from people.tests.factories import UserFactory
from programs.models import Membership, Program
from programs.models.program import ANYWHERE
from programs.tests.factories import MembershipFactory, ProgramFactory
from programs.upkeep.committee import end_membership

if TYPE_CHECKING:
    from pytest_django import DjangoAssertNumQueries

pytestmark = pytest.mark.django_db


@pytest.fixture
def coordinator() -> User:
    """Return someone who coordinates two programs."""
    user: User = UserFactory.create(is_staff=True)
    for _ in range(2):
        MembershipFactory.create(program=ProgramFactory.create(), user=user, role=Role.COORDINATOR)
    return user


def reads_of_roles(queries: CaptureQueriesContext, user: User) -> int:
    """Count how often the person's own roles were looked up, in queries of their own or within others.

    The roles of others, without the person's, are another question.
    """
    own = f'"programs_membership"."user_id" = {user.pk}'
    asked = [query["sql"].replace(f"NOT ({own})", "") for query in queries.captured_queries]
    return sum(own in question for question in asked)


def test_the_desk_asks_for_the_readers_roles_once(client: Client, coordinator: User) -> None:
    client.force_login(coordinator)

    with CaptureQueriesContext(connection) as queries:
        client.get(reverse("admin:index"))

    assert reads_of_roles(queries, coordinator) == 1


def test_a_role_that_is_taken_away_counts_with_the_next_request(client: Client, now: datetime) -> None:
    membership = MembershipFactory.create(role=Role.COORDINATOR, user__is_staff=True)
    MembershipFactory.create(program=membership.program, role=Role.COORDINATOR)
    page = reverse("admin:programs_program_change", args=[membership.program_id])
    client.force_login(membership.user)
    assert client.get(page).status_code == 200

    end_membership(membership, by=UserFactory.create(is_organization_administrator=True), now=now)

    assert client.get(page).status_code == 302, "not found, as the admin says it"


@pytest.mark.parametrize(("method", "once"), [("GET", True), ("HEAD", True), ("POST", False)])
def test_a_request_that_may_change_roles_reads_them_each_time(
    rf: RequestFactory, coordinator: User, method: str, *, once: bool
) -> None:
    request = rf.generic(method, "/")
    request.user = coordinator

    def end_them(request: HttpRequest) -> HttpResponse:
        assert ANYWHERE.roles_of(coordinator) == {Role.COORDINATOR}
        Membership.objects.all().delete()
        return HttpResponse("still" if ANYWHERE.roles_of(coordinator) else "no longer")

    assert RolesReadOnce(end_them)(request).content == (b"still" if once else b"no longer")


def test_a_visitor_has_no_roles_to_read(rf: RequestFactory) -> None:
    request = rf.get("/")
    request.user = AnonymousUser()

    assert RolesReadOnce(lambda _request: HttpResponse("fine"))(request).content == b"fine"


def test_somebody_who_is_no_reader_of_a_page_is_asked_each_time(
    coordinator: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    program = Program.objects.earliest("pk")

    with django_assert_num_queries(2):
        program.roles_of(coordinator)
        program.roles_of(coordinator)


def test_programs_are_the_same_whichever_way_the_roles_were_read(coordinator: User) -> None:
    MembershipFactory.create(user=coordinator, role=Role.COMMITTEE)
    reader = User.objects.get(pk=coordinator.pk)
    reader.reads_roles_once = True

    assert set(Program.objects.managed_by(reader)) == set(Program.objects.managed_by(coordinator))
    assert set(Program.objects.visible_to(reader)) == set(Program.objects.visible_to(coordinator))
