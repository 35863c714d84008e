"""What people may be told when something cannot be done."""

from __future__ import annotations


class RefusedError(Exception):
    """A sentence for the person who asked. The errors of all apps are of this kind.

    `field` names what has to be filled in differently, where it is one thing, as the process calls it.
    """

    def __init__(self, sentence: str = "", *, field: str = "") -> None:
        super().__init__(sentence)
        self.field = field


class PeopleError(RefusedError):
    pass
