import django.contrib.postgres.fields
import django.core.validators
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from people.at_once import at_once


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("programs", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Topic",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=80, unique=True, verbose_name="name")),
                ("group", models.CharField(blank=True, max_length=80, verbose_name="group")),
                ("is_active", models.BooleanField(default=True, verbose_name="offered in forms")),
            ],
            options={
                "verbose_name": "topic",
                "ordering": ["group", "name"],
            },
        ),
        migrations.CreateModel(
            name="Mentee",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "channels",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[
                                ("in_person", "In person"),
                                ("video", "Video call"),
                                ("phone", "Phone"),
                                ("chat", "Chat"),
                                ("text", "Text message"),
                                ("email", "Email"),
                            ],
                            max_length=12,
                        ),
                        blank=True,
                        default=list,
                        size=None,
                        verbose_name="how you like to talk",
                    ),
                ),
                (
                    "languages",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=12),
                        blank=True,
                        default=list,
                        size=None,
                        verbose_name="languages",
                    ),
                ),
                (
                    "slots",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[
                                ("mon-am", "Monday morning"),
                                ("mon-pm", "Monday afternoon"),
                                ("tue-am", "Tuesday morning"),
                                ("tue-pm", "Tuesday afternoon"),
                                ("wed-am", "Wednesday morning"),
                                ("wed-pm", "Wednesday afternoon"),
                                ("thu-am", "Thursday morning"),
                                ("thu-pm", "Thursday afternoon"),
                                ("fri-am", "Friday morning"),
                                ("fri-pm", "Friday afternoon"),
                            ],
                            max_length=8,
                        ),
                        blank=True,
                        default=list,
                        size=None,
                        verbose_name="when you can meet",
                    ),
                ),
                (
                    "accessibility",
                    models.TextField(
                        blank=True,
                        help_text="Only you, your partner and the coordinator read this.",
                        verbose_name="what you need to take part",
                    ),
                ),
                ("acknowledged_at", models.DateTimeField(blank=True, null=True, verbose_name="acknowledged")),
                ("nominated_at", models.DateTimeField(blank=True, null=True, verbose_name="nominated")),
                ("created_at", models.DateTimeField(verbose_name="begun")),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("nominated", "Nominated, not confirmed yet"),
                            ("draft", "Being written"),
                            ("enrolled", "Signed up"),
                            ("withdrawn", "Withdrawn"),
                        ],
                        default="draft",
                        max_length=12,
                        verbose_name="status",
                    ),
                ),
                ("wants", models.TextField(blank=True, verbose_name="what you want to learn")),
                ("why", models.TextField(blank=True, verbose_name="why, and why now")),
                (
                    "department_wish",
                    models.CharField(
                        choices=[
                            ("same", "The same as mine"),
                            ("different", "Another than mine"),
                            ("either", "Either is fine"),
                        ],
                        default="either",
                        max_length=10,
                        verbose_name="department of the mentor",
                    ),
                ),
                (
                    "site_wish",
                    models.CharField(
                        choices=[
                            ("same", "The same as mine"),
                            ("different", "Another than mine"),
                            ("either", "Either is fine"),
                        ],
                        default="either",
                        max_length=10,
                        verbose_name="site of the mentor",
                    ),
                ),
                ("enrolled_at", models.DateTimeField(blank=True, null=True, verbose_name="signed up")),
                (
                    "acknowledged",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="programs.guidelines",
                        verbose_name="guidelines acknowledged",
                    ),
                ),
                (
                    "cohort",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="mentees",
                        to="programs.cohort",
                        verbose_name="cohort",
                    ),
                ),
                (
                    "nominated_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="nominated by",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="menteeships",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="person",
                    ),
                ),
            ],
            options={
                "verbose_name": "mentee",
                "ordering": ["user__name", "pk"],
            },
        ),
        migrations.CreateModel(
            name="Mentor",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "channels",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[
                                ("in_person", "In person"),
                                ("video", "Video call"),
                                ("phone", "Phone"),
                                ("chat", "Chat"),
                                ("text", "Text message"),
                                ("email", "Email"),
                            ],
                            max_length=12,
                        ),
                        blank=True,
                        default=list,
                        size=None,
                        verbose_name="how you like to talk",
                    ),
                ),
                (
                    "languages",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=12),
                        blank=True,
                        default=list,
                        size=None,
                        verbose_name="languages",
                    ),
                ),
                (
                    "slots",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[
                                ("mon-am", "Monday morning"),
                                ("mon-pm", "Monday afternoon"),
                                ("tue-am", "Tuesday morning"),
                                ("tue-pm", "Tuesday afternoon"),
                                ("wed-am", "Wednesday morning"),
                                ("wed-pm", "Wednesday afternoon"),
                                ("thu-am", "Thursday morning"),
                                ("thu-pm", "Thursday afternoon"),
                                ("fri-am", "Friday morning"),
                                ("fri-pm", "Friday afternoon"),
                            ],
                            max_length=8,
                        ),
                        blank=True,
                        default=list,
                        size=None,
                        verbose_name="when you can meet",
                    ),
                ),
                (
                    "accessibility",
                    models.TextField(
                        blank=True,
                        help_text="Only you, your partner and the coordinator read this.",
                        verbose_name="what you need to take part",
                    ),
                ),
                ("acknowledged_at", models.DateTimeField(blank=True, null=True, verbose_name="acknowledged")),
                ("nominated_at", models.DateTimeField(blank=True, null=True, verbose_name="nominated")),
                ("created_at", models.DateTimeField(verbose_name="begun")),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("nominated", "Nominated, not confirmed yet"),
                            ("draft", "Being written"),
                            ("applied", "Waiting for the coordinator"),
                            ("accepted", "In the mentor pool"),
                            ("declined", "Not accepted"),
                            ("paused", "Pausing"),
                            ("withdrawn", "Withdrawn"),
                        ],
                        default="draft",
                        max_length=12,
                        verbose_name="status",
                    ),
                ),
                (
                    "offers",
                    models.TextField(
                        blank=True,
                        help_text="Skills, know-how and experience that you can pass on.",
                        verbose_name="what you offer",
                    ),
                ),
                ("motivation", models.TextField(blank=True, verbose_name="why you want to be a mentor")),
                ("wants_to_learn", models.TextField(blank=True, verbose_name="what you would like to learn yourself")),
                (
                    "capacity",
                    models.PositiveSmallIntegerField(
                        default=1,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(5),
                        ],
                        verbose_name="mentees at the same time",
                    ),
                ),
                ("applied_at", models.DateTimeField(blank=True, null=True, verbose_name="applied")),
                ("decided_at", models.DateTimeField(blank=True, null=True, verbose_name="decided")),
                ("decision_reason", models.TextField(blank=True, verbose_name="reason")),
                (
                    "acknowledged",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="programs.guidelines",
                        verbose_name="guidelines acknowledged",
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
                    "nominated_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="nominated by",
                    ),
                ),
                (
                    "program",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="mentors",
                        to="programs.program",
                        verbose_name="program",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="mentorships",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="person",
                    ),
                ),
                (
                    "topics",
                    models.ManyToManyField(
                        blank=True, related_name="%(class)ss", to="matching.topic", verbose_name="topics"
                    ),
                ),
            ],
            options={
                "verbose_name": "mentor",
                "ordering": ["user__name", "pk"],
                "constraints": [
                    models.UniqueConstraint(fields=("program", "user"), name="mentor_once_a_program"),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "status__in",
                                ["nominated", "draft", "applied", "accepted", "declined", "paused", "withdrawn"],
                            )
                        ),
                        name="mentor_status_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("decided_at__isnull", True), ("decided_by__isnull", True)),
                            models.Q(("decided_at__isnull", False), ("decided_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="mentor_decided_at_and_by",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("nominated_at__isnull", True), ("nominated_by__isnull", True)),
                            models.Q(("nominated_at__isnull", False), ("nominated_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="mentor_nominated_at_and_by",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("status__in", ["applied", "accepted"]), _negated=True),
                            models.Q(("acknowledged_at__isnull", False), ("applied_at__isnull", False)),
                            _connector="OR",
                        ),
                        name="mentor_applied_and_acknowledged",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Preference",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("rank", models.PositiveSmallIntegerField(validators=[django.core.validators.MinValueValidator(1)])),
                (
                    "mentee",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="preferences", to="matching.mentee"
                    ),
                ),
                (
                    "mentor",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="preferences", to="matching.mentor"
                    ),
                ),
            ],
            options={
                "verbose_name": "preference",
                "ordering": ["mentee", "rank"],
                "constraints": [
                    models.UniqueConstraint(fields=("mentee", "mentor"), name="preference_mentor_once"),
                    models.UniqueConstraint(fields=("mentee", "rank"), name="preference_rank_once"),
                ],
            },
        ),
        migrations.AddField(
            model_name="mentee",
            name="preferred",
            field=models.ManyToManyField(
                related_name="preferred_by",
                through="matching.Preference",
                to="matching.mentor",
                verbose_name="preferences",
            ),
        ),
        migrations.CreateModel(
            name="Scenario",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=80, verbose_name="name")),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("queued", "Waiting to run"),
                            ("ready", "Ready"),
                            ("failed", "Failed"),
                            ("published", "Published"),
                        ],
                        default="queued",
                        max_length=12,
                        verbose_name="status",
                    ),
                ),
                (
                    "weights",
                    models.JSONField(
                        default=dict,
                        help_text="Criterion code to importance: high, medium, low or off.",
                        verbose_name="weights",
                    ),
                ),
                ("created_at", models.DateTimeField(verbose_name="created")),
                ("finished_at", models.DateTimeField(blank=True, null=True, verbose_name="finished")),
                ("published_at", models.DateTimeField(blank=True, null=True, verbose_name="published")),
                ("mentees", models.PositiveIntegerField(default=0, verbose_name="mentees")),
                ("places", models.PositiveIntegerField(default=0, verbose_name="places")),
                ("matched", models.PositiveIntegerField(default=0, verbose_name="matched")),
                ("total", models.BigIntegerField(default=0, verbose_name="total score")),
                ("failure", models.CharField(blank=True, max_length=240, verbose_name="what went wrong")),
                (
                    "cohort",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="scenarios",
                        to="programs.cohort",
                        verbose_name="cohort",
                    ),
                ),
                (
                    "created_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="created by",
                    ),
                ),
            ],
            options={
                "verbose_name": "scenario",
                "ordering": ["-created_at", "-pk"],
                "constraints": [
                    models.UniqueConstraint(fields=("cohort", "name"), name="scenario_name_once"),
                    models.CheckConstraint(
                        condition=models.Q(("status__in", ["queued", "ready", "failed", "published"])),
                        name="scenario_status_known",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Match",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("draft", "Draft"),
                            ("proposed", "Proposed"),
                            ("confirmed", "Confirmed"),
                            ("active", "Active"),
                            ("completed", "Completed"),
                            ("ended", "Ended early"),
                            ("declined", "Declined"),
                            ("expired", "Not answered in time"),
                        ],
                        default="draft",
                        max_length=12,
                        verbose_name="status",
                    ),
                ),
                (
                    "origin",
                    models.CharField(
                        choices=[
                            ("scenario", "Matching run"),
                            ("hand", "Chosen by the coordinator"),
                            ("next_choice", "Next choice after a decline"),
                        ],
                        default="scenario",
                        max_length=12,
                        verbose_name="origin",
                    ),
                ),
                ("score", models.PositiveSmallIntegerField(default=0, verbose_name="match score")),
                ("reasons", models.JSONField(default=list, verbose_name="reasons")),
                ("created_at", models.DateTimeField(verbose_name="created")),
                ("proposed_at", models.DateTimeField(blank=True, null=True, verbose_name="proposed")),
                ("reply_by", models.DateTimeField(blank=True, null=True, verbose_name="answer until")),
                ("extended_at", models.DateTimeField(blank=True, null=True, verbose_name="given more time")),
                (
                    "mentor_reply",
                    models.CharField(
                        choices=[("none", "No answer yet"), ("accepted", "Accepted"), ("declined", "Declined")],
                        default="none",
                        max_length=10,
                        verbose_name="mentor’s answer",
                    ),
                ),
                ("mentor_replied_at", models.DateTimeField(blank=True, null=True, verbose_name="mentor answered")),
                (
                    "mentee_reply",
                    models.CharField(
                        choices=[("none", "No answer yet"), ("accepted", "Accepted"), ("declined", "Declined")],
                        default="none",
                        max_length=10,
                        verbose_name="mentee’s answer",
                    ),
                ),
                ("mentee_replied_at", models.DateTimeField(blank=True, null=True, verbose_name="mentee answered")),
                ("confirmed_at", models.DateTimeField(blank=True, null=True, verbose_name="confirmed")),
                ("active_at", models.DateTimeField(blank=True, null=True, verbose_name="active since")),
                ("starts_on", models.DateField(blank=True, null=True, verbose_name="from")),
                ("ends_on", models.DateField(blank=True, null=True, verbose_name="until")),
                ("ended_at", models.DateTimeField(blank=True, null=True, verbose_name="ended")),
                (
                    "cohort",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="matches",
                        to="programs.cohort",
                        verbose_name="cohort",
                    ),
                ),
                (
                    "created_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="created by",
                    ),
                ),
                (
                    "ended_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="ended by",
                    ),
                ),
                (
                    "mentee",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="matches",
                        to="matching.mentee",
                        verbose_name="mentee",
                    ),
                ),
                (
                    "mentor",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="matches",
                        to="matching.mentor",
                        verbose_name="mentor",
                    ),
                ),
                (
                    "scenario",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="matches",
                        to="matching.scenario",
                        verbose_name="scenario",
                    ),
                ),
            ],
            options={
                "verbose_name": "match",
                "verbose_name_plural": "matches",
                "ordering": ["-created_at", "-pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "status__in",
                                [
                                    "draft",
                                    "proposed",
                                    "confirmed",
                                    "active",
                                    "completed",
                                    "ended",
                                    "declined",
                                    "expired",
                                ],
                            )
                        ),
                        name="match_status_known",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("status__in", ["proposed", "confirmed", "active"])),
                        fields=("mentee",),
                        name="match_one_open_for_a_mentee",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("status", "draft")),
                        fields=("scenario", "mentee"),
                        name="match_one_draft_in_a_scenario",
                    ),
                    models.CheckConstraint(condition=models.Q(("score__range", (0, 100))), name="match_score_0_to_100"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("status", "draft"),
                            models.Q(("proposed_at__isnull", False), ("reply_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="match_proposed_has_times",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("status__in", ["confirmed", "active"]), _negated=True),
                            models.Q(
                                ("confirmed_at__isnull", False),
                                ("mentee_reply", "accepted"),
                                ("mentor_reply", "accepted"),
                            ),
                            _connector="OR",
                        ),
                        name="match_confirmed_by_both",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("status", "active"), _negated=True),
                            models.Q(
                                ("active_at__isnull", False), ("ends_on__isnull", False), ("starts_on__isnull", False)
                            ),
                            _connector="OR",
                        ),
                        name="match_active_has_dates",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("status__in", ["completed", "ended"]), _negated=True),
                            ("ended_at__isnull", False),
                            _connector="OR",
                        ),
                        name="match_ended_has_time",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SelfAssessment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("begun_at", models.DateTimeField(verbose_name="begun")),
                ("finished_at", models.DateTimeField(blank=True, null=True, verbose_name="finished")),
                (
                    "band",
                    models.CharField(
                        blank=True,
                        choices=[("ready", "Ready"), ("training", "Ready with training"), ("talk", "Talk first")],
                        max_length=12,
                        verbose_name="result",
                    ),
                ),
                (
                    "mentor",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="assessments",
                        to="matching.mentor",
                        verbose_name="mentor",
                    ),
                ),
            ],
            options={
                "verbose_name": "self-assessment",
                "ordering": ["-begun_at"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("finished_at__isnull", True)),
                        fields=("mentor",),
                        name="assessment_one_open",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("band", ""), ("finished_at__isnull", True)),
                            models.Q(("band__in", ["ready", "training", "talk"]), ("finished_at__isnull", False)),
                            _connector="OR",
                        ),
                        name="assessment_finished_has_band",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CriterionRating",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "criterion",
                    models.PositiveSmallIntegerField(
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(18),
                        ]
                    ),
                ),
                ("score", models.PositiveSmallIntegerField(blank=True, null=True)),
                ("example", models.CharField(blank=True, max_length=400)),
                (
                    "assessment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="ratings",
                        to="matching.selfassessment",
                    ),
                ),
            ],
            options={
                "verbose_name": "rating of a criterion",
                "ordering": ["criterion"],
                "constraints": [
                    models.UniqueConstraint(fields=("assessment", "criterion"), name="rating_once"),
                    models.CheckConstraint(
                        condition=models.Q(("criterion__range", (1, 18))), name="rating_criterion_known"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("score__isnull", True), ("score__range", (1, 5)), _connector="OR"),
                        name="rating_one_to_five",
                    ),
                ],
            },
        ),
        migrations.AddField(
            model_name="mentee",
            name="topics",
            field=models.ManyToManyField(
                blank=True, related_name="%(class)ss", to="matching.topic", verbose_name="topics"
            ),
        ),
        migrations.CreateModel(
            name="Unmatched",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(max_length=40)),
                ("reason", models.CharField(max_length=300)),
                (
                    "mentee",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="matching.mentee"
                    ),
                ),
                (
                    "scenario",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="unmatched", to="matching.scenario"
                    ),
                ),
            ],
            options={
                "verbose_name": "mentee without a match",
                "ordering": ["scenario", "mentee__user__name"],
                "constraints": [models.UniqueConstraint(fields=("scenario", "mentee"), name="unmatched_once")],
            },
        ),
        migrations.CreateModel(
            name="NotWith",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("created_at", models.DateTimeField()),
                (
                    "other",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="not_with",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "not with",
                "constraints": [
                    models.UniqueConstraint(fields=("user", "other"), name="not_with_once"),
                    models.CheckConstraint(
                        condition=models.Q(("user", models.F("other")), _negated=True), name="not_with_somebody_else"
                    ),
                ],
            },
        ),
        migrations.AddConstraint(
            model_name="mentee",
            constraint=models.UniqueConstraint(fields=("cohort", "user"), name="mentee_once_a_cohort"),
        ),
        migrations.AddConstraint(
            model_name="mentee",
            constraint=models.CheckConstraint(
                condition=models.Q(("status__in", ["nominated", "draft", "enrolled", "withdrawn"])),
                name="mentee_status_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="mentee",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("nominated_at__isnull", True), ("nominated_by__isnull", True)),
                    models.Q(("nominated_at__isnull", False), ("nominated_by__isnull", False)),
                    _connector="OR",
                ),
                name="mentee_nominated_at_and_by",
            ),
        ),
        migrations.AddConstraint(
            model_name="mentee",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("status", "enrolled"), _negated=True),
                    models.Q(("acknowledged_at__isnull", False), ("enrolled_at__isnull", False)),
                    _connector="OR",
                ),
                name="mentee_enrolled_and_acknowledged",
            ),
        ),
    ]
    operations = at_once(operations)
