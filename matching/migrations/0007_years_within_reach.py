"""Dates and times that Python can read: what cannot be read, nobody can write (E-37)."""

from django.db import migrations

TABLES = """
    'matching_mentor', 'matching_selfassessment', 'matching_mentee', 'matching_notwith', 'matching_scenario',
    'matching_draftchange', 'matching_match', 'matching_matchrequest', 'matching_placerequest',
    'matching_matchingrun', 'matching_trial'
"""


class Migration(migrations.Migration):
    """Constraints that the database alone keeps (people.0009)."""

    dependencies = [
        ("matching", "0006_texts_have_a_length"),
        ("people", "0009_years_within_reach"),
    ]

    operations = [
        migrations.RunSQL(
            f"SELECT keep_years_within_reach({TABLES})",
            f"SELECT forget_years_within_reach({TABLES})",
        )
    ]
