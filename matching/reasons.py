"""Why people were left out, in a few words for tables: the codes that `matching.diagnosis` gives."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from matching.rules import RULES

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

LABELS: dict[str, str | _StrPromise] = {
    "places": _("Too few places"),
    "no_mentors": _("Nobody in the pool"),
    "rules": _("Several rules together"),
    "changed": _("Changed since the run"),
    "by_hand": _("Taken apart by hand"),
    "hours": _("Too few hours that suit both"),
}


def label_of(code: str) -> str:
    """Return the words for a code; for a rule, its name."""
    rules = {rule.code: rule.label for rule in RULES if not rule.private}
    return str(LABELS.get(code) or rules.get(code) or _("Another reason"))


def can_be_left_out(code: str) -> bool:
    """Whether the reason is a rule that a coordinator may do without."""
    return any(rule.code == code and rule.switchable for rule in RULES)
