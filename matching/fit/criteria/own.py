"""Criteria of an organisation's own, named in the setting `OWN_CRITERIA` (docs/criteria.md)."""

from __future__ import annotations

import inspect
from typing import TYPE_CHECKING

from django.core.exceptions import ImproperlyConfigured
from django.utils.module_loading import import_string

from matching.fit.criteria.criterion import Criterion

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


def criteria_named(names: Iterable[str]) -> Iterator[Criterion]:
    """Yield one of each class, in this order. A name that leads to no criterion stops the start with a sentence."""
    for name in names:
        try:
            named = import_string(name)
        except ImportError as error:
            raise ImproperlyConfigured(f"OWN_CRITERIA names {name}, which cannot be imported: {error}.") from error
        if not (inspect.isclass(named) and issubclass(named, Criterion)):
            raise ImproperlyConfigured(f"OWN_CRITERIA names {name}, which is no class made from Criterion.")
        if inspect.isabstract(named):
            missing = ", ".join(sorted(named.__abstractmethods__))
            raise ImproperlyConfigured(f"OWN_CRITERIA names {name}, in which these are still missing: {missing}.")
        yield named()
