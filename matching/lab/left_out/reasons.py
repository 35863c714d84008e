"""Why people were left out, in a few words for tables, and what can be relaxed: the codes of `matching.fit.diagnosis`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from matching.fit.criteria import BY_CODE
from matching.fit.rules import RULES
from matching.fit.rules.program_rules import EnoughHours
from matching.models.scenario import Importance

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

    from matching.fit.terms import Terms

LABELS: dict[str, str | _StrPromise] = {
    "places": gettext_lazy("Too few places"),
    "no_mentors": gettext_lazy("Nobody in the pool"),
    "rules": gettext_lazy("Several rules together"),
    "changed": gettext_lazy("Changed since the run"),
    "by_hand": gettext_lazy("Separated by hand"),
    "hours": gettext_lazy("Too few hours that suit both"),
}


REQUIRED = "required_"


def label_of(code: str) -> str:
    """Return the words for a code; for a rule, its name."""
    if code.startswith(REQUIRED) and (criterion := BY_CODE.get(code.removeprefix(REQUIRED))):
        return _("Required: %(wish)s") % {"wish": criterion.label}
    rules = {rule.code: rule.label for rule in RULES if not rule.private}
    return str(LABELS.get(code) or rules.get(code) or _("Another reason"))


def relaxed(options: Terms, code: str, *, hours: int = 0) -> Terms | None:
    """Return the options without what stands in the way; nothing where it is not the coordinator's to relax.

    hours: how many hours that suit both are asked for instead, where it is those that stand in the way
    """
    if code == EnoughHours.code:
        return options.but(min_hours=hours) if hours < options.min_hours else None
    criterion = code.removeprefix(REQUIRED)
    if code.startswith(REQUIRED) and criterion in BY_CODE:
        return options.but(weights={**options.weights, criterion: Importance.HIGH.value})
    if any(rule.code == code and rule.switchable for rule in RULES):
        return options.but(rules={**options.rules, code: False})
    return None
