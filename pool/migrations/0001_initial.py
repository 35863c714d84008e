"""Mentors, mentees, topics, self-assessments, and requests for one more place."""

import django.contrib.postgres.fields
import django.core.validators
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import web.fields.texts
from people.database.at_once import at_once


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
                (
                    "counts_as",
                    models.ForeignKey(
                        blank=True,
                        help_text="Another name for the same topic: people who chose this one are matched as if they had chosen that.",
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="other_names",
                        to="pool.topic",
                        verbose_name="counts as",
                    ),
                ),
                (
                    "related",
                    models.ManyToManyField(
                        blank=True,
                        help_text="Close enough to help: a mentor who offers one of these topics counts as half a "
                        "match.",
                        to="pool.topic",
                        verbose_name="related topics",
                    ),
                ),
            ],
            options={
                "verbose_name": "topic",
                "ordering": ["group", "name"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("counts_as__isnull", True),
                            models.Q(("counts_as", models.F("pk")), _negated=True),
                            _connector="OR",
                        ),
                        name="topic_counts_as_another",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Mentor",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "goals",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[
                                ("job", "Get better at my current job"),
                                ("step", "Find or prepare my next step"),
                                ("skill", "Learn a skill or a craft"),
                                ("lead", "Lead people or projects"),
                                ("network", "Get to know more people and more of the organisation"),
                                ("arrive", "Settle into a new role or team"),
                                ("confidence", "Feel more confident"),
                            ],
                            max_length=12,
                        ),
                        blank=True,
                        default=list,
                        size=None,
                        verbose_name="goals",
                    ),
                ),
                (
                    "experience",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        choices=[
                            (1, "It is new to me"),
                            (2, "I have done it a few times"),
                            (3, "I do it often"),
                            (4, "Others come to me for it"),
                        ],
                        null=True,
                        verbose_name="experience with the topics",
                    ),
                ),
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
                    web.fields.texts.Prose(
                        blank=True,
                        help_text="You and the coordinator read this, and your partner once both of you have said yes.",
                        max_length=2000,
                        verbose_name="what you need to take part",
                    ),
                ),
                ("acknowledged_at", models.DateTimeField(blank=True, null=True, verbose_name="acknowledged")),
                ("nominated_at", models.DateTimeField(blank=True, null=True, verbose_name="nominated")),
                ("created_at", models.DateTimeField(verbose_name="started")),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("nominated", "Nominated, not confirmed yet"),
                            ("draft", "Not sent yet"),
                            ("applied", "Waiting for the coordinator"),
                            ("accepted", "In the mentor pool"),
                            ("declined", "Not accepted"),
                            ("paused", "Paused"),
                            ("withdrawn", "Withdrawn"),
                        ],
                        default="draft",
                        max_length=12,
                        verbose_name="status",
                    ),
                ),
                (
                    "offers",
                    web.fields.texts.Prose(
                        blank=True,
                        help_text="Skills, know-how and experience that you can pass on.",
                        max_length=2000,
                        verbose_name="what you offer",
                    ),
                ),
                (
                    "motivation",
                    web.fields.texts.Prose(blank=True, max_length=2000, verbose_name="why you want to be a mentor"),
                ),
                (
                    "wants_to_learn",
                    web.fields.texts.Prose(
                        blank=True, max_length=2000, verbose_name="what you would like to learn yourself"
                    ),
                ),
                (
                    "capacity",
                    models.PositiveSmallIntegerField(
                        default=1,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(5),
                        ],
                        verbose_name="capacity",
                    ),
                ),
                (
                    "department_wish",
                    models.CharField(
                        choices=[
                            ("same", "The same as mine"),
                            ("different", "Different from mine"),
                            ("either", "Either is fine"),
                        ],
                        default="either",
                        max_length=10,
                        verbose_name="department of the mentee",
                    ),
                ),
                (
                    "site_wish",
                    models.CharField(
                        choices=[
                            ("same", "The same as mine"),
                            ("different", "Different from mine"),
                            ("either", "Either is fine"),
                        ],
                        default="either",
                        max_length=10,
                        verbose_name="site of the mentee",
                    ),
                ),
                ("applied_at", models.DateTimeField(blank=True, null=True, verbose_name="applied")),
                ("decided_at", models.DateTimeField(blank=True, null=True, verbose_name="decided")),
                ("decision_reason", web.fields.texts.Prose(blank=True, max_length=2000, verbose_name="reason")),
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
                        blank=True, related_name="%(class)ss", to="pool.topic", verbose_name="topics"
                    ),
                ),
                (
                    "topics_back",
                    models.ManyToManyField(
                        blank=True,
                        related_name="%(class)ss_back",
                        to="pool.topic",
                        verbose_name="topics in return",
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
            name="Mentee",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "goals",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[
                                ("job", "Get better at my current job"),
                                ("step", "Find or prepare my next step"),
                                ("skill", "Learn a skill or a craft"),
                                ("lead", "Lead people or projects"),
                                ("network", "Get to know more people and more of the organisation"),
                                ("arrive", "Settle into a new role or team"),
                                ("confidence", "Feel more confident"),
                            ],
                            max_length=12,
                        ),
                        blank=True,
                        default=list,
                        size=None,
                        verbose_name="goals",
                    ),
                ),
                (
                    "experience",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        choices=[
                            (1, "It is new to me"),
                            (2, "I have done it a few times"),
                            (3, "I do it often"),
                            (4, "Others come to me for it"),
                        ],
                        null=True,
                        verbose_name="experience with the topics",
                    ),
                ),
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
                    web.fields.texts.Prose(
                        blank=True,
                        help_text="You and the coordinator read this, and your partner once both of you have said yes.",
                        max_length=2000,
                        verbose_name="what you need to take part",
                    ),
                ),
                ("acknowledged_at", models.DateTimeField(blank=True, null=True, verbose_name="acknowledged")),
                ("nominated_at", models.DateTimeField(blank=True, null=True, verbose_name="nominated")),
                ("created_at", models.DateTimeField(verbose_name="started")),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("nominated", "Nominated, not confirmed yet"),
                            ("draft", "Not signed up yet"),
                            ("enrolled", "Signed up"),
                            ("completed", "Completed"),
                            ("withdrawn", "Withdrawn"),
                        ],
                        default="draft",
                        max_length=12,
                        verbose_name="status",
                    ),
                ),
                ("wants", web.fields.texts.Prose(blank=True, max_length=2000, verbose_name="what you want to learn")),
                ("why", web.fields.texts.Prose(blank=True, max_length=2000, verbose_name="why, and why now")),
                (
                    "department_wish",
                    models.CharField(
                        choices=[
                            ("same", "The same as mine"),
                            ("different", "Different from mine"),
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
                            ("different", "Different from mine"),
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
                (
                    "topics",
                    models.ManyToManyField(
                        blank=True, related_name="%(class)ss", to="pool.topic", verbose_name="topics"
                    ),
                ),
                (
                    "topics_back",
                    models.ManyToManyField(
                        blank=True,
                        related_name="%(class)ss_back",
                        to="pool.topic",
                        verbose_name="topics in return",
                    ),
                ),
            ],
            options={
                "verbose_name": "mentee",
                "ordering": ["user__name", "pk"],
                "constraints": [
                    models.UniqueConstraint(fields=("cohort", "user"), name="mentee_once_a_cohort"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("status__in", ["nominated", "draft", "enrolled", "completed", "withdrawn"])
                        ),
                        name="mentee_status_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("nominated_at__isnull", True), ("nominated_by__isnull", True)),
                            models.Q(("nominated_at__isnull", False), ("nominated_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="mentee_nominated_at_and_by",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("status", "enrolled"), _negated=True),
                            models.Q(("acknowledged_at__isnull", False), ("enrolled_at__isnull", False)),
                            _connector="OR",
                        ),
                        name="mentee_enrolled_and_acknowledged",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Preference",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("rank", models.PositiveSmallIntegerField(validators=[django.core.validators.MinValueValidator(1)])),
                ("chosen_at", models.DateTimeField(blank=True, null=True)),
                (
                    "mentee",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="preferences", to="pool.mentee"
                    ),
                ),
                (
                    "mentor",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="preferences", to="pool.mentor"
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
        migrations.CreateModel(
            name="SelfAssessment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("begun_at", models.DateTimeField(verbose_name="started")),
                ("finished_at", models.DateTimeField(blank=True, null=True, verbose_name="finished")),
                (
                    "band",
                    models.CharField(
                        blank=True,
                        choices=[("ready", "Ready"), ("training", "Ready with training"), ("talk", "Let’s talk first")],
                        max_length=12,
                        verbose_name="result",
                    ),
                ),
                (
                    "mentor",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="assessments",
                        to="pool.mentor",
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
                        on_delete=django.db.models.deletion.CASCADE, related_name="ratings", to="pool.selfassessment"
                    ),
                ),
            ],
            options={
                "verbose_name": "criterion rating",
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
                "verbose_name": "person not to be matched with",
                "constraints": [
                    models.UniqueConstraint(fields=("user", "other"), name="not_with_once"),
                    models.CheckConstraint(
                        condition=models.Q(("user", models.F("other")), _negated=True), name="not_with_somebody_else"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ExtraPlaceRequest",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "reply",
                    models.CharField(
                        choices=[("none", "No answer"), ("yes", "One more place"), ("no", "Not now")],
                        default="none",
                        max_length=8,
                        verbose_name="answer",
                    ),
                ),
                ("asked_at", models.DateTimeField(verbose_name="asked")),
                ("replied_at", models.DateTimeField(blank=True, null=True, verbose_name="answered")),
                (
                    "asked_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="asked by",
                    ),
                ),
                (
                    "cohort",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="extra_place_requests",
                        to="programs.cohort",
                        verbose_name="cohort",
                    ),
                ),
                (
                    "mentor",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="extra_place_requests",
                        to="pool.mentor",
                        verbose_name="mentor",
                    ),
                ),
            ],
            options={
                "verbose_name": "extra-place request",
                "ordering": ["-asked_at", "-pk"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("reply", "none")),
                        fields=("cohort", "mentor"),
                        name="extra_place_request_one_open",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("reply__in", ["none", "yes", "no"])), name="extra_place_request_reply_known"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("replied_at__isnull", True), ("reply", "none")),
                            models.Q(models.Q(("reply", "none"), _negated=True), ("replied_at__isnull", False)),
                            _connector="OR",
                        ),
                        name="extra_place_request_replied_at",
                    ),
                ],
            },
        ),
        migrations.AddField(
            model_name="mentee",
            name="preferred",
            field=models.ManyToManyField(
                related_name="preferred_by", through="pool.Preference", to="pool.mentor", verbose_name="preferences"
            ),
        ),
    ]
    operations = at_once(operations)
