"""When a choice was made is a time that Python can read, too (E-37)."""

from django.db import migrations


class Migration(migrations.Migration):
    """A constraint that the database alone keeps (people.0009)."""

    dependencies = [
        ("matching", "0009_who_reads_what_somebody_needs"),
        ("people", "0009_years_within_reach"),
    ]

    operations = [
        migrations.RunSQL(
            "SELECT keep_years_within_reach('matching_preference')",
            "SELECT forget_years_within_reach('matching_preference')",
        )
    ]
