"""How long a statement of the database may take, which depends on who asks: a page, or work in the background (E-37)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.backends.signals import connection_created

if TYPE_CHECKING:
    from django.db.backends.base.base import BaseDatabaseWrapper

# A worker stops a task after ten minutes (CELERY_TASK_TIME_LIMIT); its last statement shall not go on without it.
OF_A_TASK = 600


def limit_statements(seconds: int) -> None:
    """Give every statement on the connections that this process opens from now on so much time; 0 is no limit."""

    def say(connection: BaseDatabaseWrapper, **_kwargs: Any) -> None:  # noqa: ANN401 - as signals are sent
        with connection.cursor() as cursor:
            cursor.execute("SET statement_timeout = %s", [seconds * 1000])

    connection_created.connect(say, weak=False, dispatch_uid="mentoring.operation.statements")
