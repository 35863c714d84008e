"""Who signs for a supervisor whom the directory does not name."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from agreements.models.agreement import Agreement


class SignerChoice(models.Model):
    """Who signs in place of a supervisor whom the directory does not name: a coordinator says so, for one of the two."""

    agreement = models.ForeignKey(Agreement, models.CASCADE, related_name="signer_choices", verbose_name=_("agreement"))
    whose = models.CharField(_("for"), max_length=8, choices=[("mentee", _("Mentee")), ("mentor", _("Mentor"))])
    signer = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("who signs"))
    chosen_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("chosen by")
    )
    chosen_at = models.DateTimeField(_("chosen"))

    class Meta:
        verbose_name = _("chosen signer")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["agreement", "whose"], name="signer_choice_once"),
            models.CheckConstraint(condition=Q(whose__in=["mentee", "mentor"]), name="signer_choice_whose_known"),
        ]

    def __str__(self) -> str:
        return f"{self.agreement_id} {self.whose}"
