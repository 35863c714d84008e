"""Dates and times that Python can read: what cannot be read, nobody can write (E-37)."""

from django.db import migrations

TABLES = """
    'notifications_message', 'notifications_mailserver'
"""


class Migration(migrations.Migration):
    """Constraints that the database alone keeps (people.0009)."""

    dependencies = [
        ("notifications", "0003_whose_fault_it_is"),
        ("people", "0009_years_within_reach"),
    ]

    operations = [
        migrations.RunSQL(
            f"SELECT keep_years_within_reach({TABLES})",
            f"SELECT forget_years_within_reach({TABLES})",
        )
    ]
