"""The audit trail is keyed, in 64 strands without gaps, and nothing of it can be changed, deleted or truncated (A-28, A-29)."""

from django.db import migrations, models

from people.at_once import at_once

# ALWAYS: not even a session that plays a replica gets past them.
FORWARDS = """
INSERT INTO people_auditstrand (number, entries, last_mac, key, mac)
SELECT number, 0, '', '', '' FROM generate_series(1, 64) AS number;

CREATE TRIGGER audit_never_truncated BEFORE TRUNCATE ON people_auditevent
FOR EACH STATEMENT EXECUTE FUNCTION people_audit_append_only();
CREATE TRIGGER strand_never_removed BEFORE DELETE ON people_auditstrand
FOR EACH ROW EXECUTE FUNCTION people_audit_append_only();
CREATE TRIGGER strand_never_truncated BEFORE TRUNCATE ON people_auditstrand
FOR EACH STATEMENT EXECUTE FUNCTION people_audit_append_only();
CREATE TRIGGER strand_only_grows BEFORE UPDATE ON people_auditstrand
FOR EACH ROW WHEN (NEW.number <> OLD.number OR NEW.entries <= OLD.entries)
EXECUTE FUNCTION people_audit_append_only();

ALTER TABLE people_auditevent ENABLE ALWAYS TRIGGER audit_append_only;
ALTER TABLE people_auditevent ENABLE ALWAYS TRIGGER audit_never_truncated;
ALTER TABLE people_auditstrand ENABLE ALWAYS TRIGGER strand_never_removed;
ALTER TABLE people_auditstrand ENABLE ALWAYS TRIGGER strand_never_truncated;
ALTER TABLE people_auditstrand ENABLE ALWAYS TRIGGER strand_only_grows;
"""

BACKWARDS = """
DROP TRIGGER strand_only_grows ON people_auditstrand;
DROP TRIGGER strand_never_truncated ON people_auditstrand;
DROP TRIGGER strand_never_removed ON people_auditstrand;
DROP TRIGGER audit_never_truncated ON people_auditevent;
"""


class Migration(migrations.Migration):
    """Fields, strands and triggers."""

    dependencies = [
        ("people", "0005_seal_seeds_of_second_steps"),
    ]

    operations = [
        migrations.CreateModel(
            name="AuditStrand",
            fields=[
                ("number", models.PositiveSmallIntegerField(primary_key=True, serialize=False)),
                ("entries", models.PositiveBigIntegerField(default=0)),
                ("last_mac", models.CharField(blank=True, max_length=64)),
                ("key", models.CharField(blank=True, max_length=24)),
                ("mac", models.CharField(blank=True, max_length=64)),
            ],
            options={
                "verbose_name": "strand of the audit trail",
                "ordering": ["number"],
            },
        ),
        migrations.AddField(
            model_name="auditevent",
            name="key",
            field=models.CharField(blank=True, editable=False, max_length=24),
        ),
        migrations.AddField(
            model_name="auditevent",
            name="mac",
            field=models.CharField(blank=True, editable=False, max_length=64),
        ),
        migrations.AddField(
            model_name="auditevent",
            name="previous_mac",
            field=models.CharField(blank=True, editable=False, max_length=64),
        ),
        migrations.AddField(
            model_name="auditevent",
            name="sequence",
            field=models.PositiveBigIntegerField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name="auditevent",
            name="strand",
            field=models.PositiveSmallIntegerField(editable=False, null=True),
        ),
        migrations.AddIndex(
            model_name="auditevent",
            index=models.Index(fields=["strand", "sequence"], name="audit_by_place"),
        ),
        migrations.RunSQL(FORWARDS, BACKWARDS),
    ]
    operations = at_once(operations)
