"""People, their offices, the directory, addresses, identities, and the audit trail."""

import uuid

import django.contrib.postgres.fields
import django.db.models.deletion
import django.db.models.functions.text
from django.conf import settings
from django.db import migrations, models

import people.models.user
import people.models.work
from people.database.at_once import at_once


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("auth", "0012_alter_user_first_name_max_length"),
    ]

    operations = [
        migrations.CreateModel(
            name="AuditStrand",
            fields=[
                ("number", models.PositiveSmallIntegerField(primary_key=True, serialize=False)),
                ("entries", models.PositiveBigIntegerField(default=0)),
                ("last_mac", models.CharField(blank=True, max_length=64)),
                ("key", models.CharField(blank=True, max_length=24)),
                ("mac", models.CharField(blank=True, max_length=64)),
            ],
            options={
                "verbose_name": "strand of the audit trail",
                "ordering": ["number"],
            },
        ),
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
                ("mark_number", models.PositiveIntegerField(default=0, editable=False)),
                ("mark_key", models.CharField(blank=True, editable=False, max_length=24)),
                ("mark", models.CharField(blank=True, editable=False, max_length=64)),
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
                    models.BooleanField(default=False, verbose_name="organisation administrator"),
                ),
                ("is_staff", models.BooleanField(default=False, verbose_name="may open the desk")),
                ("is_active", models.BooleanField(default=True, verbose_name="may sign in")),
                ("invited_at", models.DateTimeField(blank=True, null=True, verbose_name="invited at")),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="created at")),
                (
                    "administrator_since",
                    models.DateTimeField(blank=True, editable=False, null=True, verbose_name="administrator since"),
                ),
                (
                    "administrator_confirmed_at",
                    models.DateTimeField(
                        blank=True, editable=False, null=True, verbose_name="administrator’s role last confirmed"
                    ),
                ),
                ("session_round", models.PositiveIntegerField(default=0, editable=False)),
                (
                    "administrator_confirmed_by",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="confirmed by",
                    ),
                ),
                (
                    "appointed_by",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="appointed by",
                    ),
                ),
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
                "constraints": [
                    models.UniqueConstraint(
                        django.db.models.functions.text.Lower("email"),
                        name="person_email_once",
                        violation_error_message="Someone with this address is already in the directory.",
                    ),
                    models.CheckConstraint(condition=models.Q(("email", ""), _negated=True), name="person_has_email"),
                    models.CheckConstraint(
                        condition=models.Q(("supervisor", models.F("id")), _negated=True),
                        name="person_not_own_supervisor",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("left_on__isnull", True),
                            ("hired_on__isnull", True),
                            ("left_on__gte", models.F("hired_on")),
                            _connector="OR",
                        ),
                        name="person_leaves_after_hiring",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("administrator_confirmed_at__isnull", True),
                                ("administrator_confirmed_by__isnull", True),
                            ),
                            models.Q(
                                ("administrator_confirmed_at__isnull", False),
                                ("administrator_confirmed_by__isnull", False),
                                models.Q(("administrator_confirmed_by", models.F("id")), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="administrator_confirmed_by_someone_else",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="AddressChange",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("mark_number", models.PositiveIntegerField(default=0, editable=False)),
                ("mark_key", models.CharField(blank=True, editable=False, max_length=24)),
                ("mark", models.CharField(blank=True, editable=False, max_length=64)),
                ("decided_at", models.DateTimeField(blank=True, null=True, verbose_name="decided")),
                ("old", people.models.user.AddressField(max_length=254, verbose_name="earlier address")),
                ("new", people.models.user.AddressField(max_length=254, verbose_name="new address")),
                ("asked_at", models.DateTimeField(verbose_name="asked for")),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("waiting", "Waiting to be confirmed"),
                            ("confirmed", "Confirmed"),
                            ("stopped", "Stopped by the person"),
                            ("withdrawn", "Withdrawn"),
                            ("replaced", "Replaced by a later change"),
                        ],
                        default="waiting",
                        editable=False,
                        max_length=12,
                        verbose_name="status",
                    ),
                ),
                (
                    "confirmation",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("old_address", "The person, at the earlier address"),
                            ("second_factor", "The person, with their second step"),
                            ("administrator", "Another administrator"),
                            ("operator", "The operator of the installation"),
                            ("new_row", "Not needed: its author had just added the row, and nobody had used it"),
                            ("released", "Not needed: the person has left, and their address is free again"),
                        ],
                        max_length=16,
                        verbose_name="confirmed by",
                    ),
                ),
                (
                    "link_digests",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=64), blank=True, default=list, editable=False, size=None
                    ),
                ),
                (
                    "asked_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="asked for by",
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
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="address_changes",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="person",
                    ),
                ),
            ],
            options={
                "verbose_name": "changed address",
                "verbose_name_plural": "changed addresses",
                "ordering": ["-asked_at", "-pk"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("status", "waiting")),
                        fields=("person",),
                        name="address_change_one_waiting_a_person",
                    ),
                    models.UniqueConstraint(
                        django.db.models.functions.text.Lower("new"),
                        condition=models.Q(("status", "waiting")),
                        name="address_change_one_person_waits_for_it",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("status__in", ["waiting", "confirmed", "stopped", "withdrawn", "replaced"])
                        ),
                        name="address_change_status_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("old", models.F("new")), _negated=True), name="address_change_changes"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("decided_at__isnull", True), ("decided_by__isnull", True), ("status", "waiting")),
                            models.Q(models.Q(("status", "waiting"), _negated=True), ("decided_at__isnull", False)),
                            _connector="OR",
                        ),
                        name="address_change_decided_at_and_by",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                (
                                    "confirmation__in",
                                    [
                                        "old_address",
                                        "second_factor",
                                        "administrator",
                                        "operator",
                                        "new_row",
                                        "released",
                                    ],
                                ),
                                ("status", "confirmed"),
                            ),
                            models.Q(models.Q(("status", "confirmed"), _negated=True), ("confirmation", "")),
                            _connector="OR",
                        ),
                        name="address_change_confirmed_by_known",
                    ),
                ],
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
                ("strand", models.PositiveSmallIntegerField(editable=False, null=True)),
                ("sequence", models.PositiveBigIntegerField(editable=False, null=True)),
                ("previous_mac", models.CharField(blank=True, editable=False, max_length=64)),
                ("key", models.CharField(blank=True, editable=False, max_length=24)),
                ("mac", models.CharField(blank=True, editable=False, max_length=64)),
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
                "indexes": [
                    models.Index(fields=["object_type", "object_id"], name="audit_by_object"),
                    models.Index(fields=["strand", "sequence"], name="audit_by_place"),
                ],
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
                ("same_count", models.PositiveIntegerField(default=0, verbose_name="unchanged")),
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
        migrations.CreateModel(
            name="IdentityReplacement",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("mark_number", models.PositiveIntegerField(default=0, editable=False)),
                ("mark_key", models.CharField(blank=True, editable=False, max_length=24)),
                ("mark", models.CharField(blank=True, editable=False, max_length=64)),
                ("decided_at", models.DateTimeField(blank=True, null=True, verbose_name="decided")),
                ("provider", models.CharField(max_length=200, verbose_name="provider")),
                ("uid", models.CharField(editable=False, max_length=191, verbose_name="identity")),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("tried", "Someone tried to sign in"),
                            ("asked", "Waiting for a second administrator"),
                            ("confirmed", "Replaced"),
                            ("refused", "Refused"),
                        ],
                        default="tried",
                        editable=False,
                        max_length=12,
                        verbose_name="status",
                    ),
                ),
                ("tried_at", models.DateTimeField(verbose_name="tried")),
                ("asked_at", models.DateTimeField(blank=True, null=True, verbose_name="asked for")),
                (
                    "asked_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="asked for by",
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
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="identity_replacements",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="person",
                    ),
                ),
            ],
            options={
                "verbose_name": "other identity of a person",
                "verbose_name_plural": "other identities of people",
                "ordering": ["-tried_at", "-pk"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("status__in", ("tried", "asked"))),
                        fields=("person", "provider", "uid"),
                        name="identity_replacement_open_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("status__in", ["tried", "asked", "confirmed", "refused"])),
                        name="identity_replacement_status_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("asked_at__isnull", True), ("asked_by__isnull", True)),
                            models.Q(("asked_at__isnull", False), ("asked_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="identity_replacement_asked_at_and_by",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("decided_at__isnull", True),
                                ("decided_by__isnull", True),
                                ("status__in", ("tried", "asked")),
                            ),
                            models.Q(
                                models.Q(("status__in", ("tried", "asked")), _negated=True),
                                ("decided_at__isnull", False),
                                ("decided_by__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="identity_replacement_decided_at_and_by",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("status", "confirmed"), _negated=True),
                            models.Q(
                                ("asked_by__isnull", False),
                                models.Q(("asked_by", models.F("decided_by")), _negated=True),
                                models.Q(("person", models.F("asked_by")), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="identity_replacement_by_two",
                    ),
                ],
            },
        ),
    ]
    operations = at_once(operations)
