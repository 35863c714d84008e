"""Messages that wait or went out, and what people wish about them."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from people.database.at_once import at_once


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Message",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(max_length=80, verbose_name="kind")),
                (
                    "key",
                    models.CharField(
                        help_text="Kind, subject, recipient and occurrence: the same message is never queued twice.",
                        max_length=200,
                        unique=True,
                        verbose_name="natural key",
                    ),
                ),
                (
                    "category",
                    models.CharField(
                        choices=[
                            ("security", "Security"),
                            ("signature", "Signature"),
                            ("meeting", "Meeting"),
                            ("transactional", "Answer to what someone did"),
                            ("program", "Program news and reminders"),
                        ],
                        max_length=16,
                        verbose_name="category",
                    ),
                ),
                (
                    "to_address",
                    models.EmailField(
                        blank=True,
                        help_text="Where it goes, if not to the recipient’s present address. Cleared once it is settled.",
                        max_length=254,
                        verbose_name="to another address",
                    ),
                ),
                ("subject_id", models.CharField(blank=True, max_length=64, verbose_name="about")),
                ("context", models.JSONField(blank=True, default=dict, verbose_name="ids and codes")),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("queued", "Waiting"),
                            ("claimed", "Being sent"),
                            ("sent", "Sent"),
                            ("superseded", "No longer needed"),
                            ("dead", "Could not be delivered"),
                        ],
                        default="queued",
                        max_length=12,
                        verbose_name="status",
                    ),
                ),
                ("due_at", models.DateTimeField(verbose_name="due")),
                ("queued_at", models.DateTimeField(verbose_name="queued")),
                ("claimed_by", models.CharField(blank=True, max_length=80, verbose_name="claimed by")),
                ("lease_until", models.DateTimeField(blank=True, null=True, verbose_name="lease until")),
                ("attempts", models.PositiveSmallIntegerField(default=0, verbose_name="attempts")),
                ("subject_line", models.CharField(blank=True, max_length=60, verbose_name="subject")),
                ("sent_at", models.DateTimeField(blank=True, null=True, verbose_name="sent")),
                ("last_error", models.CharField(blank=True, max_length=200, verbose_name="last error")),
                ("unproven", models.BooleanField(default=False, verbose_name="refused without proof")),
                (
                    "recipient",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="messages",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="to",
                    ),
                ),
            ],
            options={
                "verbose_name": "message",
                "ordering": ["-queued_at", "-pk"],
                "indexes": [
                    models.Index(
                        condition=models.Q(("status__in", ["queued", "claimed"])), fields=["due_at"], name="message_due"
                    ),
                    models.Index(condition=models.Q(("unproven", True)), fields=["recipient"], name="message_unproven"),
                    models.Index(condition=models.Q(("status", "dead")), fields=["kind"], name="message_dead"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("status__in", ["queued", "claimed", "sent", "superseded", "dead"])),
                        name="message_status_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("category__in", ["security", "signature", "meeting", "transactional", "program"])
                        ),
                        name="message_category_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("status", "sent"), _negated=True), ("sent_at__isnull", False), _connector="OR"
                        ),
                        name="message_sent_has_time",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("status", "claimed"), _negated=True),
                            ("lease_until__isnull", False),
                            _connector="OR",
                        ),
                        name="message_claimed_has_lease",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="MailServer",
            fields=[
                ("id", models.PositiveSmallIntegerField(default=1, primary_key=True, serialize=False)),
                ("took_at", models.DateTimeField(blank=True, null=True, verbose_name="last accepted an email")),
                ("failing_since", models.DateTimeField(blank=True, null=True, verbose_name="failing since")),
                ("tries", models.PositiveSmallIntegerField(default=0, verbose_name="tries since then")),
                ("next_try_at", models.DateTimeField(blank=True, null=True, verbose_name="next try")),
                ("last_error", models.CharField(blank=True, max_length=200, verbose_name="last error")),
            ],
            options={
                "verbose_name": "mail server",
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("id", 1)), name="mail_server_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("failing_since__isnull", True), ("next_try_at__isnull", True)),
                            models.Q(("failing_since__isnull", False), ("next_try_at__isnull", False)),
                            _connector="OR",
                        ),
                        name="mail_server_failing_is_tried_again",
                    ),
                ],
            },
        ),
    ]
    operations = at_once(operations)
