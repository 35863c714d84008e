"""What lists on the desk share whose rows administrators decide, many at a time."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from django.contrib import messages
from django.db.models import Model
from django.utils import timezone

from people.desk.base import DeskAdmin
from people.errors import PeopleError
from people.reader import reader

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.db.models import QuerySet
    from django.http import HttpRequest

M = TypeVar("M", bound=Model)
SHOWN = 3


class DecidingAdmin(DeskAdmin[M]):
    """Rows stay as they were asked for; they are decided, and never edited."""

    list_per_page = 100

    def has_decide_permission(self, request: HttpRequest) -> bool:
        """For those who keep the directory; whether this one may, the process says for each row."""
        return self.has_module_permission(request) and reader(request).is_organization_administrator

    def decide(self, request: HttpRequest, queryset: QuerySet[M], process: Callable[..., object]) -> int:
        """Decide each, say once why some could not be, and return how many could."""
        refused: dict[str, int] = {}
        rows = list(queryset.order_by("person_id"))
        for row in rows:
            try:
                process(row, by=reader(request), now=timezone.now())
            except PeopleError as error:
                refused[str(error)] = refused.get(str(error), 0) + 1
        for sentence, count in list(refused.items())[:SHOWN]:
            self.message_user(request, sentence if count == 1 else f"{sentence} ({count})", messages.WARNING)
        return len(rows) - sum(refused.values())
