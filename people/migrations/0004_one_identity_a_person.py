"""One identity a person at the organisation's provider, replaced only by two administrators (E-35)."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

# The table is allauth's; that a person has one identity is ours. Where several were attached, the earliest stays: later
# ones came without anybody's consent.
FORWARDS = """
DELETE FROM socialaccount_socialtoken WHERE account_id IN (
    SELECT later.id FROM socialaccount_socialaccount later
    JOIN socialaccount_socialaccount earlier ON earlier.user_id = later.user_id AND earlier.id < later.id
);
DELETE FROM socialaccount_socialaccount later USING socialaccount_socialaccount earlier
WHERE earlier.user_id = later.user_id AND earlier.id < later.id;
CREATE UNIQUE INDEX people_one_identity_a_person ON socialaccount_socialaccount (user_id);
"""

BACKWARDS = "DROP INDEX people_one_identity_a_person;"


class Migration(migrations.Migration):
    """The replacements, and an index."""

    dependencies = [
        ("people", "0003_changed_addresses"),
        ("socialaccount", "0006_alter_socialaccount_extra_data"),
    ]

    operations = [
        migrations.CreateModel(
            name="IdentityReplacement",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("provider", models.CharField(max_length=200, verbose_name="provider")),
                ("uid", models.CharField(editable=False, max_length=191, verbose_name="identity")),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("tried", "Someone tried to sign in"),
                            ("asked", "Waiting for a second administrator"),
                            ("confirmed", "Replaced"),
                            ("refused", "Refused"),
                        ],
                        default="tried",
                        editable=False,
                        max_length=12,
                        verbose_name="status",
                    ),
                ),
                ("tried_at", models.DateTimeField(verbose_name="tried")),
                ("asked_at", models.DateTimeField(blank=True, null=True, verbose_name="asked for")),
                ("decided_at", models.DateTimeField(blank=True, null=True, verbose_name="decided")),
                (
                    "asked_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="asked for by",
                    ),
                ),
                (
                    "decided_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="decided by",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="identity_replacements",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="person",
                    ),
                ),
            ],
            options={
                "verbose_name": "other identity of a person",
                "verbose_name_plural": "other identities of people",
                "ordering": ["-tried_at", "-pk"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("status__in", ("tried", "asked"))),
                        fields=("person", "provider", "uid"),
                        name="identity_replacement_open_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("status__in", ["tried", "asked", "confirmed", "refused"])),
                        name="identity_replacement_status_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("asked_at__isnull", True), ("asked_by__isnull", True)),
                            models.Q(("asked_at__isnull", False), ("asked_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="identity_replacement_asked_at_and_by",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("decided_at__isnull", True),
                                ("decided_by__isnull", True),
                                ("status__in", ("tried", "asked")),
                            ),
                            models.Q(
                                models.Q(("status__in", ("tried", "asked")), _negated=True),
                                ("decided_at__isnull", False),
                                ("decided_by__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="identity_replacement_decided_at_and_by",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("status", "confirmed"), _negated=True),
                            models.Q(
                                ("asked_by__isnull", False),
                                models.Q(("asked_by", models.F("decided_by")), _negated=True),
                                models.Q(("person", models.F("asked_by")), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="identity_replacement_by_two",
                    ),
                ],
            },
        ),
        migrations.RunSQL(FORWARDS, BACKWARDS),
    ]
