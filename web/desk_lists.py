"""What a list of the desk answers to: its own columns, filters, search and pages, and nothing else (E-26).

Django's list takes any path to any column that is typed into the address, so that one could read letter by letter
what no page shows. Here a parameter counts only if something on the page takes it; the rest is as if it were not there.
"""

from __future__ import annotations

import re
from copy import copy
from datetime import datetime, timedelta
from functools import cache
from typing import TYPE_CHECKING, Any, cast

from django.contrib.admin import FieldListFilter, ListFilter, RelatedFieldListFilter
from django.contrib.admin.options import IS_FACETS_VAR, IS_POPUP_VAR, TO_FIELD_VAR, IncorrectLookupParameters
from django.contrib.admin.utils import get_fields_from_path, lookup_spawns_duplicates
from django.contrib.admin.views.main import ALL_VAR, ERROR_FLAG, ORDER_VAR, PAGE_VAR, SEARCH_VAR
from django.http import QueryDict
from django.utils.timezone import make_aware
from unfold.views import ChangeList

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.contrib.admin import ModelAdmin
    from django.db.models import Field, Model, QuerySet
    from django.http import HttpRequest

# Rows that a link of the desk names by their numbers; they are of the scoped list all the same.
ROWS = "pk__in"
SEARCH_MAX = 200
WELL_FORMED = {
    PAGE_VAR: re.compile(r"[0-9]{1,6}"),
    ORDER_VAR: re.compile(r"(-?[0-9]{1,2}(\.-?[0-9]{1,2})*)?"),
    ROWS: re.compile(r"[0-9]{1,18}(,[0-9]{1,18}){0,499}"),
}
YEARS = range(1900, 3000)


class DeskList(ChangeList):
    """A list that leaves aside what nothing on its page has asked for, and refuses values that cannot be."""

    def __init__(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - Unfold's signature
        super().__init__(request, *args, **kwargs)
        asked = QueryDict(mutable=True, encoding=request.GET.encoding)
        for name in [name for name in request.GET if name in self.params or name == PAGE_VAR]:
            asked.setlist(name, request.GET.getlist(name))
        request.GET = asked  # type: ignore[assignment] # the stubs know the frozen one only
        self.preserved_filters = self.model_admin.get_preserved_filters(request)

    def get_filters(self, request: HttpRequest) -> tuple[list[ListFilter], bool, dict[str, Any], bool, bool]:
        """Return what Django's does, of the parameters that a filter of the page takes."""
        asked = cast("dict[str, list[str]]", self.get_filters_params())
        specs: list[ListFilter] = []
        duplicates = active = False
        for item in self.list_filter:
            before = set(asked)
            spec, path = self._filter(item, request, asked)
            taken = before - set(asked)
            if spec is None or not spec.has_output():
                self._forget(taken)
                continue
            for name in taken:
                readable(name, self.filter_params[name])
            specs.append(spec)
            active |= bool(taken)
            duplicates |= bool(taken and path and lookup_spawns_duplicates(self.lookup_opts, path))
        bounds = self._days(asked) | self._rows(asked)
        self._forget(set(asked))
        return specs, bool(specs), bounds, duplicates, active

    def _filter(
        self,
        item: Any,  # noqa: ANN401 - as Django’s `list_filter`
        request: HttpRequest,
        asked: dict[str, list[str]],
    ) -> tuple[ListFilter | None, str]:
        """Make one filter, which takes its parameters out of `asked`."""
        if callable(item):
            return cast("ListFilter", item(request, asked, self.model, self.model_admin)), ""
        path, made = item if isinstance(item, (tuple, list)) else (item, FieldListFilter.create)
        field = get_fields_from_path(self.model, path)[-1]
        return made(field, request, asked, self.model, self.model_admin, field_path=path), path

    def _days(self, asked: dict[str, list[str]]) -> dict[str, list[datetime]]:
        """Return the bounds of the year, month or day that was chosen above the list."""
        if not self.date_hierarchy:
            return {}
        path = self.date_hierarchy
        year, month, day = (asked.pop(f"{path}__{part}", [""])[-1] for part in ("year", "month", "day"))
        if not (year or month or day):
            return {}
        try:
            first = datetime(int(year), int(month or 1), int(day or 1))  # noqa: DTZ001 - made aware below
        except (ValueError, OverflowError) as error:
            raise IncorrectLookupParameters(path) from error
        if first.year not in YEARS or (day and not month):
            raise IncorrectLookupParameters(path)
        if day:
            last = first + timedelta(days=1)
        elif month:
            last = (first + timedelta(days=32)).replace(day=1)
        else:
            last = first.replace(year=first.year + 1)
        return {f"{path}__gte": [make_aware(first)], f"{path}__lt": [make_aware(last)]}

    @staticmethod
    def _rows(asked: dict[str, list[str]]) -> dict[str, list[list[int]]]:
        """Return the numbers of the rows that a link names."""
        named = asked.pop(ROWS, [""])[-1]
        if not named:
            return {}
        readable(ROWS, [named])
        return {ROWS: [[int(number) for number in named.split(",")]]}

    def _forget(self, names: set[str]) -> None:
        """Let the links of the page carry no parameter that does not count."""
        for name in names:
            self.params.pop(name, None)
            self.filter_params.pop(name, None)

    def get_ordering_field(self, field_name: Any) -> Any:  # noqa: ANN401 - as Django declares it
        """Order by columns that the page shows as sortable, and by no other."""
        return super().get_ordering_field(field_name) if field_name in (self.sortable_by or ()) else None

    def get_results(self, request: HttpRequest) -> None:
        """Show the last page where one further on is asked for: rows go while people read."""
        try:
            super().get_results(request)
        except IncorrectLookupParameters:
            paginator = self.model_admin.get_paginator(request, self.queryset, self.list_per_page)
            self.page_num = paginator.num_pages if self.page_num > 1 else 1
            super().get_results(request)


def readable(name: str, values: Iterable[str]) -> None:
    """Raise where a value cannot be one of this parameter."""
    form = WELL_FORMED.get(name)
    for value in values:
        if "\x00" in value or (form is not None and not form.fullmatch(value)):
            raise IncorrectLookupParameters(name)
        if name == SEARCH_VAR and len(value) > SEARCH_MAX:
            raise IncorrectLookupParameters(name)


def asked_of_a_list(query: QueryDict) -> QueryDict:
    """Return the parameters without what lists of the desk do not have: pop-ups, other keys, counts of choices."""
    # The values are not copied: someone may have sent a thousand.
    asked = copy(query)
    for name in (IS_POPUP_VAR, TO_FIELD_VAR, IS_FACETS_VAR, ERROR_FLAG):
        asked.pop(name, None)
    for name in (PAGE_VAR, ORDER_VAR, SEARCH_VAR, ALL_VAR):
        readable(name, asked.getlist(name))
    return asked


class OfTheRows:
    """Beside a filter by something related: it offers what the rows of the reader's own list point to, and no more.

    A name that stands in no row that the person may read is nobody's business of theirs, such as another program.
    """

    field_path: str

    def field_choices(self, field: Field[Any, Any], request: HttpRequest, model_admin: ModelAdmin[Any]) -> Any:  # noqa: ANN401 - Django's signature
        """Return (number, name) of each, in the order of its own list."""
        related = cast("type[Model]", field.related_model)
        rows: QuerySet[Any] = model_admin.model._default_manager.managed_by(request.user)  # noqa: SLF001
        named = rows.order_by().values(self.field_path)
        choices: QuerySet[Any] = related._default_manager.filter(pk__in=named)  # noqa: SLF001 - Django's own name for it
        own = model_admin.admin_site._registry.get(related)  # noqa: SLF001
        if own is not None and isinstance(own.list_select_related, (tuple, list)):
            choices = choices.select_related(*own.list_select_related)
        return [(row.pk, str(row)) for row in choices]


@cache
def narrowed(declared: type[FieldListFilter]) -> type[FieldListFilter]:
    """Return a filter class by something related with its choices drawn from the reader's rows."""
    return type(f"{declared.__name__}OfTheRows", (OfTheRows, declared), {})


def scoped_filter(item: Any, model: type[Model]) -> Any:  # noqa: ANN401 - an item of Django's `list_filter`
    """Return the declared filter; one by something related names only what the reader may see."""
    if callable(item):
        return item
    path, declared = item if isinstance(item, (tuple, list)) else (item, None)
    if not get_fields_from_path(model, path)[-1].is_relation:
        return item
    return path, narrowed(declared or RelatedFieldListFilter)
