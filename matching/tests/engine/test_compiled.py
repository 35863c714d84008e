"""Compiled once, kept where that is possible, and never compiled while someone waits."""

from __future__ import annotations

import importlib
import pkgutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from django.core.management import CommandError, call_command

import matching.engine
from matching.engine import Changes, TableProblem, compiled, solve
from matching.engine.compiled import SMALL, Kernel, Mode, for_pairs, keeping_place, sources
from matching.engine.warm_up import warm
from matching.tests.engine.questions import by_pairs, usable

ROOT = Path(matching.engine.__file__).parents[2]


def kernels() -> dict[str, Kernel]:
    """Return every loop that is compiled on its own."""
    modules = [
        importlib.import_module(f"matching.engine.{m.name}") for m in pkgutil.iter_modules(matching.engine.__path__)
    ]
    found = {name: what for module in modules for name, what in vars(module).items() if isinstance(what, Kernel)}
    return {name: what for name, what in found.items() if not what.inlined}


def test_after_warming_nothing_is_left_to_compile() -> None:
    warm()
    before = {name: len(what.compiled.signatures) for name, what in kernels().items()}
    random = np.random.default_rng(0)
    with for_pairs(SMALL + 1):
        for kind in ("ties", "scarce", "plenty"):
            for tiers in ([], [100, 300]):
                question = usable(kind, random, tiers=tiers)
                explicit = by_pairs(question, tiers=tiers)
                for one in (question, explicit):
                    answer = solve(one)
                    solve(Changes(forbid=[(0, 0)]).apply(one, 2, answer), start=answer)

    # This one is called by other loops only, and is part of them when they come from where they are kept.
    assert {name for name, count in before.items() if count != 1} <= {"holders"}
    assert {name: len(what.compiled.signatures) for name, what in kernels().items()} == before


def test_a_process_that_asks_nothing_large_never_loads_the_compiler() -> None:
    words = (
        "import sys; from matching.engine import Problem, solve;"
        "assert solve(Problem(1, [1], [[0, 0]], [5])).matched == 1; assert 'numba' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", words], cwd=ROOT, check=True)


def test_where_compiling_is_switched_off_large_questions_run_as_plain_python_too(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """As in web servers, where nobody shall wait for a compiler."""
    monkeypatch.setenv("NUMBA_DISABLE_JIT", "1")

    with for_pairs(SMALL + 1):
        assert not Mode.compiled
    with monkeypatch.context() as patch:
        patch.delenv("NUMBA_DISABLE_JIT")
        with for_pairs(SMALL + 1):
            assert Mode.compiled


def test_without_a_folder_that_can_be_written_everything_works(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    closed = tmp_path / "a file, not a folder"
    closed.write_text("")
    monkeypatch.setenv("NUMBA_CACHE_DIR", str(closed))
    assert keeping_place() is None
    monkeypatch.setattr(compiled, "compiler", lambda: (__import__("numba"), False))

    @compiled.kernel
    def double(number: int) -> int:
        return 2 * number

    with for_pairs(SMALL + 1):
        assert double(21) == 42


def test_one_command_compiles_ahead_of_the_workers_and_says_where_it_is_kept(
    capsys: pytest.CaptureFixture[str],
) -> None:
    call_command("warm_engine")

    assert capsys.readouterr().out == f"The matching engine is compiled, and kept in {keeping_place()}.\n"
    assert all(kernel.compiled.signatures for name, kernel in kernels().items() if name != "holders")


def test_the_command_fails_where_nothing_would_be_kept(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("NUMBA_CACHE_DIR", str(tmp_path / "file"))

    with pytest.raises(CommandError, match="NUMBA_CACHE_DIR"):
        call_command("warm_engine")
    monkeypatch.setenv("NUMBA_DISABLE_JIT", "1")
    with pytest.raises(CommandError, match="NUMBA_DISABLE_JIT"):
        call_command("warm_engine")


def test_compiled_code_is_kept_by_the_sources_and_older_code_goes(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "kernels-of-yesterday").mkdir()
    monkeypatch.setenv("NUMBA_CACHE_DIR", str(tmp_path))

    assert keeping_place() == tmp_path / f"kernels-{sources()}"
    assert [path.name for path in tmp_path.iterdir()] == [f"kernels-{sources()}"]


def test_a_large_question_and_a_small_one_give_the_same_in_either_way() -> None:
    question = TableProblem([1, 1], [[5, 9]], [0, 1, 2], [0, 0], [1, 2])
    plain = solve(question)
    with for_pairs(SMALL + 1):
        fast = solve(question)

    assert plain.mentor_of.tolist() == fast.mentor_of.tolist()
    assert plain.u.tolist() == fast.u.tolist()
