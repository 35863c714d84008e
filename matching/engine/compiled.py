"""How the loops over pairs are compiled, where the compiled code is kept, and the hash that they share.

Compiling takes about half a minute and happens once: the result is kept in a folder named by a hash of the sources, so
that new sources never meet old code (the compiler itself looks at one file only, not at those it calls). The folder is
`NUMBA_CACHE_DIR` where that is set, else beside the sources, else in the user's own cache. Where none can be written
everything works too, and is compiled anew by each process.

The compiler's threads are not made for two callers at once: whoever runs kernels holds `ONE_AT_A_TIME`.
"""

from __future__ import annotations

import hashlib
import os
import tempfile
from pathlib import Path
from threading import RLock
from typing import TYPE_CHECKING, Any, TypeVar, cast

import numba
import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable

Kernel = TypeVar("Kernel", bound="Callable[..., Any]")

ONE_AT_A_TIME = RLock()
HERE = Path(__file__).parent


def sources() -> str:
    """Return a hash of this package's sources."""
    digest = hashlib.blake2b(digest_size=8)
    for path in sorted(HERE.glob("*.py")):
        digest.update(path.read_bytes())
    return digest.hexdigest()


def keeping_place() -> Path | None:
    """Return a folder that can be written, or None."""
    given = os.environ.get("NUMBA_CACHE_DIR")
    bases = [Path(given)] if given else [HERE / "__pycache__", Path("~/.cache/whetstone").expanduser()]
    for base in bases:
        folder = base / f"kernels-{sources()}"
        try:
            folder.mkdir(parents=True, exist_ok=True)
            tempfile.TemporaryFile(dir=folder).close()
        except OSError:
            continue
        return folder
    return None


PLACE = keeping_place()
if PLACE is not None:
    numba.config.CACHE_DIR = str(PLACE)  # type: ignore[attr-defined] # set by name from the environment


def kernel(function: Kernel) -> Kernel:
    """Compile a loop at its first call."""
    return cast("Kernel", numba.njit(cache=PLACE is not None, nogil=True)(function))


def parallel_kernel(function: Kernel) -> Kernel:
    """Compile a loop whose `prange` runs on all cores."""
    return cast("Kernel", numba.njit(cache=PLACE is not None, nogil=True, parallel=True)(function))


def inlined(function: Kernel) -> Kernel:
    """Compile a small function into each kernel that calls it."""
    return cast("Kernel", numba.njit(inline="always")(function))


@inlined
def mixed(one: np.uint64, other: np.uint64) -> np.uint64:
    """Mix two fingerprints into one number; not a sum of two parts, or every swap of two pairs would tie.

    The finalizer of splitmix64 (Steele, Lea and Flood 2014).
    """
    x = one * np.uint64(0x9E3779B97F4A7C15) + (other ^ (one >> np.uint64(29)))
    x = (x ^ (x >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    x = (x ^ (x >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return x ^ (x >> np.uint64(31))
