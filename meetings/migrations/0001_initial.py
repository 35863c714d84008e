"""Appointments, meetings, notes, progress, and what is written to pairs."""

import django.contrib.postgres.constraints
import django.contrib.postgres.fields.ranges
import django.db.models.deletion
from django.conf import settings
from django.contrib.postgres.operations import BtreeGistExtension
from django.db import migrations, models

import meetings.models.appointment
import people.models.work
import web.fields.texts
from people.database.at_once import at_once


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("agreements", "0001_initial"),
        ("matching", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        BtreeGistExtension(),
        migrations.CreateModel(
            name="Appointment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "uid",
                    models.CharField(
                        default=meetings.models.appointment.new_uid,
                        max_length=320,
                        unique=True,
                        verbose_name="calendar id",
                    ),
                ),
                ("sequence", models.PositiveIntegerField(default=0, verbose_name="sequence")),
                ("stamped_at", models.DateTimeField(verbose_name="last changed")),
                (
                    "weekday",
                    models.PositiveSmallIntegerField(
                        choices=[
                            (0, "Monday"),
                            (1, "Tuesday"),
                            (2, "Wednesday"),
                            (3, "Thursday"),
                            (4, "Friday"),
                            (5, "Saturday"),
                            (6, "Sunday"),
                        ],
                        verbose_name="day",
                    ),
                ),
                ("starts_at", models.TimeField(verbose_name="time")),
                (
                    "time_zone",
                    models.CharField(
                        max_length=64, validators=[people.models.work.check_time_zone], verbose_name="time zone"
                    ),
                ),
                ("minutes", models.PositiveSmallIntegerField(verbose_name="minutes")),
                (
                    "rhythm",
                    models.CharField(
                        choices=[
                            ("weekly", "every week"),
                            ("fortnightly", "every two weeks"),
                            ("monthly", "every four weeks"),
                            ("onboarding", "in weeks 1, 2, 3, 4, 6, 8, 10 and 12"),
                        ],
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
                ("starts_on", models.DateField(verbose_name="from")),
                ("until_on", models.DateField(verbose_name="until")),
                ("created_at", models.DateTimeField(verbose_name="created")),
                ("ended_at", models.DateTimeField(blank=True, null=True, verbose_name="ended")),
                (
                    "match",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="appointments",
                        to="matching.match",
                        verbose_name="match",
                    ),
                ),
                (
                    "version",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="appointment",
                        to="agreements.agreementversion",
                        verbose_name="agreement",
                    ),
                ),
            ],
            options={
                "verbose_name": "standing appointment",
                "ordering": ["match", "-created_at"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("ended_at__isnull", True)),
                        fields=("match",),
                        name="appointment_one_for_a_match",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("until_on__gte", models.F("starts_on"))),
                        name="appointment_ends_after_start",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("rhythm__in", ["weekly", "fortnightly", "monthly", "onboarding"])),
                        name="appointment_rhythm_known",
                    ),
                    models.CheckConstraint(condition=models.Q(("minutes__gt", 0)), name="appointment_lasts"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Meeting",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveSmallIntegerField(verbose_name="number")),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("planned", "Planned"),
                            ("unplaced", "Needs another time"),
                            ("held", "Took place"),
                            ("missed", "Did not take place"),
                            ("cancelled", "Cancelled"),
                            ("unrecorded", "Not recorded"),
                        ],
                        default="planned",
                        max_length=12,
                        verbose_name="status",
                    ),
                ),
                ("original_on", models.DateField(blank=True, null=True, verbose_name="day in the series")),
                ("local_date", models.DateField(verbose_name="day")),
                ("local_time", models.TimeField(verbose_name="time")),
                (
                    "time_zone",
                    models.CharField(
                        max_length=64, validators=[people.models.work.check_time_zone], verbose_name="time zone"
                    ),
                ),
                ("minutes", models.PositiveSmallIntegerField(verbose_name="minutes")),
                ("starts_at", models.DateTimeField(db_index=True, verbose_name="starts")),
                ("ends_at", models.DateTimeField(verbose_name="ends")),
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
                ("agenda", web.fields.texts.Prose(blank=True, max_length=4000, verbose_name="agenda")),
                (
                    "uid",
                    models.CharField(
                        default=meetings.models.appointment.new_uid, max_length=320, verbose_name="calendar id"
                    ),
                ),
                ("sequence", models.PositiveIntegerField(default=0, verbose_name="sequence")),
                ("stamped_at", models.DateTimeField(verbose_name="last changed")),
                ("recorded_at", models.DateTimeField(blank=True, null=True, verbose_name="recorded")),
                (
                    "held_minutes",
                    models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="length in minutes"),
                ),
                (
                    "appointment",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="meetings",
                        to="meetings.appointment",
                        verbose_name="standing appointment",
                    ),
                ),
                (
                    "match",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="meetings",
                        to="matching.match",
                        verbose_name="match",
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="recorded by",
                    ),
                ),
            ],
            options={
                "verbose_name": "meeting",
                "ordering": ["starts_at", "pk"],
                "indexes": [models.Index(fields=["match", "starts_at"], name="meeting_of_match")],
                "constraints": [
                    models.UniqueConstraint(fields=("match", "number"), name="meeting_number_once"),
                    models.UniqueConstraint(
                        fields=("appointment", "original_on"), name="meeting_one_a_day_of_the_series"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("status__in", ["planned", "unplaced", "held", "missed", "cancelled", "unrecorded"])
                        ),
                        name="meeting_status_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("ends_at__gt", models.F("starts_at"))), name="meeting_ends_after_start"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("recorded_at__isnull", True), ("recorded_by__isnull", True)),
                            models.Q(("recorded_at__isnull", False), ("recorded_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="meeting_recorded_at_and_by",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("status__in", ["held", "missed"]), _negated=True),
                            ("recorded_at__isnull", False),
                            _connector="OR",
                        ),
                        name="meeting_recorded_when_over",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("held_minutes__isnull", True), ("status", "held"), _connector="OR"),
                        name="meeting_length_when_held",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Attendance",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("during", django.contrib.postgres.fields.ranges.DateTimeRangeField()),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="attendances",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "meeting",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="attendances", to="meetings.meeting"
                    ),
                ),
            ],
            options={
                "verbose_name": "attendance",
                "constraints": [
                    models.UniqueConstraint(fields=("meeting", "user"), name="attendance_once"),
                    django.contrib.postgres.constraints.ExclusionConstraint(
                        expressions=[("user", "="), ("during", "&&")], name="attendance_no_overlap"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="GoalProgress",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("not_started", "Not started"),
                            ("under_way", "Under way"),
                            ("reached", "Reached"),
                            ("dropped", "Dropped"),
                        ],
                        max_length=12,
                        verbose_name="progress",
                    ),
                ),
                ("note", models.CharField(blank=True, max_length=300, verbose_name="what happened")),
                ("at", models.DateTimeField(verbose_name="when")),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="who",
                    ),
                ),
                (
                    "goal",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="progress",
                        to="agreements.learninggoal",
                    ),
                ),
            ],
            options={
                "verbose_name": "progress on a goal",
                "ordering": ["-at", "-pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["not_started", "under_way", "reached", "dropped"])),
                        name="progress_known",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="PairLetter",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("text", web.fields.texts.Prose(blank=True, max_length=2000, verbose_name="text")),
                ("written_at", models.DateTimeField(verbose_name="written")),
                (
                    "kind",
                    models.CharField(
                        choices=[("word", "Message"), ("help", "Offer of help")],
                        default="word",
                        max_length=8,
                        verbose_name="kind",
                    ),
                ),
                ("to_mentor", models.BooleanField(verbose_name="to the mentor")),
                ("to_mentee", models.BooleanField(verbose_name="to the mentee")),
                (
                    "author",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="%(class)ss",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="written by",
                    ),
                ),
                (
                    "match",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="%(class)ss",
                        to="matching.match",
                        verbose_name="match",
                    ),
                ),
            ],
            options={
                "verbose_name": "letter to a pair",
                "verbose_name_plural": "letters to pairs",
                "ordering": ["-written_at", "-pk"],
                "abstract": False,
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["word", "help"])), name="pair_letter_kind_known"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("to_mentor", True), ("to_mentee", True), _connector="OR"),
                        name="pair_letter_goes_to_someone",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("kind", "help"), models.Q(("text", ""), _negated=True), _connector="OR"),
                        name="pair_letter_says_something",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PairNote",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("text", web.fields.texts.Prose(blank=True, max_length=2000, verbose_name="text")),
                ("written_at", models.DateTimeField(verbose_name="written")),
                (
                    "author",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="%(class)ss",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="written by",
                    ),
                ),
                (
                    "match",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="%(class)ss",
                        to="matching.match",
                        verbose_name="match",
                    ),
                ),
            ],
            options={
                "verbose_name": "note about a pair",
                "verbose_name_plural": "notes about pairs",
                "ordering": ["-written_at", "-pk"],
                "abstract": False,
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("text", ""), _negated=True), name="pair_note_says_something"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="PrivateNote",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("sealed", models.BinaryField()),
                ("edited_at", models.DateTimeField(verbose_name="edited")),
                (
                    "meeting",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="notes", to="meetings.meeting"
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="private_notes",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "private note",
                "constraints": [models.UniqueConstraint(fields=("meeting", "owner"), name="note_one_a_person")],
            },
        ),
        migrations.CreateModel(
            name="Pair",
            fields=[],
            options={
                "verbose_name": "pair",
                "verbose_name_plural": "pairs",
                "ordering": ["cohort", "mentee__user__name", "pk"],
                "proxy": True,
                "indexes": [],
                "constraints": [],
            },
            bases=("matching.match",),
        ),
    ]
    operations = at_once(operations)
