"""What people see of their own row in the directory, and what they look after themselves."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import F, Func
from django.utils import formats
from django.utils.translation import gettext as _

from people import audit, languages
from people.models import User

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime


@transaction.atomic
def keep(user: User, *, known_as: str, time_zone: str, spoken: Sequence[str], now: datetime) -> User:
    """Keep what the person says about themselves, and record which fields changed."""
    fresh = User.objects.all().select_for_update(of=("self",)).get(pk=user.pk)
    wanted: dict[str, object] = {"known_as": known_as, "time_zone": time_zone, "languages": sorted(spoken)}
    changed = [name for name, value in wanted.items() if getattr(fresh, name) != value]
    if changed:
        for name in changed:
            setattr(fresh, name, wanted[name])
        fresh.save(update_fields=changed)
        audit.record("person.changed", fresh, by=fresh, now=now, fields=changed)
    return fresh


def facts(user: User) -> list[tuple[str, str]]:
    """Return what the directory says about the person, as labels and values; what it does not say is left out."""
    facts = [
        (_("Name"), user.name),
        (_("Email address"), user.email),
        (_("Employee number"), user.employee_number or ""),
        (_("Job title"), user.job_title),
        (_("Department"), str(user.department or "")),
        (_("Level"), str(user.level or "")),
        (_("Site"), str(user.site or "")),
        (_("Supervisor"), str(user.supervisor or "")),
        (_("With us since"), formats.date_format(user.hired_on, "DATE_FORMAT") if user.hired_on else ""),
    ]
    return [(label, value) for label, value in facts if value]


def spoken_around() -> list[str]:
    """Return the codes of languages that somebody in the directory speaks, in the order of their names."""
    rows = User.objects.annotate(code=Func(F("languages"), function="unnest")).values_list("code", flat=True)
    codes = {*rows.distinct().order_by(), "en"}
    return [code for code, _name in languages.CHOICES if code in codes]
