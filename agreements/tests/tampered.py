"""Agreements that someone who can write SQL tampers with, and the check that has to name it."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

from django.core.management import call_command

from agreements.documents import documents
from agreements.signing import decisions, disputes
from agreements.signing.links import signing_links
from agreements.tests.sealing.making import new_key, sealed_pdf
from agreements.tests.stories import confirmed, coordinator_of, in_force, request_of, with_supervisors
from people.tests.factories import UserFactory

NOW = datetime(2026, 3, 3, 9, tzinfo=UTC)
Names = dict[str, Any]


def make_rows() -> Names:
    """Make three agreements: two in force and sealed, one of them disputed before; one out for signature again."""
    one, other = in_force(now=NOW), in_force(now=NOW)
    for version in (one, other):
        documents.make_document(version, now=NOW + timedelta(minutes=6))
    dispute = disputes.say_not_me(request_of(other, "mentee_supervisor"), now=NOW + timedelta(hours=1))
    disputes.confirm(dispute, remark="Asked.", by=coordinator_of(other), now=NOW + timedelta(hours=2))
    void = with_supervisors(now=NOW)
    refused = decisions.ask_for_change(request_of(void, "mentor_supervisor"), remark="Later.", now=NOW)
    asked = with_supervisors(now=NOW)
    link = signing_links.mint(request_of(asked, "mentee_supervisor"), now=NOW)
    signing_links.exchange(link, now=NOW)
    return {
        "agreement": one.agreement_id,
        "version": one.pk,
        "signed": request_of(one, "mentee_supervisor").pk,
        "other_agreement": other.agreement_id,
        "other_version": other.pk,
        "other_signed": request_of(other, "mentee_supervisor").pk,
        "disputed": dispute.pk,
        "void": void.pk,
        "refused": refused.pk,
        "asking": asked.pk,
        "asked": request_of(asked, "mentee_supervisor").pk,
        "stranger": UserFactory.create(name="Somebody Else").pk,
        "second": UserFactory.create(name="Another One").pk,
        "match": confirmed().pk,
    }


def check() -> tuple[int, list[str]]:
    """Run the nightly check's command; return its exit code and what it names."""
    err = io.StringIO()
    try:
        call_command("verify_agreements", stdout=io.StringIO(), stderr=err)
    except SystemExit as end:
        return int(str(end.code)), err.getvalue().splitlines()
    return 0, err.getvalue().splitlines()


def tamper(run: Callable[..., object], statements: list[str], rows: Names) -> None:
    """Run statements with the keys of the rows in them."""
    forged = sealed_pdf(new_key()) if any("%(forged)s" in statement for statement in statements) else b""
    for statement in statements:
        run(statement, {**rows, "forged": forged})
