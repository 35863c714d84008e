"""Agreements in versions, signatures, links, events and documents."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import agreements.models.signature
import people.models.work
import web.fields.texts
from people.database.at_once import at_once


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
                ("head_sequence", models.PositiveIntegerField(default=0, editable=False)),
                ("head_key", models.CharField(blank=True, editable=False, max_length=24)),
                ("head_mac", models.CharField(blank=True, editable=False, max_length=64)),
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
                (
                    "mentor_duties",
                    web.fields.texts.Prose(blank=True, max_length=4000, verbose_name="what the mentor does"),
                ),
                (
                    "mentee_duties",
                    web.fields.texts.Prose(blank=True, max_length=4000, verbose_name="what the mentee does"),
                ),
                (
                    "expectations",
                    web.fields.texts.Prose(blank=True, max_length=4000, verbose_name="what each can expect"),
                ),
                ("ground_rules", web.fields.texts.Prose(blank=True, max_length=4000, verbose_name="ground rules")),
                ("topics", web.fields.texts.Prose(blank=True, max_length=4000, verbose_name="topics")),
                (
                    "out_of_bounds",
                    web.fields.texts.Prose(blank=True, max_length=4000, verbose_name="what is out of bounds"),
                ),
                (
                    "cancelling",
                    web.fields.texts.Prose(blank=True, max_length=4000, verbose_name="how to cancel or move a meeting"),
                ),
                (
                    "reaching",
                    web.fields.texts.Prose(
                        blank=True, max_length=4000, verbose_name="how to reach each other between meetings"
                    ),
                ),
                ("joint_project", web.fields.texts.Prose(blank=True, max_length=4000, verbose_name="joint project")),
                (
                    "chosen_clauses",
                    web.fields.texts.Prose(
                        blank=True,
                        help_text="Those of the program’s guidelines, one on each line.",
                        max_length=4000,
                        verbose_name="clauses that the two chose",
                    ),
                ),
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
                    "meetings_planned",
                    models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="number of meetings"),
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
                ("place", models.CharField(blank=True, max_length=240, verbose_name="location or link")),
                ("starts_on", models.DateField(blank=True, null=True, verbose_name="from")),
                ("until_on", models.DateField(blank=True, null=True, verbose_name="until")),
                (
                    "protected_minutes",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        help_text="On average, from the length and the rhythm; fixed when the agreement goes out for signature.",
                        null=True,
                        verbose_name="protected time a week, in minutes",
                    ),
                ),
                ("text", models.TextField(blank=True, verbose_name="text that is signed")),
                ("text_hash", models.CharField(blank=True, max_length=64, verbose_name="SHA-256 of the text")),
                ("created_at", models.DateTimeField(verbose_name="created")),
                ("edited_at", models.DateTimeField(blank=True, null=True, verbose_name="last edited")),
                ("sent_at", models.DateTimeField(blank=True, null=True, verbose_name="out for signature")),
                ("in_force_at", models.DateTimeField(blank=True, null=True, verbose_name="in force since")),
                (
                    "came_back",
                    models.BooleanField(
                        default=False,
                        help_text="The previous version became void before everyone had signed.",
                        verbose_name="came back from signing",
                    ),
                ),
                ("voided_at", models.DateTimeField(blank=True, null=True, verbose_name="void since")),
                ("void_reason", web.fields.texts.Prose(blank=True, max_length=4000, verbose_name="why void")),
                (
                    "void_cause",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("ended", "The mentoring ended."),
                            ("dropped", "Mentor and mentee discarded this change."),
                            (
                                "lapsed",
                                "Its last day passed before everyone had signed. Choose a later day, then send it out again.",
                            ),
                        ],
                        max_length=12,
                        verbose_name="why void, as a code",
                    ),
                ),
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
                    "amends",
                    models.ForeignKey(
                        blank=True,
                        help_text="The version in force that this one is to replace (P-28).",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="amendments",
                        to="agreements.agreementversion",
                        verbose_name="changes version",
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
                            ("void_cause", ""),
                            models.Q(("void_cause__in", ["ended", "dropped", "lapsed"]), ("void_reason", "")),
                            _connector="OR",
                        ),
                        name="version_void_cause_known",
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
                            ("waived", "Waived"),
                            ("handed_over", "Someone else was asked"),
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
                ("remark", web.fields.texts.Prose(blank=True, max_length=4000, verbose_name="remark")),
                ("ip_address", models.GenericIPAddressField(blank=True, null=True, verbose_name="network address")),
                ("user_agent", models.CharField(blank=True, max_length=300, verbose_name="browser")),
                (
                    "wrong_person_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="said to be the wrong person"),
                ),
                (
                    "wrong_person_note",
                    web.fields.texts.Prose(blank=True, max_length=4000, verbose_name="who would be right"),
                ),
                (
                    "escalated_at",
                    models.DateTimeField(
                        blank=True, null=True, verbose_name="coordinators told that there is no answer"
                    ),
                ),
                ("signer_name", models.CharField(blank=True, max_length=200, verbose_name="name of the signer then")),
                (
                    "signer_address",
                    models.CharField(blank=True, max_length=254, verbose_name="address of the signer then"),
                ),
                (
                    "replaces",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="replaced_by",
                        to="agreements.signaturerequest",
                        verbose_name="in place of the signature request to",
                    ),
                ),
                (
                    "settled_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="waived or handed over by",
                    ),
                ),
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
                    models.UniqueConstraint(
                        condition=models.Q(("status", "handed_over"), _negated=True),
                        fields=("version", "role"),
                        name="signature_role_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "status__in",
                                [
                                    "waiting",
                                    "asked",
                                    "signed",
                                    "change_asked",
                                    "declined",
                                    "waived",
                                    "handed_over",
                                    "void",
                                ],
                            )
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
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("status__in", ["waived", "handed_over"]), _negated=True),
                            models.Q(
                                models.Q(("remark", ""), _negated=True),
                                ("decided_at__isnull", False),
                                ("settled_by__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="signature_settled_has_reason",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Dispute",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("raised_at", models.DateTimeField()),
                (
                    "outcome",
                    models.CharField(
                        choices=[
                            ("open", "Open"),
                            ("confirmed", "The signature was theirs after all"),
                            ("void", "The agreement became void"),
                        ],
                        default="open",
                        max_length=10,
                    ),
                ),
                ("decided_at", models.DateTimeField(blank=True, null=True)),
                ("remark", web.fields.texts.Prose(blank=True, max_length=4000)),
                (
                    "agreement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="disputes", to="agreements.agreement"
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
                    ),
                ),
                (
                    "request",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="disputes",
                        to="agreements.signaturerequest",
                    ),
                ),
            ],
            options={
                "verbose_name": "disputed signature",
                "ordering": ["-raised_at", "-pk"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("outcome", "open")), fields=("agreement",), name="dispute_one_open"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("outcome__in", ["open", "confirmed", "void"])), name="dispute_outcome_known"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("decided_at__isnull", True), ("decided_by__isnull", True), ("outcome", "open")),
                            models.Q(
                                models.Q(("outcome", "open"), _negated=True),
                                models.Q(("remark", ""), _negated=True),
                                ("decided_at__isnull", False),
                                ("decided_by__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="dispute_decided_has_reason",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SealingCertificate",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "fingerprint",
                    models.CharField(max_length=64, unique=True, verbose_name="SHA-256 of the certificate"),
                ),
                ("pem", models.TextField(verbose_name="certificate")),
                ("first_used_at", models.DateTimeField(verbose_name="first used")),
                ("key", models.CharField(blank=True, max_length=24)),
                ("mac", models.CharField(blank=True, max_length=64)),
            ],
            options={
                "verbose_name": "sealing certificate",
                "ordering": ["first_used_at", "pk"],
            },
        ),
        migrations.CreateModel(
            name="Document",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("pdf", models.BinaryField()),
                ("sha256", models.CharField(max_length=64)),
                ("made_at", models.DateTimeField()),
                ("timestamped_at", models.DateTimeField(null=True, verbose_name="time of the timestamp authority")),
                (
                    "version",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="document",
                        to="agreements.agreementversion",
                    ),
                ),
                (
                    "certificate",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="documents",
                        to="agreements.sealingcertificate",
                        verbose_name="sealed with",
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
            name="Repeated",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("said_at", models.DateTimeField()),
                ("answered_at", models.DateTimeField(blank=True, null=True)),
                (
                    "answered_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "dispute",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="repeated", to="agreements.dispute"
                    ),
                ),
            ],
            options={
                "verbose_name": "signature disputed again",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("answered_at__isnull", True), ("answered_by__isnull", True)),
                            models.Q(("answered_at__isnull", False), ("answered_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="repeated_answer_has_time_and_name",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="SealingDelay",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "cause",
                    models.CharField(
                        choices=[("timestamp", "Awaiting timestamp"), ("seal", "Awaiting the seal")], max_length=12
                    ),
                ),
                ("since", models.DateTimeField()),
                ("attempts", models.PositiveIntegerField(default=1)),
                ("tried_at", models.DateTimeField()),
                (
                    "version",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="sealing_delay",
                        to="agreements.agreementversion",
                    ),
                ),
            ],
            options={
                "verbose_name": "document waiting to be sealed",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("cause__in", ["timestamp", "seal"])), name="sealing_delay_cause_known"
                    )
                ],
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
                ("before", models.JSONField(blank=True, default=dict, verbose_name="what it said before")),
                ("accepted_at", models.DateTimeField(blank=True, null=True, verbose_name="accepted")),
                (
                    "accepted_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="accepted by",
                    ),
                ),
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
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("accepted_at__isnull", True), ("accepted_by__isnull", True)),
                            models.Q(("accepted_at__isnull", False), ("accepted_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="section_edit_accepted_by_somebody",
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
                ("key", models.CharField(blank=True, max_length=24)),
                ("mac", models.CharField(blank=True, max_length=64)),
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
            name="SignerChoice",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "whose",
                    models.CharField(
                        choices=[("mentee", "Mentee"), ("mentor", "Mentor")], max_length=8, verbose_name="for"
                    ),
                ),
                ("chosen_at", models.DateTimeField(verbose_name="chosen")),
                (
                    "agreement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="signer_choices",
                        to="agreements.agreement",
                        verbose_name="agreement",
                    ),
                ),
                (
                    "chosen_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="chosen by",
                    ),
                ),
                (
                    "signer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="who signs",
                    ),
                ),
            ],
            options={
                "verbose_name": "chosen signer",
                "constraints": [
                    models.UniqueConstraint(fields=("agreement", "whose"), name="signer_choice_once"),
                    models.CheckConstraint(
                        condition=models.Q(("whose__in", ["mentee", "mentor"])), name="signer_choice_whose_known"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SignerDecision",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[("hand_over", "Ask someone else"), ("waive", "Waive this signature")], max_length=10
                    ),
                ),
                ("reason", web.fields.texts.Prose(max_length=1000, verbose_name="why")),
                ("proposed_at", models.DateTimeField()),
                (
                    "outcome",
                    models.CharField(
                        choices=[
                            ("open", "Waiting for a second person"),
                            ("agreed", "Agreed"),
                            ("refused", "Not agreed"),
                        ],
                        default="open",
                        max_length=8,
                    ),
                ),
                ("answered_at", models.DateTimeField(blank=True, null=True)),
                (
                    "answered_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "proposed_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "request",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="decisions",
                        to="agreements.signaturerequest",
                    ),
                ),
                (
                    "to",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "decision about a signer",
                "ordering": ["-proposed_at", "-pk"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("outcome", "open")), fields=("request",), name="signer_decision_one_open"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["hand_over", "waive"])), name="signer_decision_kind_known"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("outcome__in", ["open", "agreed", "refused"])),
                        name="signer_decision_outcome_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind", "hand_over"), ("to__isnull", False)),
                            models.Q(("kind", "waive"), ("to__isnull", True)),
                            _connector="OR",
                        ),
                        name="signer_decision_names_somebody",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("answered_at__isnull", True), ("answered_by__isnull", True), ("outcome", "open")),
                            models.Q(
                                models.Q(("outcome", "open"), _negated=True),
                                ("answered_at__isnull", False),
                                ("answered_by__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="signer_decision_answer_has_time_and_name",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("outcome", "agreed"), _negated=True),
                            models.Q(
                                models.Q(("answered_by", models.F("proposed_by")), _negated=True),
                                models.Q(
                                    ("to__isnull", True),
                                    models.Q(("answered_by", models.F("to")), _negated=True),
                                    _connector="OR",
                                ),
                            ),
                            _connector="OR",
                        ),
                        name="signer_decision_agreed_by_another",
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
                        choices=[
                            ("sign", "Read and sign"),
                            ("receipt", "Read what was signed"),
                            ("not_me", "Say that someone else signed"),
                        ],
                        max_length=8,
                    ),
                ),
                ("digest", models.CharField(max_length=64, unique=True)),
                ("bound", models.CharField(max_length=64)),
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
                        condition=models.Q(("purpose__in", ["sign", "receipt", "not_me"])), name="session_purpose_known"
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
                        choices=[
                            ("sign", "Read and sign"),
                            ("receipt", "Read what was signed"),
                            ("not_me", "Say that someone else signed"),
                        ],
                        default="sign",
                        max_length=8,
                    ),
                ),
                ("digest", models.CharField(max_length=64, unique=True)),
                ("bound", models.CharField(max_length=64)),
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
                        condition=models.Q(("purpose__in", ["sign", "receipt", "not_me"])), name="token_purpose_known"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Verification",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveIntegerField(null=True, unique=True, verbose_name="number")),
                ("at", models.DateTimeField(verbose_name="checked")),
                ("agreements", models.PositiveIntegerField()),
                ("events", models.PositiveIntegerField()),
                ("documents", models.PositiveIntegerField()),
                ("problems", models.JSONField(blank=True, default=list)),
                ("head", models.CharField(max_length=64, verbose_name="SHA-256 over the heads of all chains")),
                ("seen", models.JSONField(blank=True, default=dict)),
                ("previous_mac", models.CharField(blank=True, max_length=64)),
                ("key", models.CharField(blank=True, max_length=24)),
                ("mac", models.CharField(blank=True, max_length=64)),
            ],
            options={
                "verbose_name": "check of all agreements",
                "ordering": ["-at", "-pk"],
            },
        ),
    ]
    operations = at_once(operations)
