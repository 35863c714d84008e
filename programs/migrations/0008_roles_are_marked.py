"""A role in a program carries a mark that SQL alone cannot make (E-34). Those that are held are marked as they are."""

from importlib import import_module

from django.db import migrations, models

from people.at_once import at_once

FIELDS = (
    "program_id",
    "user_id",
    "role",
    "added_at",
    "added_by_id",
    "ended_at",
    "ended_by_id",
    "confirmed_at",
    "confirmed_by_id",
)
TRIGGER = """
CREATE TRIGGER mark_grows BEFORE UPDATE ON programs_membership FOR EACH ROW EXECUTE FUNCTION marks_only_grow();
ALTER TABLE programs_membership ENABLE ALWAYS TRIGGER mark_grows;
"""


def mark_all(apps, schema_editor):
    # How the mark of that time is made stands in one migration.
    marking = import_module("people.migrations.0010_people_and_decisions_are_marked")
    marking.mark_rows(apps.get_model("programs", "membership"), FIELDS)


class Migration(migrations.Migration):
    """Fields, marks and a trigger."""

    dependencies = [
        ("programs", "0007_years_within_reach"),
        ("people", "0010_people_and_decisions_are_marked"),
    ]

    operations = [
        migrations.AddField("membership", "mark_number", models.PositiveIntegerField(default=0, editable=False)),
        migrations.AddField("membership", "mark_key", models.CharField(blank=True, editable=False, max_length=24)),
        migrations.AddField("membership", "mark", models.CharField(blank=True, editable=False, max_length=64)),
        migrations.RunSQL(TRIGGER, "DROP TRIGGER mark_grows ON programs_membership"),
        migrations.RunPython(mark_all, migrations.RunPython.noop),
    ]
    operations = at_once(operations)
