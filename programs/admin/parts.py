"""The program's page in parts: each has an address of its own, is shown alone and saved alone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import Count, OuterRef, Subquery
from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from programs.admin.cohort_list import CohortRows
from programs.admin.guidelines_list import GuidelinesRows
from programs.admin.membership import MembershipRows
from programs.admin.support_list import GoalBlocks, ResourceRows, TrainingRows
from programs.models import Cohort, Goal, Guidelines, Membership, Program, Resource, Training

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.db.models import QuerySet
    from django.http import HttpRequest
    from django.utils.functional import _StrPromise

    from programs.admin.base import Blocks, Rows


@dataclass(frozen=True)
class ProgramPart:
    """One kind of rows that belong to a program. What is `only_read` here is written elsewhere."""

    key: str
    label: _StrPromise
    inline: type[Rows | Blocks]
    rows: Callable[[], QuerySet[Any]]
    only_read: bool = False


@dataclass(frozen=True)
class PartTab:
    """A link to a part; the program's own words have no count."""

    label: _StrPromise
    address: str
    is_open: bool
    count: int | None = None


PARTS = {
    part.key: part
    for part in (
        ProgramPart("committee", _("Committee and staff"), MembershipRows, Membership.objects.current),
        ProgramPart("goals", _("Goals"), GoalBlocks, Goal.objects.all),
        ProgramPart("cohorts", _("Cohorts"), CohortRows, Cohort.objects.all),
        ProgramPart("guidelines", _("Guidelines"), GuidelinesRows, Guidelines.objects.all, only_read=True),
        ProgramPart("trainings", _("Trainings"), TrainingRows, Training.objects.all),
        ProgramPart("resources", _("Resources"), ResourceRows, Resource.objects.all),
    )
}


def part_of(request: HttpRequest) -> ProgramPart | None:
    """Return which part is asked for, if it is one; there is no page of any other."""
    key = request.GET.get("part")
    if key is None:
        return None
    if key not in PARTS:
        raise Http404
    return PARTS[key]


def tabs_of(program: Program, shown: ProgramPart | None) -> list[PartTab]:
    """Return the way to the program's own words and to each part. All rows are counted in one query."""
    page = reverse("admin:programs_program_change", args=[program.pk])
    counts = Program.objects.values_list(*map(number_of, PARTS.values())).get(pk=program.pk)
    return [
        PartTab(_("Program"), page, is_open=shown is None),
        *(
            PartTab(part.label, f"{page}?part={part.key}", is_open=part is shown, count=count or 0)
            for part, count in zip(PARTS.values(), counts, strict=True)
        ),
    ]


def number_of(part: ProgramPart) -> Subquery:
    """Count the part's rows, within a query for programs."""
    rows = part.rows().filter(program=OuterRef("pk")).order_by().values("program")
    return Subquery(rows.annotate(number=Count("pk")).values("number"))
