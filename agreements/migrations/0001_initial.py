import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import agreements.models.signature
import people.models.work
from people.at_once import at_once


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("matching", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Agreement",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("created_at", models.DateTimeField(verbose_name="created")),
                (
                    "match",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="agreement",
                        to="matching.match",
                        verbose_name="match",
                    ),
                ),
            ],
            options={
                "verbose_name": "mentoring agreement",
                "ordering": ["-created_at", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="AgreementVersion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveSmallIntegerField(verbose_name="version")),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("draft", "Being written"),
                            ("signing", "Waiting for signatures"),
                            ("in_force", "In force"),
                            ("superseded", "Replaced by a later version"),
                            ("void", "Void"),
                        ],
                        default="draft",
                        max_length=12,
                        verbose_name="status",
                    ),
                ),
                (
                    "revision",
                    models.PositiveIntegerField(
                        default=0,
                        help_text="Counts saves, so that two edits at once do not overwrite each other.",
                        verbose_name="revision",
                    ),
                ),
                ("mentor_duties", models.TextField(blank=True, verbose_name="what the mentor does")),
                ("mentee_duties", models.TextField(blank=True, verbose_name="what the mentee does")),
                ("expectations", models.TextField(blank=True, verbose_name="what each can expect")),
                ("ground_rules", models.TextField(blank=True, verbose_name="ground rules")),
                ("topics", models.TextField(blank=True, verbose_name="topics")),
                ("out_of_bounds", models.TextField(blank=True, verbose_name="what is out of bounds")),
                ("cancelling", models.TextField(blank=True, verbose_name="how to cancel or move a meeting")),
                (
                    "weekday",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        choices=[
                            (0, "Monday"),
                            (1, "Tuesday"),
                            (2, "Wednesday"),
                            (3, "Thursday"),
                            (4, "Friday"),
                            (5, "Saturday"),
                            (6, "Sunday"),
                        ],
                        null=True,
                        verbose_name="day",
                    ),
                ),
                ("starts_at", models.TimeField(blank=True, null=True, verbose_name="time")),
                (
                    "time_zone",
                    models.CharField(
                        blank=True,
                        max_length=64,
                        validators=[people.models.work.check_time_zone],
                        verbose_name="time zone",
                    ),
                ),
                (
                    "minutes",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        choices=[(30, "30 minutes"), (45, "45 minutes"), (60, "60 minutes")],
                        null=True,
                        verbose_name="length",
                    ),
                ),
                (
                    "rhythm",
                    models.CharField(
                        choices=[
                            ("weekly", "every week"),
                            ("fortnightly", "every two weeks"),
                            ("monthly", "every four weeks"),
                            ("onboarding", "in weeks 1, 2, 3, 4, 6, 8, 10 and 12"),
                        ],
                        default="weekly",
                        max_length=12,
                        verbose_name="how often",
                    ),
                ),
                (
                    "channel",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("in_person", "In person"),
                            ("video", "Video call"),
                            ("phone", "Phone"),
                            ("chat", "Chat"),
                            ("text", "Text message"),
                            ("email", "Email"),
                        ],
                        max_length=12,
                        verbose_name="how",
                    ),
                ),
                ("place", models.CharField(blank=True, max_length=240, verbose_name="place or link")),
                ("starts_on", models.DateField(blank=True, null=True, verbose_name="from")),
                ("until_on", models.DateField(blank=True, null=True, verbose_name="until")),
                ("text", models.TextField(blank=True, verbose_name="text that is signed")),
                ("text_hash", models.CharField(blank=True, max_length=64, verbose_name="SHA-256 of the text")),
                ("created_at", models.DateTimeField(verbose_name="created")),
                ("edited_at", models.DateTimeField(blank=True, null=True, verbose_name="last edited")),
                ("sent_at", models.DateTimeField(blank=True, null=True, verbose_name="out for signature")),
                ("in_force_at", models.DateTimeField(blank=True, null=True, verbose_name="in force since")),
                ("voided_at", models.DateTimeField(blank=True, null=True, verbose_name="void since")),
                ("void_reason", models.TextField(blank=True, verbose_name="why void")),
                (
                    "agreement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="versions",
                        to="agreements.agreement",
                        verbose_name="agreement",
                    ),
                ),
                (
                    "edited_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="last edited by",
                    ),
                ),
            ],
            options={
                "verbose_name": "version of an agreement",
                "ordering": ["agreement", "-number"],
                "constraints": [
                    models.UniqueConstraint(fields=("agreement", "number"), name="version_number_once"),
                    models.UniqueConstraint(
                        condition=models.Q(("status__in", ["draft", "signing"])),
                        fields=("agreement",),
                        name="version_one_open",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("status", "in_force")), fields=("agreement",), name="version_one_in_force"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("status__in", ["draft", "signing", "in_force", "superseded", "void"])),
                        name="version_status_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("status__in", ["draft", "void"]),
                            models.Q(
                                models.Q(("text", ""), _negated=True),
                                models.Q(("text_hash", ""), _negated=True),
                                ("sent_at__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="version_sent_has_text",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("status", "in_force"), _negated=True),
                            ("in_force_at__isnull", False),
                            _connector="OR",
                        ),
                        name="version_in_force_has_time",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("status", "void"), _negated=True), ("voided_at__isnull", False), _connector="OR"
                        ),
                        name="version_void_has_time",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("starts_on__isnull", True),
                            ("until_on__isnull", True),
                            ("until_on__gt", models.F("starts_on")),
                            _connector="OR",
                        ),
                        name="version_ends_after_start",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Document",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("pdf", models.BinaryField()),
                ("sha256", models.CharField(max_length=64)),
                ("made_at", models.DateTimeField()),
                (
                    "version",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="document",
                        to="agreements.agreementversion",
                    ),
                ),
            ],
            options={
                "verbose_name": "signed document",
            },
        ),
        migrations.CreateModel(
            name="LearningGoal",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("what", models.CharField(max_length=240, verbose_name="goal")),
                ("measure", models.CharField(max_length=240, verbose_name="how we will know")),
                ("by_on", models.DateField(verbose_name="by")),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="goals",
                        to="agreements.agreementversion",
                        verbose_name="version",
                    ),
                ),
            ],
            options={
                "verbose_name": "learning goal",
                "ordering": ["by_on", "pk"],
            },
        ),
        migrations.CreateModel(
            name="SectionEdit",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "section",
                    models.CharField(
                        choices=[
                            ("goals", "Goals"),
                            ("duties", "What each of you does"),
                            ("rules", "Expectations and ground rules"),
                            ("topics", "Topics and what is out of bounds"),
                            ("meetings", "When and how you meet"),
                        ],
                        max_length=12,
                        verbose_name="part",
                    ),
                ),
                ("edited_at", models.DateTimeField(verbose_name="edited")),
                (
                    "edited_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="edited by",
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="edits",
                        to="agreements.agreementversion",
                        verbose_name="version",
                    ),
                ),
            ],
            options={
                "verbose_name": "last edit of a part",
                "ordering": ["version", "section"],
                "constraints": [
                    models.UniqueConstraint(fields=("version", "section"), name="section_edit_once"),
                    models.CheckConstraint(
                        condition=models.Q(("section__in", ["goals", "duties", "rules", "topics", "meetings"])),
                        name="section_edit_known",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SignatureEvent",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("sequence", models.PositiveIntegerField()),
                ("at", models.DateTimeField()),
                ("kind", models.CharField(max_length=40)),
                ("data", models.JSONField(default=dict)),
                ("previous_hash", models.CharField(blank=True, max_length=64)),
                ("hash", models.CharField(max_length=64)),
                (
                    "agreement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="events", to="agreements.agreement"
                    ),
                ),
            ],
            options={
                "verbose_name": "signature event",
                "ordering": ["agreement", "sequence"],
                "constraints": [models.UniqueConstraint(fields=("agreement", "sequence"), name="event_sequence_once")],
            },
        ),
        migrations.CreateModel(
            name="SignatureRequest",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("mentee", "Mentee"),
                            ("mentor", "Mentor"),
                            ("mentee_supervisor", "Mentee’s supervisor"),
                            ("mentor_supervisor", "Mentor’s supervisor"),
                            ("supervisor_of_both", "Supervisor of both"),
                        ],
                        max_length=20,
                        verbose_name="signs as",
                    ),
                ),
                (
                    "stands_in",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", "nobody"),
                            ("mentee", "the mentee’s supervisor"),
                            ("mentor", "the mentor’s supervisor"),
                            ("both", "the supervisors of both"),
                        ],
                        default="",
                        max_length=8,
                        verbose_name="in place of",
                    ),
                ),
                (
                    "reference",
                    models.CharField(
                        default=agreements.models.signature.new_reference,
                        max_length=16,
                        unique=True,
                        verbose_name="reference",
                    ),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("waiting", "Not their turn yet"),
                            ("asked", "Asked"),
                            ("signed", "Signed"),
                            ("change_asked", "Asked for a change"),
                            ("declined", "Declined"),
                            ("void", "No longer asked"),
                        ],
                        default="waiting",
                        max_length=14,
                        verbose_name="status",
                    ),
                ),
                ("asked_at", models.DateTimeField(blank=True, null=True, verbose_name="asked")),
                ("reminders", models.PositiveSmallIntegerField(default=0, verbose_name="reminders")),
                ("reminded_at", models.DateTimeField(blank=True, null=True, verbose_name="last reminded")),
                ("decided_at", models.DateTimeField(blank=True, null=True, verbose_name="answered")),
                ("typed_name", models.CharField(blank=True, max_length=200, verbose_name="typed name")),
                (
                    "consent_version",
                    models.CharField(blank=True, max_length=20, verbose_name="version of the consent text"),
                ),
                (
                    "consent_hash",
                    models.CharField(blank=True, max_length=64, verbose_name="SHA-256 of the consent text"),
                ),
                ("remark", models.TextField(blank=True, verbose_name="remark")),
                ("ip_address", models.GenericIPAddressField(blank=True, null=True, verbose_name="from address")),
                ("user_agent", models.CharField(blank=True, max_length=300, verbose_name="with")),
                (
                    "wrong_person_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="said to be the wrong person"),
                ),
                ("wrong_person_note", models.TextField(blank=True, verbose_name="who would be right")),
                (
                    "signer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="signature_requests",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="signer",
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="requests",
                        to="agreements.agreementversion",
                        verbose_name="version",
                    ),
                ),
            ],
            options={
                "verbose_name": "signature",
                "ordering": ["version", "pk"],
                "constraints": [
                    models.UniqueConstraint(fields=("version", "role"), name="signature_role_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("status__in", ["waiting", "asked", "signed", "change_asked", "declined", "void"])
                        ),
                        name="signature_status_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "role__in",
                                ["mentee", "mentor", "mentee_supervisor", "mentor_supervisor", "supervisor_of_both"],
                            )
                        ),
                        name="signature_role_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("stands_in__in", ["", "mentee", "mentor", "both"])),
                        name="signature_stands_in_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("status__in", ["asked", "signed", "change_asked", "declined"]), _negated=True),
                            ("asked_at__isnull", False),
                            _connector="OR",
                        ),
                        name="signature_asked_has_time",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("status__in", ["signed", "change_asked", "declined"]), _negated=True),
                            ("decided_at__isnull", False),
                            _connector="OR",
                        ),
                        name="signature_decided_has_time",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("status", "signed"), _negated=True),
                            models.Q(
                                models.Q(("typed_name", ""), _negated=True),
                                models.Q(("consent_hash", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="signature_signed_has_name_and_consent",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("status__in", ["change_asked", "declined"]), _negated=True),
                            models.Q(("remark", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="signature_refused_has_remark",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SigningSession",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "purpose",
                    models.CharField(
                        choices=[("sign", "Read and sign"), ("receipt", "Read what was signed")], max_length=8
                    ),
                ),
                ("digest", models.CharField(max_length=64, unique=True)),
                ("started_at", models.DateTimeField()),
                ("expires_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                (
                    "request",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="sessions",
                        to="agreements.signaturerequest",
                    ),
                ),
            ],
            options={
                "verbose_name": "opened signing link",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("purpose__in", ["sign", "receipt"])), name="session_purpose_known"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="SigningToken",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "purpose",
                    models.CharField(
                        choices=[("sign", "Read and sign"), ("receipt", "Read what was signed")],
                        default="sign",
                        max_length=8,
                    ),
                ),
                ("digest", models.CharField(max_length=64, unique=True)),
                ("minted_at", models.DateTimeField()),
                ("expires_at", models.DateTimeField()),
                ("exchanges", models.PositiveSmallIntegerField(default=0)),
                ("revoked_at", models.DateTimeField(blank=True, null=True)),
                (
                    "request",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="tokens",
                        to="agreements.signaturerequest",
                    ),
                ),
            ],
            options={
                "verbose_name": "signing link",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("purpose__in", ["sign", "receipt"])), name="token_purpose_known"
                    )
                ],
            },
        ),
    ]
    operations = at_once(operations)
