"""Dates and times that Python can read: what cannot be read, nobody can write (E-37; see people.0002)."""

from django.db import migrations

TABLES = """
    'pool_mentor',
    'pool_selfassessment',
    'pool_mentee',
    'pool_notwith',
    'pool_extraplacerequest',
    'pool_preference'
"""


class Migration(migrations.Migration):
    """What no model says."""

    dependencies = [("pool", "0001_initial"), ("people", "0002_kept_by_the_database")]

    operations = [
        migrations.RunSQL(f"SELECT keep_years_within_reach({TABLES})", f"SELECT forget_years_within_reach({TABLES})")
    ]
