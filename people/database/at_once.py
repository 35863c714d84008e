"""Many changes of a migration, for which Django makes its picture of all models once.

After every single change Django builds each model anew that is related to the changed one; here all are, through the
people. Tables for an empty database took sixteen seconds, and nearly all of it was that.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.db import migrations
from django.db.migrations.operations.base import Operation

if TYPE_CHECKING:
    from django.db.backends.base.schema import BaseDatabaseSchemaEditor
    from django.db.migrations.state import ProjectState


# The name of a model, and of what is changed at it.
Thing = tuple[str, str]
TABLE = ""


def at_once(operations: Sequence[Operation]) -> list[Operation]:
    """Return the same operations in the same order, those joined that can share one picture of the models."""
    joined: list[Operation] = []
    group: list[Operation] = []
    for operation in operations:
        thing = thing_of(operation)
        if thing is None or not fits(thing, {other for earlier in group if (other := thing_of(earlier))}):
            joined += close(group)
            group = []
        if thing is None:
            joined.append(operation)
        else:
            group.append(operation)
    return joined + close(group)


def fits(thing: Thing, others: set[Thing]) -> bool:
    """Tell whether nothing in the group has changed this thing or makes its table.

    A table is made as the last picture shows it: what comes to it later in the group would come twice.
    """
    return thing not in others and (thing[0], TABLE) not in others


def close(group: list[Operation]) -> list[Operation]:
    """Return one operation in the place of several."""
    return [AtOnce(group)] if len(group) > 1 else group


def thing_of(operation: Operation) -> Thing | None:
    """Return what an operation changes, as model and name; None where it has to be done by itself."""
    match operation:
        case migrations.CreateModel():
            return operation.name_lower, TABLE
        case migrations.AddField() | migrations.AlterField():
            return operation.model_name_lower, operation.name_lower
        case migrations.AddConstraint():
            return operation.model_name.lower(), operation.constraint.name
        case migrations.RemoveConstraint():
            return operation.model_name.lower(), operation.name
        case migrations.AddIndex():
            return operation.model_name.lower(), operation.index.name
        case _:
            return None


class AtOnce(Operation):
    """Operations of which none needs to see the models as they are between two of the others."""

    reduces_to_sql = True
    reversible = True

    def __init__(self, operations: list[Operation]) -> None:
        """Hold them in their order."""
        self.operations = operations

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        """Change what is known of the models, and build them once, in the end."""
        models = state.__dict__.pop("apps", None)
        for operation in self.operations:
            operation.state_forwards(app_label, state)
        if models is not None:
            state.__dict__["apps"] = models
            changed = list({(app_label, thing[0]) for step in self.operations if (thing := thing_of(step))})
            state.reload_models(changed, delay=False)

    def database_forwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: ProjectState, to_state: ProjectState
    ) -> None:
        """Change the tables, one operation after the other."""
        for operation in self.operations:
            operation.database_forwards(app_label, schema_editor, from_state, to_state)

    def database_backwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: ProjectState, to_state: ProjectState
    ) -> None:
        """Take the changes back, the last one first, each with the models as it knew them.

        A condition names fields that came with it, and they have to be there when it goes. Seldom done, so it may be slow.
        """
        steps = []
        before = to_state
        for operation in self.operations:
            after = before.clone()
            operation.state_forwards(app_label, after)
            steps.append((operation, after, before))
            before = after
        for operation, after, earlier in reversed(steps):
            operation.database_backwards(app_label, schema_editor, after, earlier)

    def describe(self) -> str:
        """Name every part, as `sqlmigrate` shows them."""
        return "; ".join(operation.describe() for operation in self.operations)
