import uuid

import django.contrib.postgres.fields
import django.db.models.deletion
import django.db.models.functions.text
from django.conf import settings
from django.db import migrations, models

import people.models.user
import people.models.work
from people.at_once import at_once


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("auth", "0012_alter_user_first_name_max_length"),
    ]

    operations = [
        migrations.CreateModel(
            name="ColumnMapping",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("headers_key", models.CharField(max_length=64, unique=True, verbose_name="set of headers")),
                ("mapping", models.JSONField(verbose_name="columns")),
                ("date_form", models.CharField(default="iso", max_length=8, verbose_name="dates")),
                ("saved_at", models.DateTimeField(verbose_name="saved")),
            ],
            options={
                "verbose_name": "column mapping",
            },
        ),
        migrations.CreateModel(
            name="Department",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=120, unique=True, verbose_name="name")),
            ],
            options={
                "verbose_name": "department",
                "ordering": ["name"],
            },
        ),
        migrations.CreateModel(
            name="Level",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=80, unique=True, verbose_name="name")),
                ("rank", models.PositiveSmallIntegerField(unique=True, verbose_name="rank")),
            ],
            options={
                "verbose_name": "level",
                "ordering": ["rank"],
            },
        ),
        migrations.CreateModel(
            name="Site",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=120, unique=True, verbose_name="name")),
                (
                    "time_zone",
                    models.CharField(
                        default="UTC",
                        max_length=64,
                        validators=[people.models.work.check_time_zone],
                        verbose_name="time zone",
                    ),
                ),
            ],
            options={
                "verbose_name": "site",
                "ordering": ["name"],
            },
        ),
        migrations.CreateModel(
            name="User",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("password", models.CharField(max_length=128, verbose_name="password")),
                ("last_login", models.DateTimeField(blank=True, null=True, verbose_name="last login")),
                (
                    "is_superuser",
                    models.BooleanField(
                        default=False,
                        help_text="Designates that this user has all permissions without explicitly assigning them.",
                        verbose_name="superuser status",
                    ),
                ),
                (
                    "public_id",
                    models.UUIDField(default=uuid.uuid4, editable=False, unique=True, verbose_name="public id"),
                ),
                ("email", people.models.user.AddressField(max_length=254, unique=True, verbose_name="email address")),
                (
                    "employee_number",
                    models.CharField(blank=True, max_length=40, null=True, unique=True, verbose_name="employee number"),
                ),
                ("name", models.CharField(max_length=200, verbose_name="name")),
                (
                    "known_as",
                    models.CharField(
                        blank=True,
                        help_text="For greetings, if not the first name.",
                        max_length=80,
                        verbose_name="known as",
                    ),
                ),
                ("job_title", models.CharField(blank=True, max_length=160, verbose_name="job title")),
                (
                    "time_zone",
                    models.CharField(
                        blank=True,
                        help_text="Leave empty to use the site’s.",
                        max_length=64,
                        validators=[people.models.work.check_time_zone],
                        verbose_name="time zone",
                    ),
                ),
                (
                    "languages",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=12),
                        blank=True,
                        default=list,
                        help_text="Codes such as en, de, fr.",
                        size=None,
                        verbose_name="languages",
                    ),
                ),
                ("hired_on", models.DateField(blank=True, null=True, verbose_name="hired on")),
                ("left_on", models.DateField(blank=True, null=True, verbose_name="left on")),
                (
                    "is_organization_administrator",
                    models.BooleanField(default=False, verbose_name="organization administrator"),
                ),
                ("is_staff", models.BooleanField(default=False, verbose_name="may open the dashboard")),
                ("is_active", models.BooleanField(default=True, verbose_name="may sign in")),
                ("invited_at", models.DateTimeField(blank=True, null=True, verbose_name="invited at")),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="created at")),
                (
                    "groups",
                    models.ManyToManyField(
                        blank=True,
                        help_text="The groups this user belongs to. A user will get all permissions granted to each of their groups.",
                        related_name="user_set",
                        related_query_name="user",
                        to="auth.group",
                        verbose_name="groups",
                    ),
                ),
                (
                    "supervisor",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="reports",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="supervisor",
                    ),
                ),
                (
                    "user_permissions",
                    models.ManyToManyField(
                        blank=True,
                        help_text="Specific permissions for this user.",
                        related_name="user_set",
                        related_query_name="user",
                        to="auth.permission",
                        verbose_name="user permissions",
                    ),
                ),
                (
                    "department",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="people",
                        to="people.department",
                        verbose_name="department",
                    ),
                ),
                (
                    "level",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="people",
                        to="people.level",
                        verbose_name="level",
                    ),
                ),
                (
                    "site",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="people",
                        to="people.site",
                        verbose_name="site",
                    ),
                ),
            ],
            options={
                "verbose_name": "person",
                "verbose_name_plural": "people",
                "ordering": ["name", "pk"],
            },
        ),
        migrations.CreateModel(
            name="AuditEvent",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField(db_index=True, verbose_name="when")),
                ("action", models.CharField(db_index=True, max_length=80, verbose_name="what")),
                ("object_type", models.CharField(max_length=80, verbose_name="kind of object")),
                ("object_id", models.CharField(max_length=64, verbose_name="object")),
                (
                    "details",
                    models.JSONField(default=dict, help_text="Ids and codes, never content.", verbose_name="details"),
                ),
                (
                    "actor",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="who",
                    ),
                ),
            ],
            options={
                "verbose_name": "audit event",
                "ordering": ["-at", "-pk"],
                "indexes": [models.Index(fields=["object_type", "object_id"], name="audit_by_object")],
            },
        ),
        migrations.CreateModel(
            name="DirectoryImport",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("file_name", models.CharField(max_length=200, verbose_name="file")),
                ("uploaded_at", models.DateTimeField(verbose_name="uploaded")),
                ("content", models.JSONField(blank=True, null=True, verbose_name="content")),
                (
                    "mapping",
                    models.JSONField(
                        default=dict, help_text="Which header is taken as which field.", verbose_name="columns"
                    ),
                ),
                ("date_form", models.CharField(default="iso", max_length=8, verbose_name="dates")),
                (
                    "levels",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=80),
                        default=list,
                        size=None,
                        verbose_name="levels, lowest first",
                    ),
                ),
                ("applied_at", models.DateTimeField(blank=True, null=True, verbose_name="applied")),
                ("created_count", models.PositiveIntegerField(default=0, verbose_name="created")),
                ("changed_count", models.PositiveIntegerField(default=0, verbose_name="changed")),
                ("same_count", models.PositiveIntegerField(default=0, verbose_name="left alone")),
                ("refused_count", models.PositiveIntegerField(default=0, verbose_name="refused")),
                (
                    "uploaded_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="by",
                    ),
                ),
            ],
            options={
                "verbose_name": "directory import",
                "ordering": ["-uploaded_at"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("applied_at__isnull", True), ("content__isnull", True), _connector="OR"),
                        name="import_applied_keeps_no_content",
                    )
                ],
            },
        ),
        migrations.AddConstraint(
            model_name="user",
            constraint=models.UniqueConstraint(
                django.db.models.functions.text.Lower("email"),
                name="person_email_once",
                violation_error_message="Somebody with this address is in the directory already.",
            ),
        ),
        migrations.AddConstraint(
            model_name="user",
            constraint=models.CheckConstraint(
                condition=models.Q(("email", ""), _negated=True), name="person_has_email"
            ),
        ),
        migrations.AddConstraint(
            model_name="user",
            constraint=models.CheckConstraint(
                condition=models.Q(("supervisor", models.F("id")), _negated=True), name="person_not_own_supervisor"
            ),
        ),
        migrations.AddConstraint(
            model_name="user",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("left_on__isnull", True),
                    ("hired_on__isnull", True),
                    ("left_on__gte", models.F("hired_on")),
                    _connector="OR",
                ),
                name="person_leaves_after_hiring",
            ),
        ),
    ]
    operations = at_once(operations)
