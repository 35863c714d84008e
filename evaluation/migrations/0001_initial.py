"""Surveys, answers, goals, figures and reports."""

import uuid

import django.core.validators
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import web.fields.texts
from people.database.at_once import at_once


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("matching", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("programs", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="AnswerSheet",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "point",
                    models.CharField(
                        choices=[
                            ("two_weeks", "2 weeks"),
                            ("thirty_days", "30 days"),
                            ("midpoint", "Midpoint"),
                            ("sixty_days", "60 days"),
                            ("ninety_days", "90 days"),
                            ("close", "Close"),
                        ],
                        max_length=12,
                    ),
                ),
                ("role", models.CharField(choices=[("mentor", "Mentor"), ("mentee", "Mentee")], max_length=8)),
                ("answers", models.JSONField(default=dict)),
                (
                    "cohort",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="answer_sheets", to="programs.cohort"
                    ),
                ),
            ],
            options={
                "verbose_name": "answer sheet",
                "indexes": [models.Index(fields=["cohort", "point", "role"], name="answers_by_group")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "point__in",
                                ["two_weeks", "thirty_days", "midpoint", "sixty_days", "ninety_days", "close"],
                            )
                        ),
                        name="answers_point_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("role__in", ["mentor", "mentee"])), name="answers_role_known"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ContactRequest",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("asked_at", models.DateTimeField(verbose_name="asked")),
                ("escalated_at", models.DateTimeField(blank=True, null=True, verbose_name="passed on")),
                ("answered_at", models.DateTimeField(blank=True, null=True, verbose_name="answered")),
                (
                    "answered_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="answered by",
                    ),
                ),
                (
                    "match",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="contact_requests",
                        to="matching.match",
                        verbose_name="match",
                    ),
                ),
                (
                    "to",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="who was chosen",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="contact_requests",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="who asks",
                    ),
                ),
            ],
            options={
                "verbose_name": "contact request",
                "verbose_name_plural": "contact requests",
                "ordering": ["asked_at", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("answered_at__isnull", True), ("answered_by__isnull", True)),
                            models.Q(("answered_at__isnull", False), ("answered_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="contact_answered_at_and_by",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("answered_at__isnull", True)),
                        fields=("match", "user", "to"),
                        name="contact_one_open",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="KpiReading",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("value", models.DecimalField(decimal_places=2, max_digits=10, verbose_name="value")),
                ("read_on", models.DateField(verbose_name="measured on")),
                ("recorded_at", models.DateTimeField(verbose_name="recorded")),
                (
                    "goal",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="readings",
                        to="programs.goal",
                        verbose_name="goal",
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="recorded by",
                    ),
                ),
            ],
            options={
                "verbose_name": "KPI reading",
                "ordering": ["goal", "-read_on", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="Report",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("made_at", models.DateTimeField(verbose_name="made")),
                ("figures", models.JSONField(default=dict)),
                (
                    "cohort",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="reports",
                        to="programs.cohort",
                        verbose_name="cohort",
                    ),
                ),
                (
                    "made_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="made by",
                    ),
                ),
            ],
            options={
                "verbose_name": "report",
                "ordering": ["-made_at", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="Proposal",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("text", web.fields.texts.Prose(max_length=4000, verbose_name="recommendation")),
                (
                    "finding",
                    models.CharField(
                        blank=True,
                        help_text="What in the report supports it.",
                        max_length=240,
                        verbose_name="finding",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[("open", "Open"), ("taken", "Adopted in the next version"), ("left", "Not adopted")],
                        default="open",
                        max_length=8,
                        verbose_name="status",
                    ),
                ),
                ("made_at", models.DateTimeField(verbose_name="made")),
                ("decided_at", models.DateTimeField(blank=True, null=True, verbose_name="decided")),
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
                    "made_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="made by",
                    ),
                ),
                (
                    "taken_into",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="proposals",
                        to="programs.guidelines",
                        verbose_name="adopted in",
                    ),
                ),
                (
                    "report",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="proposals",
                        to="evaluation.report",
                        verbose_name="report",
                    ),
                ),
            ],
            options={
                "verbose_name": "recommendation",
                "ordering": ["pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["open", "taken", "left"])), name="proposal_state_known"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("decided_at__isnull", True), ("decided_by__isnull", True), ("state", "open")),
                            models.Q(
                                models.Q(("state", "open"), _negated=True),
                                ("decided_at__isnull", False),
                                ("decided_by__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="proposal_decided_at_and_by",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Summary",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("learnt", web.fields.texts.Prose(max_length=4000, verbose_name="what I learnt")),
                ("passed_on", web.fields.texts.Prose(blank=True, max_length=4000, verbose_name="what I passed on")),
                (
                    "worked",
                    web.fields.texts.Prose(
                        blank=True, max_length=4000, verbose_name="what worked, and what should change"
                    ),
                ),
                ("share_with_partner", models.BooleanField(default=False, verbose_name="my partner may read this")),
                ("written_at", models.DateTimeField(verbose_name="written")),
                (
                    "author",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="summaries",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="author",
                    ),
                ),
                (
                    "match",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="summaries",
                        to="matching.match",
                        verbose_name="match",
                    ),
                ),
            ],
            options={
                "verbose_name": "summary",
                "verbose_name_plural": "summaries",
                "ordering": ["match", "pk"],
                "constraints": [
                    models.UniqueConstraint(fields=("match", "author"), name="summary_one_a_person"),
                    models.CheckConstraint(
                        condition=models.Q(("learnt", ""), _negated=True), name="summary_says_something"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SurveyInvitation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("role", models.CharField(choices=[("mentor", "Mentor"), ("mentee", "Mentee")], max_length=8)),
                (
                    "point",
                    models.CharField(
                        choices=[
                            ("two_weeks", "2 weeks"),
                            ("thirty_days", "30 days"),
                            ("midpoint", "Midpoint"),
                            ("sixty_days", "60 days"),
                            ("ninety_days", "90 days"),
                            ("close", "Close"),
                        ],
                        max_length=12,
                    ),
                ),
                ("opens_on", models.DateField()),
                ("closes_on", models.DateField()),
                ("answered_on", models.DateField(blank=True, null=True)),
                ("reminders", models.PositiveSmallIntegerField(default=0)),
                (
                    "match",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="survey_invitations",
                        to="matching.match",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="survey_invitations",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "survey invitation",
                "ordering": ["opens_on", "pk"],
                "constraints": [
                    models.UniqueConstraint(fields=("match", "user", "point"), name="survey_invitation_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "point__in",
                                ["two_weeks", "thirty_days", "midpoint", "sixty_days", "ninety_days", "close"],
                            )
                        ),
                        name="survey_point_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("role__in", ["mentor", "mentee"])), name="survey_role_known"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("closes_on__gt", models.F("opens_on"))), name="survey_closes_after_opening"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("reminders__lte", 2)), name="survey_two_reminders_at_most"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SurveyResult",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "point",
                    models.CharField(
                        choices=[
                            ("two_weeks", "2 weeks"),
                            ("thirty_days", "30 days"),
                            ("midpoint", "Midpoint"),
                            ("sixty_days", "60 days"),
                            ("ninety_days", "90 days"),
                            ("close", "Close"),
                        ],
                        max_length=12,
                    ),
                ),
                ("role", models.CharField(choices=[("mentor", "Mentor"), ("mentee", "Mentee")], max_length=8)),
                ("answered", models.PositiveIntegerField()),
                ("asked", models.PositiveIntegerField()),
                ("tallies", models.JSONField(default=dict)),
                ("comments", models.JSONField(default=dict)),
                (
                    "comments_from",
                    models.PositiveIntegerField(default=0, help_text="How many had answered when comments were shown."),
                ),
                ("shown_on", models.DateField()),
                (
                    "cohort",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="survey_results", to="programs.cohort"
                    ),
                ),
            ],
            options={
                "verbose_name": "survey result",
                "ordering": ["cohort", "point", "role"],
                "constraints": [
                    models.UniqueConstraint(fields=("cohort", "point", "role"), name="result_one_a_group"),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "point__in",
                                ["two_weeks", "thirty_days", "midpoint", "sixty_days", "ninety_days", "close"],
                            )
                        ),
                        name="result_point_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("role__in", ["mentor", "mentee"])), name="result_role_known"
                    ),
                    models.CheckConstraint(condition=models.Q(("answered__gte", 5)), name="result_from_five_answers"),
                    models.CheckConstraint(
                        condition=models.Q(("comments", {}), ("comments_from__gte", 10), _connector="OR"),
                        name="result_comments_from_ten_answers",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SurveyRules",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "figures_from",
                    models.PositiveSmallIntegerField(
                        default=5,
                        help_text="How many people must have answered before figures are shown: 5 to 15.",
                        validators=[
                            django.core.validators.MinValueValidator(5),
                            django.core.validators.MaxValueValidator(15),
                        ],
                        verbose_name="figures from",
                    ),
                ),
                (
                    "comments_from",
                    models.PositiveSmallIntegerField(
                        default=10,
                        help_text="How many people must have answered before comments are shown: 10 to 15.",
                        validators=[
                            django.core.validators.MinValueValidator(10),
                            django.core.validators.MaxValueValidator(15),
                        ],
                        verbose_name="comments from",
                    ),
                ),
                (
                    "program",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="survey_rules",
                        to="programs.program",
                        verbose_name="program",
                    ),
                ),
            ],
            options={
                "verbose_name": "survey rules",
                "verbose_name_plural": "survey rules",
                "ordering": ["program"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("figures_from__range", (5, 15))), name="rules_figures_from_five"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("comments_from__range", (10, 15))), name="rules_comments_from_ten"
                    ),
                ],
            },
        ),
    ]
    operations = at_once(operations)
