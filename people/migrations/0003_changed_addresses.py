"""Changed addresses wait to be confirmed; sessions end by a count; who appointed an administrator, and when (E-34)."""

import django.contrib.postgres.fields
import django.db.models.deletion
import django.db.models.functions.text
from django.conf import settings
from django.db import migrations, models

import people.models.user
from people.at_once import at_once

# What was asked for stays as it was asked, what was decided stays decided, and nothing is deleted.
FORWARDS = """
CREATE FUNCTION people_address_change_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' OR OLD.status <> 'waiting'
        OR (NEW.person_id, NEW.old, NEW.new, NEW.asked_at, NEW.asked_by_id)
            IS DISTINCT FROM (OLD.person_id, OLD.old, OLD.new, OLD.asked_at, OLD.asked_by_id)
    THEN
        RAISE EXCEPTION 'a change of an address is decided once and kept'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER address_change_frozen BEFORE UPDATE OR DELETE ON people_addresschange
FOR EACH ROW EXECUTE FUNCTION people_address_change_frozen();
"""

BACKWARDS = """
DROP TRIGGER address_change_frozen ON people_addresschange;
DROP FUNCTION people_address_change_frozen();
"""


class Migration(migrations.Migration):
    """The changes, and what they need on people."""

    dependencies = [
        ("people", "0002_append_only"),
    ]

    operations = [
        migrations.AddField(
            model_name="user",
            name="administrator_since",
            field=models.DateTimeField(blank=True, editable=False, null=True, verbose_name="administrator since"),
        ),
        migrations.AddField(
            model_name="user",
            name="appointed_by",
            field=models.ForeignKey(
                blank=True,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="appointed by",
            ),
        ),
        migrations.AddField(
            model_name="user",
            name="session_round",
            field=models.PositiveIntegerField(default=0, editable=False),
        ),
        migrations.CreateModel(
            name="AddressChange",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("old", people.models.user.AddressField(max_length=254, verbose_name="earlier address")),
                ("new", people.models.user.AddressField(max_length=254, verbose_name="new address")),
                ("asked_at", models.DateTimeField(verbose_name="asked for")),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("waiting", "Waiting to be confirmed"),
                            ("confirmed", "Confirmed"),
                            ("stopped", "Stopped by the person"),
                            ("withdrawn", "Withdrawn"),
                            ("replaced", "Replaced by a later change"),
                        ],
                        default="waiting",
                        editable=False,
                        max_length=12,
                        verbose_name="status",
                    ),
                ),
                (
                    "confirmation",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("old_address", "The person, at the earlier address"),
                            ("second_factor", "The person, with their second step"),
                            ("administrator", "Another administrator"),
                            ("operator", "The operator of the installation"),
                            ("new_row", "Nobody: a row that its author had just added and nobody had used"),
                            ("released", "Nobody: the address of a person who has left is free again"),
                        ],
                        max_length=16,
                        verbose_name="confirmed by",
                    ),
                ),
                ("decided_at", models.DateTimeField(blank=True, null=True, verbose_name="decided")),
                (
                    "link_digests",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=64), blank=True, default=list, editable=False, size=None
                    ),
                ),
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
                        related_name="address_changes",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="person",
                    ),
                ),
            ],
            options={
                "verbose_name": "changed address",
                "verbose_name_plural": "changed addresses",
                "ordering": ["-asked_at", "-pk"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("status", "waiting")),
                        fields=("person",),
                        name="address_change_one_waiting_a_person",
                    ),
                    models.UniqueConstraint(
                        django.db.models.functions.text.Lower("new"),
                        condition=models.Q(("status", "waiting")),
                        name="address_change_one_person_waits_for_it",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("status__in", ["waiting", "confirmed", "stopped", "withdrawn", "replaced"])
                        ),
                        name="address_change_status_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("old", models.F("new")), _negated=True), name="address_change_changes"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("decided_at__isnull", True), ("decided_by__isnull", True), ("status", "waiting")),
                            models.Q(models.Q(("status", "waiting"), _negated=True), ("decided_at__isnull", False)),
                            _connector="OR",
                        ),
                        name="address_change_decided_at_and_by",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                (
                                    "confirmation__in",
                                    [
                                        "old_address",
                                        "second_factor",
                                        "administrator",
                                        "operator",
                                        "new_row",
                                        "released",
                                    ],
                                ),
                                ("status", "confirmed"),
                            ),
                            models.Q(models.Q(("status", "confirmed"), _negated=True), ("confirmation", "")),
                            _connector="OR",
                        ),
                        name="address_change_confirmed_by_known",
                    ),
                ],
            },
        ),
        migrations.RunSQL(FORWARDS, BACKWARDS),
    ]
    operations = at_once(operations)
