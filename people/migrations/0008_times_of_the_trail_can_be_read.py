"""Times of the audit trail within reach: PostgreSQL knows the year 12000, Python does not, and would stop reading there (A-29)."""

from django.db import migrations

# NOT VALID: a row that is there already is named by the nightly check, and does not stop an upgrade.
FORWARD = """
ALTER TABLE people_auditevent ADD CONSTRAINT people_auditevent_at_year
    CHECK (at >= '2000-01-01 00:00+00' AND at < '2200-01-01 00:00+00') NOT VALID;
"""
BACKWARD = "ALTER TABLE people_auditevent DROP CONSTRAINT people_auditevent_at_year;"


class Migration(migrations.Migration):
    """A constraint that the database alone keeps."""

    dependencies = [
        ("people", "0007_administrators_are_confirmed_yearly"),
    ]

    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
