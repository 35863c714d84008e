"""What `manage.py check --deploy` says about the role that the application has in its database."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.checks import CheckMessage, Info, Tags, Warning, register  # noqa: A004 - Django's name for it
from django.db import DatabaseError, connection

from people.database import rights

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.apps import AppConfig

OWNS = (
    "The role of DATABASE_URL may take away the triggers that protect signatures and the audit trail, because it owns the "
    "tables. Changes still show in the nightly check."
)
LESSER = "The role of DATABASE_URL cannot change what is on record: another role owns the tables."
CARRIED = (
    "MIGRATE_DATABASE_URL is set here, so this process knows the password of the owner of the tables. Give it to "
    "`migrate` alone."
)
SILENT = "The database does not answer, or has no tables yet: which role the application has there is not known."
HINT = "“Two roles in the database” in docs/operating.md tells how to separate them."


@register(Tags.security, deploy=True)
def role_is_the_lesser(app_configs: Sequence[AppConfig] | None, **_options: Any) -> list[CheckMessage]:  # noqa: ANN401 - Django's signature
    """Tell which of the two roles the application has, by asking the database."""
    try:
        owns = rights.owns_what_is_on_record(connection)
    except DatabaseError:
        return [Info(SILENT, id="people.I002")]
    if owns:
        return [Warning(OWNS, hint=HINT, id="people.W001")]
    if settings.DATABASE_OWNER:
        return [Warning(CARRIED, hint=HINT, id="people.W002")]
    return [Info(LESSER, id="people.I001")]
