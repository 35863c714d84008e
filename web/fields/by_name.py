"""Fields in which someone types a name and chooses a row: what comes back is a number, or nothing that can be shown."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib.admin.widgets import AutocompleteSelect, AutocompleteSelectMultiple

from web.fields.texts import is_number

if TYPE_CHECKING:
    from collections.abc import Sequence


class ChooseOne(AutocompleteSelect):
    """Finds one row by its name. A number that is none is refused by the field; the page must not break over it."""

    def optgroups(self, name: str, value: Sequence[str], attrs: dict[str, Any] | None = None) -> Any:  # noqa: ANN401 - as Django returns it
        """Look up numbers alone."""
        return super().optgroups(name, numbers(value), attrs)


class ChooseSeveral(AutocompleteSelectMultiple):
    """Finds several rows by their names."""

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:  # noqa: ANN401 - as Django declares it
        """Cut numbers that no row has to one that no row has either: the database would break over them."""
        chosen = super().value_from_datadict(data, files, name)
        return ["-1" if item.isdecimal() and not is_number(item) else item for item in chosen]

    def optgroups(self, name: str, value: Sequence[str], attrs: dict[str, Any] | None = None) -> Any:  # noqa: ANN401 - as Django returns it
        """Look up numbers alone."""
        return super().optgroups(name, numbers(value), attrs)


def numbers(values: Sequence[object]) -> list[str]:
    """Return those that can be the number of a row."""
    return [str(value) for value in values if is_number(str(value))]
