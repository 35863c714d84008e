"""Dates and times that Python can read: what cannot be read, nobody can write (E-37; see people.0002)."""

from django.db import migrations

TABLES = """
    'matching_scenario',
    'matching_draftchange',
    'matching_match',
    'matching_mentorrequest',
    'matching_matchingrun',
    'matching_trial'
"""


class Migration(migrations.Migration):
    """What no model says."""

    dependencies = [("matching", "0001_initial"), ("people", "0002_kept_by_the_database")]

    operations = [
        migrations.RunSQL(f"SELECT keep_years_within_reach({TABLES})", f"SELECT forget_years_within_reach({TABLES})")
    ]
