"""Dates and times that Python can read: what cannot be read, nobody can write (E-37)."""

from django.db import migrations

TABLES = """
    'evaluation_surveyinvitation', 'evaluation_contactrequest', 'evaluation_surveyresult',
    'evaluation_report', 'evaluation_kpireading', 'evaluation_proposal', 'evaluation_summary'
"""


class Migration(migrations.Migration):
    """Constraints that the database alone keeps (people.0009)."""

    dependencies = [
        ("evaluation", "0002_texts_have_a_length"),
        ("people", "0009_years_within_reach"),
    ]

    operations = [
        migrations.RunSQL(
            f"SELECT keep_years_within_reach({TABLES})",
            f"SELECT forget_years_within_reach({TABLES})",
        )
    ]
