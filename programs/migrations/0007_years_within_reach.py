"""Dates and times that Python can read: what cannot be read, nobody can write (E-37)."""

from django.db import migrations

TABLES = """
    'programs_program', 'programs_membership', 'programs_goal', 'programs_guidelines', 'programs_approval',
    'programs_cohort', 'programs_trainingcompletion'
"""


class Migration(migrations.Migration):
    """Constraints that the database alone keeps (people.0009)."""

    dependencies = [
        ("programs", "0006_roles_are_confirmed_yearly"),
        ("people", "0009_years_within_reach"),
    ]

    operations = [
        migrations.RunSQL(
            f"SELECT keep_years_within_reach({TABLES})",
            f"SELECT forget_years_within_reach({TABLES})",
        )
    ]
