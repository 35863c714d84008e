"""Where people work: departments, levels and sites, as the directory names them."""

from __future__ import annotations

import zoneinfo
from typing import TYPE_CHECKING, Any, ClassVar, Self

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from web.fields.names import LineField

if TYPE_CHECKING:
    from people.models.user import User


def check_time_zone(value: str) -> None:
    """Refuse a name that is no IANA time zone."""
    if value not in zoneinfo.available_timezones():
        raise ValidationError(_("“%(value)s” is not a time zone name such as Europe/Berlin."), params={"value": value})


class WorkQuerySet(models.QuerySet[Any]):
    """Departments, levels and sites, narrowed to who may see them listed."""

    def managed_by(self, user: User) -> Self:
        """Those who keep the directory; others meet these names on people."""
        return self if user.is_organization_administrator else self.none()


class Department(models.Model):
    """A part of the organisation, as the directory names it."""

    name = LineField(_("name"), max_length=120, unique=True)

    objects = WorkQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["name"]
        verbose_name = _("department")

    def __str__(self) -> str:
        return self.name


class Level(models.Model):
    """A grade. A higher rank is more senior; peers stand on the same or a neighbouring rank."""

    name = LineField(_("name"), max_length=80, unique=True)
    rank = models.PositiveSmallIntegerField(_("rank"), unique=True)

    objects = WorkQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["rank"]
        verbose_name = _("level")

    def __str__(self) -> str:
        return self.name


class Site(models.Model):
    """A place of work with its time zone."""

    name = LineField(_("name"), max_length=120, unique=True)
    time_zone = models.CharField(_("time zone"), max_length=64, default="UTC", validators=[check_time_zone])

    objects = WorkQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["name"]
        verbose_name = _("site")

    def __str__(self) -> str:
        return self.name
