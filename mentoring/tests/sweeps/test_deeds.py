"""Every deed that the source records says who reads of it in the audit trail (E-19, E-38)."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from agreements.record import steps
from mentoring.tests.test_house_rules import ROOT, sources
from people.models.address import AddressStatus
from people.models.identity import ReplacementStatus
from people.record.deeds import OPEN_TO_ADMINISTRATORS, SEEN_BY_THE_DOER_ALONE, SPELLED_OUT

if TYPE_CHECKING:
    from collections.abc import Iterator


def recorded() -> Iterator[tuple[str, str]]:
    """Where a deed is recorded, and its name; `{}` for what is put in."""
    for path in sources():
        for node in ast.walk(ast.parse(path.read_text())):
            if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.args):
                continue
            if node.func.attr in {"record", "record_all"} and getattr(node.func.value, "id", "") == "audit":
                for name in named(node.args[0]):
                    yield f"{path.relative_to(ROOT)}:{node.lineno}", name


def named(node: ast.expr) -> Iterator[str]:
    match node:
        case ast.Constant(value=str(value)):
            yield value
        case ast.JoinedStr(values=values):
            yield "".join(str(part.value) if isinstance(part, ast.Constant) else "{}" for part in values)
        case ast.IfExp(body=body, orelse=orelse):
            yield from named(body)
            yield from named(orelse)
        case ast.Subscript(value=ast.Name(id="ACTIONS")):  # each step of an agreement (agreements/record/steps.py)
            yield from steps.ACTIONS.values()
        case _:
            yield ast.unparse(node)


def test_e38_every_deed_is_declared() -> None:
    declared = OPEN_TO_ADMINISTRATORS | SEEN_BY_THE_DOER_ALONE | SPELLED_OUT
    found = list(recorded())

    assert len(found) > 100
    assert {where: name for where, name in found if name not in declared} == {}


def test_e38_no_deed_is_declared_twice_or_open_by_half_a_name() -> None:
    assert set() == OPEN_TO_ADMINISTRATORS & SEEN_BY_THE_DOER_ALONE
    assert [name for name in OPEN_TO_ADMINISTRATORS if "{" in name] == []


def test_e38_names_that_are_spelled_out_are_whole() -> None:
    made = {f"address.{status}" for status in AddressStatus.values} | {f"identity.{status}" for status in ReplacementStatus.values}  # fmt: skip
    made |= {f"{kind}.{deed}" for kind in ("goal", "training", "resource", "supportcontact") for deed in ("added", "changed", "removed")}  # fmt: skip

    assert made - OPEN_TO_ADMINISTRATORS == {"address.waiting", "identity.tried"}  # states in which nothing was decided


def test_e38_what_people_ask_wish_and_write_is_not_open() -> None:
    private = ("contact.", "match.", "mentee.", "mentor.", "request.", "summary.", "goal.progress", "meeting.", "signature.", "place.")  # fmt: skip

    assert [name for name in OPEN_TO_ADMINISTRATORS if name.startswith(private)] == []
