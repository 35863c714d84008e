"""Where a version stands, where it may go from there, and why it became void where nobody wrote a reason."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class VersionStatus(models.TextChoices):
    """Where a version stands."""

    DRAFT = "draft", _("Being written")
    SIGNING = "signing", _("Waiting for signatures")
    IN_FORCE = "in_force", _("In force")
    SUPERSEDED = "superseded", _("Replaced by a later version")
    VOID = "void", _("Void")


class VoidCause(models.TextChoices):
    """Why a version became void where nobody wrote a reason."""

    ENDED = "ended", _("The mentoring ended.")
    DROPPED = "dropped", _("Mentor and mentee discarded this change.")
    LAPSED = (
        "lapsed",
        _("Its last day passed before everyone had signed. Choose a later day, then send it out again."),
    )


TRANSITIONS: dict[str, set[str]] = {
    VersionStatus.DRAFT: {VersionStatus.SIGNING, VersionStatus.VOID},
    VersionStatus.SIGNING: {VersionStatus.IN_FORCE, VersionStatus.VOID},
    VersionStatus.IN_FORCE: {VersionStatus.SUPERSEDED, VersionStatus.VOID},
    VersionStatus.SUPERSEDED: set(),
    VersionStatus.VOID: set(),
}

OPEN = [VersionStatus.DRAFT, VersionStatus.SIGNING]
