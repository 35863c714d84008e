"""Reading one table of a TOML file with care: a sentence for each key that is missing, unknown or of the wrong kind."""

from __future__ import annotations

from typing import Any

from matching.csvmatch.names import listed, meant


class MappingSection:
    """One table. What is wrong is added to `problems`; a harmless value stands in, so that reading can go on."""

    def __init__(self, values: object, place: str, problems: list[str]) -> None:
        self.place, self.problems = place, problems
        self._known: list[str] = []
        self._values: dict[str, Any] = {}
        if isinstance(values, dict):
            self._values = values
        else:
            self.complain("this must be a table, such as [mentees] with lines below it.")

    def __contains__(self, key: str) -> bool:
        return key in self._values

    def complain(self, sentence: str) -> None:
        """Add a sentence that begins with the place."""
        self.problems.append(f"{self.place}: {sentence}")

    def get(self, key: str) -> Any:  # noqa: ANN401 - whatever stands in the file
        """Return what stands there, None where nothing does, and remember that the key is known."""
        self._known.append(key)
        return self._values.get(key)

    def knows(self, *keys: str) -> None:
        """Take note that these keys may stand here."""
        self._known += keys

    def keys(self) -> list[str]:
        """Return the names that stand in this table, all of them known."""
        self._known += self._values
        return list(self._values)

    def text(self, key: str, default: str | None = None) -> str:
        """Return a text; without `default` it must be there."""
        value = self.get(key)
        if value is None:
            if default is None:
                self.complain(f"“{key}” is missing.")
            return default or ""
        if not isinstance(value, str) or not value.strip():
            self.complain(f"“{key}” must be a text in quotation marks.")
            return ""
        return value.strip()

    def texts(self, key: str, *, needed: bool = False) -> tuple[str, ...]:
        """Return a list of texts; one text counts as a list of one."""
        value = self.get(key)
        if value is None and not needed:
            return ()
        texts = [value] if isinstance(value, str) else value
        if (
            not isinstance(texts, list)
            or not texts
            or not all(isinstance(text, str) and text.strip() for text in texts)
        ):
            self.complain(f'“{key}” must be a text or a list of texts, such as ["first name", "last name"].')
            return ()
        return tuple(text.strip() for text in texts)

    def whole(self, key: str, *, least: int, default: int | None = None) -> int:
        """Return a whole number of at least `least`; without `default` it must be there."""
        value = self.get(key)
        if value is None and default is not None:
            return default
        if value is None:
            self.complain(f"“{key}” is missing.")
            return least
        return self.checked(value, key, least)

    def checked(self, value: object, key: str, least: int) -> int:
        """Return a value that must be a whole number of at least `least`."""
        if isinstance(value, bool) or not isinstance(value, int):
            self.complain(f"“{key}” must be a whole number.")
            return least
        if value < least:
            self.complain(f"“{key}” is {value}, and {least} is the least.")
            return least
        return value

    def number(self, key: str) -> float:
        """Return a number above 0, which must be there."""
        value = self.get(key)
        if isinstance(value, bool) or not isinstance(value, (int, float)) or not 0 < value < float("inf"):
            self.complain(f"“{key}” must be a number above 0.")
            return 1.0
        return float(value)

    def close(self) -> None:
        """Complain of every key that nobody asked for."""
        known = list(dict.fromkeys(self._known))
        for key in self._values:
            if key not in known:
                self.complain(f"“{key}” is not known here.{meant(key, known) or f' Known are {listed(known)}.'}")
