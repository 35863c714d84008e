"""Finds the criteria in the files of a package, in the order of the files' names."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
from typing import TYPE_CHECKING

from matching.fit.criteria.criterion import Criterion

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import ModuleType


def found_in(package: ModuleType) -> Iterator[Criterion]:
    """Yield one of each criterion that a file of the package defines; what it merely imports does not count."""
    for file in sorted(pkgutil.iter_modules(package.__path__, f"{package.__name__}."), key=lambda file: file.name):
        module = importlib.import_module(file.name)
        for found in vars(module).values():
            if (
                inspect.isclass(found)
                and issubclass(found, Criterion)
                and not inspect.isabstract(found)
                and found.__module__ == module.__name__
            ):
                yield found()
