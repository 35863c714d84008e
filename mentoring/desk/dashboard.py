"""The coordinators' dashboard: on top what needs doing, then how each program stands. Fills the admin's index."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.utils import timezone
from django.utils.translation import gettext as _

import agreements.desk.items
import evaluation.desk_items
import matching.desk_items
import meetings.desk_items
import notifications.desk_items
import people.desk.items
import programs.desk_items
from mentoring.desk.panels import ProgramPanel, panels_for
from mentoring.desk.set_up import FirstStep, set_up_steps
from people.policy import Action
from people.reader import reader
from programs.models import Cohort, Program
from programs.models.cohort import CohortStatus

if TYPE_CHECKING:
    from datetime import datetime

    from django.http import HttpRequest

    from people.models import User
    from web.todo import DeskItem

DESK_ITEMS = (
    people.desk.items.desk_items,
    notifications.desk_items.desk_items,
    programs.desk_items.desk_items,
    matching.desk_items.desk_items,
    agreements.desk.items.desk_items,
    meetings.desk_items.desk_items,
    evaluation.desk_items.desk_items,
)
URGENCY = {"stop": 0, "wait": 1, "info": 2, "good": 3}


@dataclass(frozen=True)
class Board:
    """What the dashboard shows. Set-up steps stand on it until the first cohort of someone's programs is open."""

    items: list[DeskItem] = field(default_factory=list)
    panels: list[ProgramPanel] = field(default_factory=list)
    steps: list[FirstStep] = field(default_factory=list)
    as_of: datetime | None = None


def callback(request: HttpRequest, context: dict[str, Any]) -> dict[str, Any]:
    """Add the board to the context of the admin's index, as Unfold asks."""
    board = board_for(reader(request), now=timezone.now())
    return context | {"title": _("What needs doing"), "board": board}


def board_for(user: User, *, now: datetime) -> Board:
    """Return what the person manages; the number of queries does not depend on how many programs that are.

    Figures are for those who may read the program's reports: not for an administrator without a role in it (E-38).
    """
    programs = list(Program.objects.where_allowed(user, Action.MANAGE_PROGRAM).order_by("name"))
    read = set(Program.objects.where_allowed(user, Action.SEE_REPORTS).values_list("pk", flat=True))
    panels = panels_for([program for program in programs if program.pk in read], now=now)
    opened = Cohort.objects.filter(program__in=programs).exclude(status=CohortStatus.PLANNED).exists()
    steps = [] if opened else set_up_steps(user, programs)
    return Board(items=desk_items_for(user, now=now), panels=panels, steps=steps, as_of=now)


def desk_items_for(user: User, *, now: datetime) -> list[DeskItem]:
    """Collect the work of every app, the urgent first, then in the order of a program's life."""
    items: list[DeskItem] = []
    for items_of_room in DESK_ITEMS:
        items += items_of_room(user, now=now)
    return sorted(items, key=lambda item: URGENCY.get(item.tone, 1))
