"""Changes that share one picture of the models: what is joined, and that the database is told the same as without."""

from __future__ import annotations

import pytest
from django.db import connection, migrations, models
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState

from people.database.at_once import AtOnce, at_once


def table(name: str, *fields: str) -> migrations.CreateModel:
    """Return what makes a table with these fields."""
    return migrations.CreateModel(
        name, [("id", models.BigAutoField(primary_key=True)), *((field, models.TextField()) for field in fields)]
    )


def add(model: str, name: str, field: models.Field | None = None) -> migrations.AddField:
    """Return what adds a field."""
    return migrations.AddField(model, name, field or models.TextField(default="no"))


def held(model: str, name: str, field: str) -> migrations.AddConstraint:
    """Return what adds a condition on a field."""
    return migrations.AddConstraint(model, models.CheckConstraint(condition=~models.Q(**{field: ""}), name=name))


def sizes(operations: list[Operation]) -> list[int]:
    """Return how many operations each of these consists of."""
    return [len(each.operations) if isinstance(each, AtOnce) else 1 for each in operations]


def test_changes_of_different_things_are_joined() -> None:
    assert sizes(
        at_once([add("Mug", "size"), add("mug", "colour"), add("Cup", "size"), held("mug", "has", "size")])
    ) == [4]


def test_a_thing_that_is_changed_twice_and_a_table_that_is_made_begin_a_new_picture() -> None:
    twice = [add("mug", "size"), migrations.AlterField("Mug", "size", models.TextField(default="yes"))]
    made = [table("Mug", "size"), held("mug", "mug_has_size", "size")]

    assert sizes(at_once(twice)) == [1, 1]
    assert sizes(at_once(made)) == [1, 1]


def test_what_may_look_at_the_models_or_take_them_away_stands_alone() -> None:
    alone = [
        migrations.RunSQL("SELECT 1"),
        migrations.RunPython(migrations.RunPython.noop),
        migrations.RemoveField("mug", "size"),
        migrations.RenameField("mug", "size", "width"),
        migrations.DeleteModel("Mug"),
    ]
    for one in alone:
        assert at_once([add("cup", "size"), one, add("cup", "colour")])[1] is one


@pytest.mark.django_db
@pytest.mark.parametrize("rendered", [True, False])
def test_the_database_is_told_the_same_as_one_by_one_both_ways(*, rendered: bool) -> None:
    before = [table("Mug", "size"), table("Cup", "colour")]
    changes: list[Operation] = [
        table("Shelf", "place"),
        add("cup", "shelf", models.ForeignKey("people.Shelf", models.CASCADE, null=True)),
        add("mug", "shelf", models.ForeignKey("people.Shelf", models.CASCADE, null=True)),
        migrations.AlterField("mug", "size", models.CharField(max_length=9)),
        held("mug", "mug_has_size", "size"),
        migrations.AddIndex("cup", models.Index(fields=["colour"], name="cup_colour")),
        add("mug", "owner"),
        migrations.AddConstraint(
            "mug", models.UniqueConstraint(fields=["size"], condition=~models.Q(owner=""), name="mug_once")
        ),
        migrations.RemoveConstraint("mug", "mug_has_size"),
    ]

    def told(operations: list[Operation]) -> list[str]:
        migration = migrations.Migration("9999_cups", "people")
        state = ProjectState()
        for each in before:
            each.state_forwards("people", state)
        if rendered:
            _ = state.apps
        migration.operations = operations
        with connection.schema_editor(collect_sql=True, atomic=False) as forwards:
            after = migration.apply(state.clone(), forwards, collect_sql=True)
        assert after.apps.get_model("people", "mug")._meta.get_field("size").max_length == 9
        with connection.schema_editor(collect_sql=True, atomic=False) as backwards:
            migration.unapply(state.clone(), backwards, collect_sql=True)
        said = [*forwards.collected_sql, "-- back", *backwards.collected_sql]
        return [line for line in said if line == "-- back" or not line.startswith("--")]

    assert sizes(at_once(changes)) == [8, 1]
    assert told(at_once(changes)) == told(changes)
