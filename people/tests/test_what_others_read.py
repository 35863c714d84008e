"""What a person writes and others read is bounded and cleaned, whichever way it comes into its row (E-29)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import models

from web.fields.names import LineField
from web.fields.texts import LinkField, Prose

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOMS = ("people", "notifications", "programs", "pool", "matching", "agreements", "meetings", "evaluation")
# Texts that no person writes, or that nobody else reads, by the end of their names; each with its reason.
NOT_WRITTEN = {
    "a hash, a key or a random number": ("mac", "hash", "key", "digest", "bound", "sum", "mark", "uid", "reference", "sha256", "fingerprint", "head", "password", "pem"),
    "a code of ours": ("kind", "code", "action", "object_type", "object_id", "subject_id", "consent_version", "status", "slug", "date_form",
        "claimed_by", "last_error"),
    "a name of a zone or a language, held to a list": ("time_zone",),
    "an address, held to its form": ("email", "to_address", "old", "new", "signer_address"),
    "made of texts that were cleaned before": ("AgreementVersion.text", "signer_name", "subject_line", "employee_number"),
    "a setting of the operator": ("IdentityReplacement.provider",),
    "on no page: evidence for the operator, escaped in the certificate": ("user_agent",),
}  # fmt: skip


def written() -> Iterator[tuple[str, models.Field[object, object]]]:
    """Yield the fields in which people write what others read."""
    ends = tuple(end for ends in NOT_WRITTEN.values() for end in ends)
    for room in ROOMS:
        for model in apps.get_app_config(room).get_models():
            for column in model._meta.local_fields:
                name = f"{model._meta.label}.{column.name}"
                if (
                    isinstance(column, (models.CharField, models.TextField))
                    and not column.choices
                    and not name.endswith(ends)
                ):
                    yield name, column


def test_e29_every_text_that_others_read_is_cleaned_on_its_way_into_the_row() -> None:
    """One line, or prose with a length; a link leads to the web."""
    loose = [name for name, column in written() if not isinstance(column, (LineField, Prose, LinkField))]

    assert loose == []


def test_e29_every_text_that_others_read_has_a_length() -> None:
    assert [name for name, column in written() if not column.max_length] == []


@pytest.mark.parametrize(
    "link",
    ["javascript:alert(1)", "ftp://files.example.org/", "data:text/html,x", "//example.org", "mailto:a@example.org"],
)
def test_e29_a_link_leads_to_the_web_and_nowhere_else(link: str) -> None:
    field = LinkField()

    with pytest.raises(ValidationError, match="begins with https:// or http://"):
        field.clean(link, None)
    with pytest.raises(ValidationError):
        field.get_prep_value(link)
    assert field.get_prep_value("https://example.org/a?b=c") == "https://example.org/a?b=c"
    assert field.get_prep_value("") == ""
