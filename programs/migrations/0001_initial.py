"""Programs, cohorts, committees, guidelines, trainings and resources."""

import django.core.validators
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import web.fields.texts
from people.database.at_once import at_once


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("people", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Program",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=120, unique=True, verbose_name="name")),
                ("slug", models.SlugField(max_length=80, unique=True, verbose_name="address")),
                (
                    "format",
                    models.CharField(
                        choices=[
                            ("peer", "Peer mentoring"),
                            ("reverse", "Reverse mentoring"),
                            ("onboarding", "Onboarding mentoring"),
                        ],
                        default="peer",
                        max_length=12,
                        verbose_name="format",
                    ),
                ),
                (
                    "purpose",
                    web.fields.texts.Prose(
                        help_text="Why the program exists, in words that everyone will read.",
                        max_length=2000,
                        verbose_name="purpose",
                    ),
                ),
                (
                    "business_reason",
                    web.fields.texts.Prose(max_length=2000, verbose_name="what it means for the business"),
                ),
                (
                    "employee_reason",
                    web.fields.texts.Prose(max_length=2000, verbose_name="what it means for the employee"),
                ),
                ("opened_at", models.DateTimeField(blank=True, null=True, verbose_name="opened")),
                ("closed_at", models.DateTimeField(blank=True, null=True, verbose_name="closed")),
                ("created_at", models.DateTimeField(verbose_name="created")),
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
                "verbose_name": "program",
                "ordering": ["name"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("format__in", ["peer", "reverse", "onboarding"])),
                        name="program_format_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("closed_at__isnull", True), ("opened_at__isnull", False), _connector="OR"),
                        name="program_opens_before_closing",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Membership",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("mark_number", models.PositiveIntegerField(default=0, editable=False)),
                ("mark_key", models.CharField(blank=True, editable=False, max_length=24)),
                ("mark", models.CharField(blank=True, editable=False, max_length=64)),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("coordinator", "Program coordinator"),
                            ("facilitator", "Facilitator"),
                            ("committee", "Committee member"),
                        ],
                        max_length=16,
                        verbose_name="role",
                    ),
                ),
                ("added_at", models.DateTimeField(verbose_name="added")),
                ("ended_at", models.DateTimeField(blank=True, null=True, verbose_name="ended")),
                ("confirmed_at", models.DateTimeField(blank=True, null=True, verbose_name="confirmed")),
                (
                    "added_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="added by",
                    ),
                ),
                (
                    "confirmed_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="confirmed by",
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
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="memberships",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="person",
                    ),
                ),
                (
                    "program",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="memberships",
                        to="programs.program",
                        verbose_name="program",
                    ),
                ),
            ],
            options={
                "verbose_name": "role in a program",
                "verbose_name_plural": "roles in programs",
                "ordering": ["program", "role", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("ended_at__isnull", True)),
                        fields=("program", "user", "role"),
                        name="membership_role_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("role__in", ["coordinator", "facilitator", "committee"])),
                        name="membership_role_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("ended_at__isnull", True), ("ended_by__isnull", True)),
                            models.Q(("ended_at__isnull", False), ("ended_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="membership_ended_at_and_by",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("confirmed_at__isnull", True), ("confirmed_by__isnull", True)),
                            models.Q(("confirmed_at__isnull", False), ("confirmed_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="membership_confirmed_at_and_by",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Guidelines",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "mentee_entry",
                    models.CharField(
                        choices=[
                            ("open", "Open: people apply"),
                            ("nominated", "By nomination of their supervisor"),
                            ("both", "Open, and by nomination"),
                        ],
                        default="open",
                        max_length=12,
                        verbose_name="how mentees join",
                    ),
                ),
                (
                    "mentee_who",
                    web.fields.texts.Prose(
                        blank=True,
                        help_text="In words that everyone reads. The rules below are checked against the directory.",
                        max_length=4000,
                        verbose_name="who may be a mentee",
                    ),
                ),
                (
                    "mentee_min_tenure_months",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        help_text="Leave empty for no limit.",
                        null=True,
                        verbose_name="mentees: minimum time here, in months",
                    ),
                ),
                (
                    "mentee_max_tenure_months",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        help_text="For new hires, for example 3. Leave empty for no limit.",
                        null=True,
                        verbose_name="mentees: maximum time here, in months",
                    ),
                ),
                (
                    "mentor_entry",
                    models.CharField(
                        choices=[
                            ("open", "Open: people apply"),
                            ("nominated", "By nomination of their supervisor"),
                            ("both", "Open, and by nomination"),
                        ],
                        default="both",
                        max_length=12,
                        verbose_name="how mentors join",
                    ),
                ),
                (
                    "mentor_qualities",
                    web.fields.texts.Prose(
                        blank=True,
                        help_text="What people read before they apply. A line that begins with “- ” becomes a bullet "
                        "point.",
                        max_length=4000,
                        verbose_name="qualities looked for in a mentor",
                    ),
                ),
                (
                    "mentor_min_tenure_months",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        help_text="Leave empty for no limit.",
                        null=True,
                        verbose_name="mentors: minimum time here, in months",
                    ),
                ),
                (
                    "mentee_say",
                    models.CharField(
                        choices=[
                            ("ranked", "Preference match: they rank the mentors they would like"),
                            ("self", "Self-match: they choose among suggestions and ask the mentor themselves"),
                            ("none", "Coordinator match: the coordinator proposes, and they may decline"),
                        ],
                        default="ranked",
                        help_text="Whatever you choose, both people may decline a match without giving a reason.",
                        max_length=12,
                        verbose_name="how much say mentees have in who their mentor is",
                    ),
                ),
                (
                    "preferences_max",
                    models.PositiveSmallIntegerField(
                        default=5,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(10),
                        ],
                        verbose_name="how many mentors a mentee may rank",
                    ),
                ),
                (
                    "offers_at_once",
                    models.BooleanField(
                        default=False,
                        help_text="For newcomers of a cohort that is always on, and for the waiting list. Without this, the coordinator looks at each pair before anyone is asked.",
                        verbose_name="people who are waiting are asked at once when a suitable place opens up",
                    ),
                ),
                ("version", models.PositiveSmallIntegerField(verbose_name="version")),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("draft", "Draft"),
                            ("in_review", "With the committee"),
                            ("approved", "Approved"),
                            ("returned", "Changes asked for"),
                            ("superseded", "Replaced by a later version"),
                        ],
                        default="draft",
                        max_length=12,
                        verbose_name="status",
                    ),
                ),
                (
                    "approvals_needed",
                    models.PositiveSmallIntegerField(
                        default=2,
                        help_text="How many committee members must approve before this version is in force.",
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(20),
                        ],
                        verbose_name="approvals needed",
                    ),
                ),
                (
                    "length_months",
                    models.PositiveSmallIntegerField(
                        default=6,
                        help_text="Four to six months is common. Pairs can ask for longer later.",
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(24),
                        ],
                        verbose_name="length of a relationship, in months",
                    ),
                ),
                (
                    "frequency",
                    models.CharField(
                        choices=[
                            ("weekly", "every week"),
                            ("fortnightly", "every two weeks"),
                            ("monthly", "every four weeks"),
                            ("onboarding", "in weeks 1, 2, 3, 4, 6, 8, 10 and 12"),
                        ],
                        default="weekly",
                        help_text="Pairs agree on the day and the hour themselves.",
                        max_length=12,
                        verbose_name="how often pairs meet",
                    ),
                ),
                (
                    "meeting_minutes",
                    models.PositiveSmallIntegerField(
                        choices=[(30, "30"), (45, "45"), (60, "60")],
                        default=60,
                        verbose_name="length of a meeting, in minutes",
                    ),
                ),
                (
                    "rhythm_text",
                    web.fields.texts.Prose(
                        blank=True,
                        help_text="Anything a number cannot say, for example: three meetings or three months, whichever comes first.",
                        max_length=4000,
                        verbose_name="more about length and meetings",
                    ),
                ),
                (
                    "training_required",
                    models.BooleanField(
                        default=False,
                        help_text="Mentors are matched only after they have done every training of the program.",
                        verbose_name="training is required before matching",
                    ),
                ),
                (
                    "training_text",
                    web.fields.texts.Prose(
                        blank=True,
                        help_text="What the training covers and when it happens.",
                        max_length=4000,
                        verbose_name="training of mentors",
                    ),
                ),
                (
                    "mentor_support",
                    web.fields.texts.Prose(
                        blank=True,
                        help_text="Who supports mentors along the way, how often they meet, and what they can read.",
                        max_length=4000,
                        verbose_name="support of mentors",
                    ),
                ),
                (
                    "evaluation_text",
                    web.fields.texts.Prose(
                        blank=True,
                        help_text="How and when you find out whether the program works.",
                        max_length=4000,
                        verbose_name="evaluation after mentoring",
                    ),
                ),
                (
                    "ground_rules",
                    web.fields.texts.Prose(
                        blank=True,
                        help_text="Respect, confidentiality, no recording, openness in both directions. They are "
                        "part of every agreement.",
                        max_length=4000,
                        verbose_name="ground rules",
                    ),
                ),
                (
                    "mentor_duties",
                    web.fields.texts.Prose(
                        blank=True,
                        help_text="One point per line. Pairs can change the wording.",
                        max_length=4000,
                        verbose_name="what mentors do",
                    ),
                ),
                (
                    "mentee_duties",
                    web.fields.texts.Prose(
                        blank=True,
                        help_text="One point per line. Pairs can change the wording.",
                        max_length=4000,
                        verbose_name="what mentees do",
                    ),
                ),
                (
                    "expectations",
                    web.fields.texts.Prose(
                        blank=True,
                        help_text="One point per line. Pairs can change the wording.",
                        max_length=4000,
                        verbose_name="what each can expect",
                    ),
                ),
                (
                    "fixed_clauses",
                    web.fields.texts.Prose(
                        blank=True,
                        help_text="One per line. Pairs read them and cannot change them.",
                        max_length=4000,
                        verbose_name="clauses in every agreement",
                    ),
                ),
                (
                    "optional_clauses",
                    web.fields.texts.Prose(
                        blank=True,
                        help_text="One per line. Each pair ticks the ones it wants.",
                        max_length=4000,
                        verbose_name="clauses to choose from",
                    ),
                ),
                (
                    "signing_order",
                    models.CharField(
                        choices=[
                            ("pair_first", "Mentee and mentor first, then both supervisors"),
                            ("one_by_one", "One after the other: mentee, mentor, then their supervisors"),
                            ("together", "All at the same time"),
                        ],
                        default="pair_first",
                        max_length=12,
                        verbose_name="who signs when",
                    ),
                ),
                (
                    "what_mentoring_is",
                    web.fields.texts.Prose(
                        blank=True,
                        help_text="Everyone taking part ticks this before a match.",
                        max_length=4000,
                        verbose_name="what mentoring is",
                    ),
                ),
                (
                    "what_mentoring_is_not",
                    web.fields.texts.Prose(
                        blank=True,
                        help_text="Everyone ticks this too: no coaching, no counselling, no performance review.",
                        max_length=4000,
                        verbose_name="what mentoring is not",
                    ),
                ),
                (
                    "limits_of_role",
                    web.fields.texts.Prose(
                        blank=True,
                        help_text="What a mentor is not responsible for.",
                        max_length=4000,
                        verbose_name="limits of the mentor’s responsibility",
                    ),
                ),
                (
                    "professional_help",
                    web.fields.texts.Prose(
                        blank=True,
                        help_text="Who to turn to when mentoring is not enough. Names and numbers belong to the support contacts.",
                        max_length=4000,
                        verbose_name="the organisation’s own professional help",
                    ),
                ),
                (
                    "round",
                    models.PositiveSmallIntegerField(
                        default=0,
                        help_text="How many times the version was sent to the committee.",
                        verbose_name="times sent",
                    ),
                ),
                ("created_at", models.DateTimeField(verbose_name="created")),
                ("sent_at", models.DateTimeField(blank=True, null=True, verbose_name="sent to the committee")),
                ("approved_at", models.DateTimeField(blank=True, null=True, verbose_name="approved")),
                (
                    "created_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="written by",
                    ),
                ),
                (
                    "mentee_departments",
                    models.ManyToManyField(
                        blank=True,
                        help_text="Choose none to allow all.",
                        related_name="+",
                        to="people.department",
                        verbose_name="mentees: departments",
                    ),
                ),
                (
                    "mentee_levels",
                    models.ManyToManyField(
                        blank=True,
                        help_text="Choose none to allow all.",
                        related_name="+",
                        to="people.level",
                        verbose_name="mentees: levels",
                    ),
                ),
                (
                    "mentee_sites",
                    models.ManyToManyField(
                        blank=True,
                        help_text="Choose none to allow all.",
                        related_name="+",
                        to="people.site",
                        verbose_name="mentees: sites",
                    ),
                ),
                (
                    "mentor_departments",
                    models.ManyToManyField(
                        blank=True,
                        help_text="Choose none to allow all.",
                        related_name="+",
                        to="people.department",
                        verbose_name="mentors: departments",
                    ),
                ),
                (
                    "mentor_levels",
                    models.ManyToManyField(
                        blank=True,
                        help_text="Choose none to allow all.",
                        related_name="+",
                        to="people.level",
                        verbose_name="mentors: levels",
                    ),
                ),
                (
                    "mentor_sites",
                    models.ManyToManyField(
                        blank=True,
                        help_text="Choose none to allow all.",
                        related_name="+",
                        to="people.site",
                        verbose_name="mentors: sites",
                    ),
                ),
                (
                    "program",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="guidelines",
                        to="programs.program",
                        verbose_name="program",
                    ),
                ),
            ],
            options={
                "verbose_name": "guidelines",
                "verbose_name_plural": "guidelines",
                "ordering": ["program", "-version"],
                "constraints": [
                    models.UniqueConstraint(fields=("program", "version"), name="guidelines_version_once"),
                    models.UniqueConstraint(
                        condition=models.Q(("status", "approved")), fields=("program",), name="guidelines_one_approved"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("status__in", ["draft", "in_review", "returned"])),
                        fields=("program",),
                        name="guidelines_one_open",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("status__in", ["draft", "in_review", "approved", "returned", "superseded"])
                        ),
                        name="guidelines_status_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("status__in", ["approved", "superseded"]), _negated=True),
                            ("approved_at__isnull", False),
                            _connector="OR",
                        ),
                        name="guidelines_approved_has_time",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("frequency__in", ["weekly", "fortnightly", "monthly", "onboarding"])),
                        name="guidelines_frequency_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("mentee_entry__in", ["open", "nominated", "both"]),
                            ("mentor_entry__in", ["open", "nominated", "both"]),
                        ),
                        name="guidelines_entry_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("mentee_say__in", ["ranked", "self", "none"])), name="guidelines_say_known"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("signing_order__in", ["pair_first", "one_by_one", "together"])),
                        name="guidelines_signing_order_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("mentee_min_tenure_months__isnull", True),
                            ("mentee_max_tenure_months__isnull", True),
                            ("mentee_min_tenure_months__lte", models.F("mentee_max_tenure_months")),
                            _connector="OR",
                        ),
                        name="guidelines_tenure_possible",
                        violation_error_message="The minimum time in the company cannot exceed the maximum. Change "
                        "one of the two numbers of months.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Goal",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("statement", models.CharField(max_length=240, verbose_name="goal")),
                ("kpi", models.CharField(help_text="What is measured, and how.", max_length=160, verbose_name="KPI")),
                ("unit", models.CharField(blank=True, default="%", max_length=24, verbose_name="unit")),
                ("baseline", models.DecimalField(decimal_places=2, max_digits=10, verbose_name="baseline")),
                ("target", models.DecimalField(decimal_places=2, max_digits=10, verbose_name="target")),
                ("due_on", models.DateField(verbose_name="by")),
                (
                    "program",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="goals",
                        to="programs.program",
                        verbose_name="program",
                    ),
                ),
            ],
            options={
                "verbose_name": "program goal",
                "ordering": ["due_on", "pk"],
            },
        ),
        migrations.CreateModel(
            name="Cohort",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(help_text="For example: Spring 2027.", max_length=120, verbose_name="name")),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("planned", "Planned"),
                            ("enrolling", "Enrolment open"),
                            ("matching", "Matching"),
                            ("running", "Running"),
                            ("closed", "Closed"),
                        ],
                        default="planned",
                        max_length=12,
                        verbose_name="status",
                    ),
                ),
                (
                    "always_on",
                    models.BooleanField(
                        default=False,
                        help_text="People join at any time; no fixed start or end, as in onboarding.",
                        verbose_name="always on",
                    ),
                ),
                (
                    "enrol_until",
                    models.DateField(
                        blank=True,
                        help_text="The last day on which people can sign up.",
                        null=True,
                        verbose_name="enrolment until",
                    ),
                ),
                ("starts_on", models.DateField(blank=True, null=True, verbose_name="relationships start")),
                ("ends_on", models.DateField(blank=True, null=True, verbose_name="relationships end")),
                ("opened_at", models.DateTimeField(blank=True, null=True, verbose_name="opened")),
                ("closed_at", models.DateTimeField(blank=True, null=True, verbose_name="closed")),
                (
                    "opened_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="opened by",
                    ),
                ),
                (
                    "guidelines",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="cohorts",
                        to="programs.guidelines",
                        verbose_name="guidelines in force",
                    ),
                ),
                (
                    "program",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="cohorts",
                        to="programs.program",
                        verbose_name="program",
                    ),
                ),
            ],
            options={
                "verbose_name": "cohort",
                "ordering": ["program", "-starts_on", "-pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("program", "name"),
                        name="cohort_name_once",
                        violation_error_code="taken",
                        violation_error_message="The program already has a cohort with this name. Choose another name.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("status__in", ["planned", "enrolling", "matching", "running", "closed"])),
                        name="cohort_status_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("status", "planned"),
                            models.Q(
                                ("guidelines__isnull", False),
                                ("opened_at__isnull", False),
                                ("opened_by__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="cohort_open_on_guidelines",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("always_on", True), ("starts_on__isnull", False), _connector="OR"),
                        name="cohort_has_start",
                        violation_error_message="Say on which day relationships start, or make the cohort always on.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ends_on__isnull", True), ("ends_on__gt", models.F("starts_on")), _connector="OR"
                        ),
                        name="cohort_ends_after_start",
                        violation_error_message="The day on which relationships end must be after the day on which they start.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Resource",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=160, verbose_name="name")),
                ("about", web.fields.texts.Prose(blank=True, max_length=2000, verbose_name="about")),
                ("url", models.URLField(blank=True, verbose_name="address")),
                (
                    "audience",
                    models.CharField(
                        choices=[("mentor", "Mentors"), ("mentee", "Mentees"), ("both", "Both")],
                        default="both",
                        max_length=8,
                        verbose_name="for",
                    ),
                ),
                (
                    "program",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="%(class)ss",
                        to="programs.program",
                        verbose_name="program",
                    ),
                ),
            ],
            options={
                "verbose_name": "resource",
                "ordering": ["name"],
            },
        ),
        migrations.CreateModel(
            name="SupportContact",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=160, verbose_name="name")),
                ("what_for", models.CharField(max_length=240, verbose_name="what for")),
                ("email", models.EmailField(blank=True, max_length=254, verbose_name="email address")),
                ("phone", models.CharField(blank=True, max_length=40, verbose_name="phone")),
                ("url", models.URLField(blank=True, verbose_name="web address")),
                ("rank", models.PositiveSmallIntegerField(default=10, verbose_name="order")),
            ],
            options={
                "verbose_name": "support contact",
                "ordering": ["rank", "name"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("email", ""), ("phone", ""), ("url", ""), _negated=True),
                        name="support_contact_is_reachable",
                        violation_error_message="Add an email address, a phone number or a web address, so that people can reach this contact.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Training",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=160, verbose_name="name")),
                ("about", web.fields.texts.Prose(blank=True, max_length=2000, verbose_name="what it teaches")),
                ("minutes", models.PositiveSmallIntegerField(default=60, verbose_name="minutes")),
                ("url", models.URLField(blank=True, verbose_name="address")),
                (
                    "program",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="%(class)ss",
                        to="programs.program",
                        verbose_name="program",
                    ),
                ),
            ],
            options={
                "verbose_name": "training",
                "ordering": ["name"],
            },
        ),
        migrations.CreateModel(
            name="TrainingCompletion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("completed_at", models.DateTimeField(verbose_name="completed")),
                (
                    "recorded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="recorded by",
                    ),
                ),
                (
                    "training",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="completions",
                        to="programs.training",
                        verbose_name="training",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="trainings_done",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="person",
                    ),
                ),
            ],
            options={
                "verbose_name": "completed training",
                "constraints": [models.UniqueConstraint(fields=("training", "user"), name="training_done_once")],
            },
        ),
        migrations.CreateModel(
            name="Approval",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "decision",
                    models.CharField(
                        choices=[("asked", "Asked"), ("approved", "Approved"), ("returned", "Asked for changes")],
                        default="asked",
                        max_length=12,
                        verbose_name="decision",
                    ),
                ),
                ("remarks", web.fields.texts.Prose(blank=True, max_length=4000, verbose_name="remarks")),
                (
                    "round",
                    models.PositiveSmallIntegerField(
                        default=1, help_text="How many times the version was sent.", verbose_name="round"
                    ),
                ),
                ("asked_at", models.DateTimeField(verbose_name="asked")),
                ("decided_at", models.DateTimeField(blank=True, null=True, verbose_name="decided")),
                (
                    "member",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="approvals",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="committee member",
                    ),
                ),
                (
                    "guidelines",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="approvals",
                        to="programs.guidelines",
                        verbose_name="guidelines",
                    ),
                ),
            ],
            options={
                "verbose_name": "approval",
                "ordering": ["guidelines", "round", "pk"],
                "constraints": [
                    models.UniqueConstraint(fields=("guidelines", "member", "round"), name="approval_once"),
                    models.CheckConstraint(
                        condition=models.Q(("decision__in", ["asked", "approved", "returned"])),
                        name="approval_decision_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("decided_at__isnull", True), ("decision", "asked")),
                            models.Q(models.Q(("decision", "asked"), _negated=True), ("decided_at__isnull", False)),
                            _connector="OR",
                        ),
                        name="approval_decided_has_time",
                    ),
                ],
            },
        ),
    ]
    operations = at_once(operations)
