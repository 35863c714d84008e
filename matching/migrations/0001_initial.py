"""Scenarios and their runs, matches, and what people ask of each other."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from people.database.at_once import at_once


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("pool", "0001_initial"),
        ("programs", "0001_initial"),
    ]

    operations = [
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
                        help_text="Criterion code to importance: required, high, medium, low or off.",
                        verbose_name="weights",
                    ),
                ),
                (
                    "rules",
                    models.JSONField(
                        blank=True,
                        default=dict,
                        help_text="Code of a rule that can be switched to yes or no.",
                        verbose_name="rules",
                    ),
                ),
                ("min_hours", models.PositiveSmallIntegerField(default=0, verbose_name="hours a week that suit both")),
                (
                    "preference",
                    models.PositiveSmallIntegerField(default=100, verbose_name="weight of the own choice, in percent"),
                ),
                ("poor", models.PositiveSmallIntegerField(default=0, verbose_name="poor below")),
                ("weak", models.PositiveSmallIntegerField(default=0, verbose_name="weak below")),
                (
                    "keep_bonus",
                    models.PositiveSmallIntegerField(default=5, verbose_name="bonus for keeping a pair, in points"),
                ),
                ("created_at", models.DateTimeField(verbose_name="created")),
                ("finished_at", models.DateTimeField(blank=True, null=True, verbose_name="finished")),
                ("published_at", models.DateTimeField(blank=True, null=True, verbose_name="published")),
                ("mentees", models.PositiveIntegerField(default=0, verbose_name="mentees")),
                ("places", models.PositiveIntegerField(default=0, verbose_name="places")),
                ("matched", models.PositiveIntegerField(default=0, verbose_name="matched")),
                ("total", models.BigIntegerField(default=0, verbose_name="total score")),
                (
                    "stage",
                    models.CharField(
                        choices=[
                            ("waiting", "Waiting for its turn"),
                            ("reading", "Reading the people"),
                            ("scoring", "Scoring every possible pair"),
                            ("solving", "Finding the best answer"),
                            ("checking", "Checking the proof"),
                            ("saving", "Writing down the pairs"),
                        ],
                        default="waiting",
                        max_length=12,
                        verbose_name="stage",
                    ),
                ),
                ("curves", models.JSONField(blank=True, null=True, verbose_name="curves")),
                ("findings", models.JSONField(blank=True, null=True, verbose_name="findings")),
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
                (
                    "keep_from",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="matching.scenario",
                        verbose_name="keep the pairs of",
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
                    models.CheckConstraint(
                        condition=models.Q(
                            ("stage__in", ["waiting", "reading", "scoring", "solving", "checking", "saving"])
                        ),
                        name="scenario_stage_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("preference__lte", 400)), name="scenario_preference_in_range"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("keep_bonus__range", (1, 100))), name="scenario_keep_bonus_never_0"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("poor", 0), ("weak", 0)),
                            models.Q(("poor__gte", 1), ("poor__lt", models.F("weak")), ("weak__lte", 100)),
                            _connector="OR",
                        ),
                        name="scenario_tiers_rise",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="DraftChange",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "deed",
                    models.CharField(
                        choices=[
                            ("lock", "Locked"),
                            ("unlock", "Unlocked"),
                            ("forbid", "Forbidden"),
                            ("allow", "Allowed again"),
                            ("swap", "Paired by hand"),
                            ("apart", "Separated"),
                        ],
                        max_length=10,
                    ),
                ),
                ("reason", models.CharField(max_length=200, verbose_name="why")),
                ("made_at", models.DateTimeField(verbose_name="when")),
                ("matched", models.IntegerField(blank=True, null=True)),
                ("total", models.IntegerField(blank=True, null=True)),
                ("moved", models.PositiveIntegerField(blank=True, null=True)),
                (
                    "made_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="who",
                    ),
                ),
                (
                    "mentee",
                    models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="pool.mentee"),
                ),
                (
                    "mentor",
                    models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="pool.mentor"),
                ),
                (
                    "scenario",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="changes", to="matching.scenario"
                    ),
                ),
            ],
            options={
                "verbose_name": "change by hand",
                "ordering": ["-made_at", "-pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("deed__in", ["lock", "unlock", "forbid", "allow", "swap", "apart"])),
                        name="draft_change_known",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="HeldPair",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("hold", models.CharField(choices=[("locked", "Locked"), ("forbidden", "Forbidden")], max_length=10)),
                (
                    "mentee",
                    models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="pool.mentee"),
                ),
                (
                    "mentor",
                    models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="pool.mentor"),
                ),
                (
                    "scenario",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="held", to="matching.scenario"
                    ),
                ),
            ],
            options={
                "verbose_name": "pair locked or forbidden",
                "ordering": ["scenario", "mentee__user__name", "pk"],
                "constraints": [
                    models.UniqueConstraint(fields=("scenario", "mentee", "mentor"), name="held_pair_once"),
                    models.UniqueConstraint(
                        condition=models.Q(("hold", "locked")),
                        fields=("scenario", "mentee"),
                        name="held_pair_one_lock_for_a_mentee",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("hold__in", ["locked", "forbidden"])), name="held_pair_hold_known"
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
                            ("withdrawn", "Taken back"),
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
                            ("offer", "A place for someone who is waiting"),
                            ("asked", "Asked by the mentee"),
                        ],
                        default="scenario",
                        max_length=12,
                        verbose_name="origin",
                    ),
                ),
                ("score", models.PositiveSmallIntegerField(default=0, verbose_name="match score")),
                ("reasons", models.JSONField(default=list, verbose_name="reasons")),
                ("created_at", models.DateTimeField(verbose_name="created")),
                ("held_back_at", models.DateTimeField(blank=True, null=True, verbose_name="withheld")),
                ("staged", models.BooleanField(default=False, verbose_name="mentor is asked first")),
                ("proposed_at", models.DateTimeField(blank=True, null=True, verbose_name="proposed")),
                ("mentee_asked_at", models.DateTimeField(blank=True, null=True, verbose_name="mentee asked")),
                ("reply_by", models.DateTimeField(blank=True, null=True, verbose_name="answer until")),
                ("extended_at", models.DateTimeField(blank=True, null=True, verbose_name="given more time")),
                (
                    "mentor_reply",
                    models.CharField(
                        choices=[("none", "No answer"), ("accepted", "Accepted"), ("declined", "Declined")],
                        default="none",
                        max_length=10,
                        verbose_name="mentor’s answer",
                    ),
                ),
                ("mentor_replied_at", models.DateTimeField(blank=True, null=True, verbose_name="mentor answered")),
                (
                    "mentee_reply",
                    models.CharField(
                        choices=[("none", "No answer"), ("accepted", "Accepted"), ("declined", "Declined")],
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
                        to="pool.mentee",
                        verbose_name="mentee",
                    ),
                ),
                (
                    "mentor",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="matches",
                        to="pool.mentor",
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
                                    "withdrawn",
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
                    models.UniqueConstraint(
                        condition=models.Q(
                            ("held_back_at__isnull", True), ("scenario__isnull", True), ("status", "draft")
                        ),
                        fields=("mentee",),
                        name="match_one_offer_for_a_mentee",
                    ),
                    models.CheckConstraint(condition=models.Q(("score__range", (0, 100))), name="match_score_0_to_100"),
                    models.CheckConstraint(
                        condition=models.Q(("origin__in", ["scenario", "hand", "next_choice", "offer", "asked"])),
                        name="match_origin_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("held_back_at__isnull", True), ("status", "draft"), _connector="OR"),
                        name="match_held_back_as_draft",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("mentee_reply", "none"),
                            ("staged", False),
                            ("mentee_asked_at__isnull", False),
                            _connector="OR",
                        ),
                        name="match_mentee_asked_before_reply",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("mentee_asked_at__isnull", True),
                            ("staged", False),
                            models.Q(("mentor_reply", "none"), _negated=True),
                            _connector="OR",
                        ),
                        name="match_mentee_asked_after_mentor",
                    ),
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
            name="MatchingRun",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("finished_at", models.DateTimeField(verbose_name="finished")),
                ("terms", models.JSONField(default=dict, verbose_name="asked for")),
                ("problem", models.BinaryField(verbose_name="problem")),
                ("solution", models.BinaryField(verbose_name="solution")),
                (
                    "mentee_pks",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.BigIntegerField(), default=list, size=None, verbose_name="mentees"
                    ),
                ),
                (
                    "mentor_pks",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.BigIntegerField(), default=list, size=None, verbose_name="mentors"
                    ),
                ),
                ("matched", models.PositiveIntegerField(verbose_name="matched")),
                ("total", models.BigIntegerField(verbose_name="total, in the engine’s units")),
                ("certified", models.BooleanField(verbose_name="proved best")),
                ("rounds", models.PositiveIntegerField(default=0, verbose_name="rounds")),
                ("seconds", models.FloatField(default=0, verbose_name="seconds")),
                ("sha256", models.CharField(max_length=64, verbose_name="SHA-256")),
                (
                    "scenario",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="runs",
                        to="matching.scenario",
                        verbose_name="scenario",
                    ),
                ),
            ],
            options={
                "verbose_name": "matching run",
                "ordering": ["-finished_at", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="MentorRequest",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("open", "Waiting for an answer"),
                            ("accepted", "Yes"),
                            ("declined", "No"),
                            ("expired", "Not answered in time"),
                            ("withdrawn", "Taken back by the mentee"),
                            ("closed", "No longer needed"),
                        ],
                        default="open",
                        max_length=12,
                        verbose_name="status",
                    ),
                ),
                ("slot", models.PositiveSmallIntegerField()),
                ("score", models.PositiveSmallIntegerField(default=0, verbose_name="match score")),
                ("reasons", models.JSONField(default=list, verbose_name="reasons")),
                ("asked_at", models.DateTimeField(verbose_name="asked")),
                ("reply_by", models.DateTimeField(verbose_name="answer until")),
                ("closed_at", models.DateTimeField(blank=True, null=True, verbose_name="closed")),
                (
                    "mentee",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="requests",
                        to="pool.mentee",
                        verbose_name="mentee",
                    ),
                ),
                (
                    "mentor",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="requests",
                        to="pool.mentor",
                        verbose_name="mentor",
                    ),
                ),
            ],
            options={
                "verbose_name": "mentor request",
                "ordering": ["-asked_at", "-pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("status__in", ["open", "accepted", "declined", "expired", "withdrawn", "closed"])
                        ),
                        name="mentor_request_status_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("slot__range", (1, 3))), name="mentor_request_slot_1_to_3"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("score__range", (0, 100))), name="mentor_request_score_0_to_100"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("status", "open")),
                        fields=("mentee", "slot"),
                        name="mentor_request_three_open",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("status", "open")),
                        fields=("mentee", "mentor"),
                        name="mentor_request_once_open",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("closed_at__isnull", True), ("status", "open")),
                            models.Q(models.Q(("status", "open"), _negated=True), ("closed_at__isnull", False)),
                            _connector="OR",
                        ),
                        name="mentor_request_closed_at",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Trial",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(choices=[("play", "Other settings"), ("pair", "One other pair")], max_length=8),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[("queued", "Waiting"), ("ready", "Ready"), ("failed", "Failed")],
                        default="queued",
                        max_length=8,
                    ),
                ),
                ("asked", models.JSONField(default=dict)),
                ("answer", models.JSONField(blank=True, null=True)),
                ("number", models.PositiveIntegerField(default=1)),
                ("asked_at", models.DateTimeField()),
                (
                    "asked_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "scenario",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="trials", to="matching.scenario"
                    ),
                ),
            ],
            options={
                "verbose_name": "trial",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("scenario", "kind", "asked_by"), name="trial_one_of_a_kind_for_a_person"
                    ),
                    models.CheckConstraint(condition=models.Q(("kind__in", ["play", "pair"])), name="trial_kind_known"),
                    models.CheckConstraint(
                        condition=models.Q(("status__in", ["queued", "ready", "failed"])), name="trial_status_known"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Unmatched",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(max_length=40)),
                ("details", models.JSONField(default=dict)),
                (
                    "mentee",
                    models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="pool.mentee"),
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
    ]
    operations = at_once(operations)
