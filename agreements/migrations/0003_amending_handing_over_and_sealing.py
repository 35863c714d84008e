"""Amendments, signatures waived or handed over, disputes, seals, and the nightly check of all of it."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from people.at_once import at_once

# A draft with a later number came back from signing, until now; and what was once sealed with, or checked, stays known.
FORWARD = """
UPDATE agreements_agreementversion SET came_back = TRUE WHERE number > 1;

CREATE TRIGGER sealingcertificate_append_only BEFORE UPDATE OR DELETE ON agreements_sealingcertificate
    FOR EACH ROW EXECUTE FUNCTION agreements_refuse();
CREATE TRIGGER verification_append_only BEFORE UPDATE OR DELETE ON agreements_verification
    FOR EACH ROW EXECUTE FUNCTION agreements_refuse();
"""
BACKWARD = """
DROP TRIGGER verification_append_only ON agreements_verification;
DROP TRIGGER sealingcertificate_append_only ON agreements_sealingcertificate;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("agreements", "0002_append_only"),
        ("people", "__first__"),
    ]

    operations = [
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
                ("remark", models.TextField(blank=True)),
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
            ],
            options={
                "verbose_name": "sealing certificate",
                "ordering": ["first_used_at", "pk"],
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
                "verbose_name": "document that waits for its seal",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("cause__in", ["timestamp", "seal"])), name="sealing_delay_cause_known"
                    )
                ],
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
            name="Verification",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField(verbose_name="walked")),
                ("agreements", models.PositiveIntegerField()),
                ("events", models.PositiveIntegerField()),
                ("documents", models.PositiveIntegerField()),
                ("problems", models.JSONField(blank=True, default=list)),
                ("head", models.CharField(max_length=64, verbose_name="SHA-256 over the heads of all chains")),
            ],
            options={
                "verbose_name": "check of all agreements",
                "ordering": ["-at", "-pk"],
            },
        ),
        migrations.RemoveConstraint(
            model_name="signaturerequest",
            name="signature_role_once",
        ),
        migrations.RemoveConstraint(
            model_name="signaturerequest",
            name="signature_status_known",
        ),
        migrations.RemoveConstraint(
            model_name="signingsession",
            name="session_purpose_known",
        ),
        migrations.RemoveConstraint(
            model_name="signingtoken",
            name="token_purpose_known",
        ),
        migrations.AddField(
            model_name="agreementversion",
            name="amends",
            field=models.ForeignKey(
                blank=True,
                help_text="The version in force that this one is to replace (P-28).",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="amendments",
                to="agreements.agreementversion",
                verbose_name="changes version",
            ),
        ),
        migrations.AddField(
            model_name="agreementversion",
            name="came_back",
            field=models.BooleanField(
                default=False,
                help_text="The version before was void before all had signed.",
                verbose_name="came back from signing",
            ),
        ),
        migrations.AddField(
            model_name="agreementversion",
            name="chosen_clauses",
            field=models.TextField(
                blank=True,
                help_text="Those of the program’s guidelines, one on each line.",
                verbose_name="clauses that the two chose",
            ),
        ),
        migrations.AddField(
            model_name="agreementversion",
            name="joint_project",
            field=models.TextField(blank=True, verbose_name="joint project"),
        ),
        migrations.AddField(
            model_name="agreementversion",
            name="meetings_planned",
            field=models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="number of meetings"),
        ),
        migrations.AddField(
            model_name="agreementversion",
            name="protected_minutes",
            field=models.PositiveSmallIntegerField(
                blank=True,
                help_text="On average, from the length and the rhythm; fixed when the agreement goes out for signature.",
                null=True,
                verbose_name="protected time a week, in minutes",
            ),
        ),
        migrations.AddField(
            model_name="agreementversion",
            name="reaching",
            field=models.TextField(blank=True, verbose_name="how to reach each other between meetings"),
        ),
        migrations.AddField(
            model_name="document",
            name="timestamped_at",
            field=models.DateTimeField(null=True, verbose_name="time of the timestamp authority"),
        ),
        migrations.AddField(
            model_name="sectionedit",
            name="accepted_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="accepted"),
        ),
        migrations.AddField(
            model_name="sectionedit",
            name="accepted_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="accepted by",
            ),
        ),
        migrations.AddField(
            model_name="sectionedit",
            name="before",
            field=models.JSONField(blank=True, default=dict, verbose_name="what it said before"),
        ),
        migrations.AddField(
            model_name="signaturerequest",
            name="escalated_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="coordinators told that there is no answer"),
        ),
        migrations.AddField(
            model_name="signaturerequest",
            name="replaces",
            field=models.OneToOneField(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="replaced_by",
                to="agreements.signaturerequest",
                verbose_name="in place of the request to",
            ),
        ),
        migrations.AddField(
            model_name="signaturerequest",
            name="settled_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="waived or handed over by",
            ),
        ),
        migrations.AlterField(
            model_name="signaturerequest",
            name="status",
            field=models.CharField(
                choices=[
                    ("waiting", "Not their turn yet"),
                    ("asked", "Asked"),
                    ("signed", "Signed"),
                    ("change_asked", "Asked for a change"),
                    ("declined", "Declined"),
                    ("waived", "Waived"),
                    ("handed_over", "Handed to somebody else"),
                    ("void", "No longer asked"),
                ],
                default="waiting",
                max_length=14,
                verbose_name="status",
            ),
        ),
        migrations.AlterField(
            model_name="signingsession",
            name="purpose",
            field=models.CharField(
                choices=[
                    ("sign", "Read and sign"),
                    ("receipt", "Read what was signed"),
                    ("not_me", "Say that somebody else signed"),
                ],
                max_length=8,
            ),
        ),
        migrations.AlterField(
            model_name="signingtoken",
            name="purpose",
            field=models.CharField(
                choices=[
                    ("sign", "Read and sign"),
                    ("receipt", "Read what was signed"),
                    ("not_me", "Say that somebody else signed"),
                ],
                default="sign",
                max_length=8,
            ),
        ),
        migrations.AddConstraint(
            model_name="sectionedit",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("accepted_at__isnull", True), ("accepted_by__isnull", True)),
                    models.Q(("accepted_at__isnull", False), ("accepted_by__isnull", False)),
                    _connector="OR",
                ),
                name="section_edit_accepted_by_somebody",
            ),
        ),
        migrations.AddConstraint(
            model_name="signaturerequest",
            constraint=models.UniqueConstraint(
                condition=models.Q(("status", "handed_over"), _negated=True),
                fields=("version", "role"),
                name="signature_role_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="signaturerequest",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "status__in",
                        ["waiting", "asked", "signed", "change_asked", "declined", "waived", "handed_over", "void"],
                    )
                ),
                name="signature_status_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="signaturerequest",
            constraint=models.CheckConstraint(
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
        ),
        migrations.AddConstraint(
            model_name="signingsession",
            constraint=models.CheckConstraint(
                condition=models.Q(("purpose__in", ["sign", "receipt", "not_me"])), name="session_purpose_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="signingtoken",
            constraint=models.CheckConstraint(
                condition=models.Q(("purpose__in", ["sign", "receipt", "not_me"])), name="token_purpose_known"
            ),
        ),
        migrations.AddField(
            model_name="document",
            name="certificate",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="documents",
                to="agreements.sealingcertificate",
                verbose_name="sealed with",
            ),
        ),
        migrations.RunSQL(FORWARD, BACKWARD),
    ]
    operations = at_once(operations)
