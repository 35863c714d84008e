"""How the loops over pairs are compiled, where the compiled code is kept, and the hash that they share.

Compiling takes about half a minute and happens once: the result is kept in a folder named by a hash of the sources, so
that new sources never meet old code (the compiler itself looks at one file only, not at those it calls). The folder is
`NUMBA_CACHE_DIR` where that is set, else beside the sources, else in the user's own cache. Where none can be written
everything works too, and is compiled anew by each process.

Small questions are answered by the same loops as plain Python, which takes a fraction of a second, unless this process
has compiled code at hand: so a process that asks nothing large never loads the compiler (a second and 70 MB). With
`NUMBA_DISABLE_JIT=1` it never does, whatever is asked: web servers run so, because nobody may wait for a compiler there.

Why the compiler's own cache is not enough: docs/decisions/0010-compiled-loops.md. The compiler's threads are not made for two callers at once: whoever runs loops holds `ONE_AT_A_TIME`.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache, cached_property
from pathlib import Path
from threading import RLock
from types import FunctionType
from typing import Any, Generic, ParamSpec, TypeVar

import numpy as np

P = ParamSpec("P")
R = TypeVar("R")

ONE_AT_A_TIME = RLock()
HERE = Path(__file__).parent
# Pairs up to which plain Python is quick enough.
SMALL = 15_000


class Mode:
    """Whether loops run compiled at present, and whether this process has used compiled ones before."""

    compiled = False
    ready = False


def is_switched_off() -> bool:
    """Tell whether this process compiles nothing, whatever it is asked."""
    return os.environ.get("NUMBA_DISABLE_JIT") == "1"


@contextmanager
def for_pairs(count: int) -> Iterator[None]:
    """Run the loops in the way that suits this many pairs; nobody else runs any in this process meanwhile."""
    with ONE_AT_A_TIME:
        before = Mode.compiled
        Mode.compiled = (Mode.ready or count > SMALL) and not is_switched_off()
        Mode.ready = Mode.compiled
        try:
            # Hashes wrap round; compiled code says nothing of it, plain Python does.
            with np.errstate(over="ignore"):
                yield
        finally:
            Mode.compiled = before


def sources() -> str:
    """Return a hash of this package's sources."""
    digest = hashlib.blake2b(digest_size=8)
    for path in sorted(HERE.glob("*.py")):
        digest.update(path.read_bytes())
    return digest.hexdigest()


def keeping_place() -> Path | None:
    """Return a folder for compiled code that can be written, or None."""
    given = os.environ.get("NUMBA_CACHE_DIR")
    bases = [Path(given)] if given else [HERE / "__pycache__", Path("~/.cache/whetstone").expanduser()]
    for base in bases:
        folder = base / f"kernels-{sources()}"
        try:
            folder.mkdir(parents=True, exist_ok=True)
            tempfile.TemporaryFile(dir=folder).close()
        except OSError:
            continue
        for old in base.glob("kernels-*"):
            if old != folder:
                shutil.rmtree(old, ignore_errors=True)
        return folder
    return None


@cache
def compiler() -> tuple[Any, bool]:
    """Load the compiler; return it, and whether what it makes is kept."""
    # Threads that wait let others have the processor.
    os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")
    import numba  # noqa: PLC0415 - see above: most processes never need it

    place = keeping_place()
    if place is not None:
        numba.config.CACHE_DIR = str(place)  # type: ignore[attr-defined] # set by name from the environment
    return numba, place is not None


class Kernel(Generic[P, R]):
    """A loop over pairs: compiled at its first call, or plain. It may call other kernels."""

    def __init__(self, function: Callable[P, R], *, parallel: bool = False, inlined: bool = False) -> None:
        self.function = function
        self.parallel = parallel
        self.inlined = inlined
        self.__doc__ = function.__doc__

    def __call__(self, *args: P.args, **kwargs: P.kwargs) -> R:
        run = self.compiled if Mode.compiled else self.function
        return run(*args, **kwargs)

    @cached_property
    def compiled(self) -> Any:  # noqa: ANN401 - the compiler's own type
        numba, kept = compiler()
        around = self.function.__globals__
        mine = {name: around[name] for name in self.function.__code__.co_names if name in around}
        others = {name: what.compiled for name, what in mine.items() if isinstance(what, Kernel)}
        # `range` over which the cores share the work.
        others |= {"prange": numba.prange} if "prange" in mine else {}
        code, names = self.function.__code__, {**around, **others}
        twin = FunctionType(code, names, self.function.__name__, self.function.__defaults__)
        twin.__qualname__, twin.__module__ = self.function.__qualname__, self.function.__module__
        if self.inlined:
            return numba.njit(inline="always")(twin)
        if kept:
            # After each change of the environment's NUMBA_ words the compiler forgets what it was told.
            numba.config.CACHE_DIR = str(keeping_place())
        return numba.njit(cache=kept, nogil=True, parallel=self.parallel)(twin)


def kernel(function: Callable[P, R]) -> Kernel[P, R]:
    """A loop on one core."""
    return Kernel(function)


def parallel_kernel(function: Callable[P, R]) -> Kernel[P, R]:
    """A loop whose `prange` runs on all cores."""
    return Kernel(function, parallel=True)


def inlined(function: Callable[P, R]) -> Kernel[P, R]:
    """A small function that is compiled into each kernel that calls it."""
    return Kernel(function, inlined=True)


@inlined
def mixed(one: np.uint64, other: np.uint64) -> np.uint64:
    """Mix two fingerprints into one number; not a sum of two parts, or every swap of two pairs would tie.

    The finalizer of splitmix64 (Steele, Lea and Flood 2014).
    """
    x = one * np.uint64(0x9E3779B97F4A7C15) + (other ^ (one >> np.uint64(29)))
    x = (x ^ (x >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    x = (x ^ (x >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return x ^ (x >> np.uint64(31))
