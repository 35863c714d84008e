"""What came from directory files: each import, and how the columns of a kind of file are taken."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, ClassVar, Self

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from web.fields.names import LineField

if TYPE_CHECKING:
    from people.models.user import User


class DirectoryImportQuerySet(models.QuerySet["DirectoryImport"]):
    """Imports, narrowed step by step."""

    def managed_by(self, user: User) -> Self:
        """Only for organisation administrators."""
        return self if user.is_organization_administrator else self.none()

    def waiting(self) -> Self:
        """Uploaded, and neither applied nor given up."""
        return self.filter(content__isnull=False)


class DirectoryImport(models.Model):
    """One file on its way into the directory. Its content goes as soon as it is applied; the counts stay."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    file_name = LineField(_("file"), max_length=200)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("by")
    )
    uploaded_at = models.DateTimeField(_("uploaded"))
    content = models.JSONField(_("content"), null=True, blank=True)
    mapping = models.JSONField(_("columns"), default=dict, help_text=_("Which header is taken as which field."))
    date_form = models.CharField(_("dates"), max_length=8, default="iso")
    levels = ArrayField(models.CharField(max_length=80), default=list, verbose_name=_("levels, lowest first"))
    applied_at = models.DateTimeField(_("applied"), null=True, blank=True)
    created_count = models.PositiveIntegerField(_("created"), default=0)
    changed_count = models.PositiveIntegerField(_("changed"), default=0)
    same_count = models.PositiveIntegerField(_("unchanged"), default=0)
    refused_count = models.PositiveIntegerField(_("refused"), default=0)

    objects = DirectoryImportQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["-uploaded_at"]
        verbose_name = _("directory import")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(applied_at__isnull=True) | Q(content__isnull=True), name="import_applied_keeps_no_content"
            ),
        ]

    def __str__(self) -> str:
        return self.file_name


class ColumnMapping(models.Model):
    """How the columns of files with one set of headers were taken the last time."""

    headers_key = models.CharField(_("set of headers"), max_length=64, unique=True)
    mapping = models.JSONField(_("columns"))
    date_form = models.CharField(_("dates"), max_length=8, default="iso")
    saved_at = models.DateTimeField(_("saved"))

    class Meta:
        verbose_name = _("column mapping")

    def __str__(self) -> str:
        return self.headers_key
