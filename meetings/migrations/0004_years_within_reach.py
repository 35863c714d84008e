"""Dates and times that Python can read: what cannot be read, nobody can write (E-37)."""

from django.db import migrations

TABLES = """
    'meetings_appointment', 'meetings_goalprogress', 'meetings_meeting', 'meetings_attendance',
    'meetings_privatenote'
"""


class Migration(migrations.Migration):
    """Constraints that the database alone keeps (people.0009)."""

    dependencies = [
        ("meetings", "0003_bind_notes_to_owner_and_meeting"),
        ("people", "0009_years_within_reach"),
    ]

    operations = [
        migrations.RunSQL(
            f"SELECT keep_years_within_reach({TABLES})",
            f"SELECT forget_years_within_reach({TABLES})",
        )
    ]
