"""Who may take part, and how much say mentees have (P-07 to P-09): the part of the guidelines that is checked by rules."""

from __future__ import annotations

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from people.models import Department, Level, Site
from web.fields.texts import PAGE, Prose

ALL_WHEN_EMPTY = _("Choose none to allow all.")


class Entry(models.TextChoices):
    """How people come into a program."""

    OPEN = "open", _("Open: people apply")
    NOMINATED = "nominated", _("By nomination of their supervisor")
    BOTH = "both", _("Open, and by nomination")


class Say(models.TextChoices):
    """How much say mentees have in who their mentor is (P-09)."""

    RANKED = "ranked", _("Preference match: they rank the mentors they would like")
    SELF = "self", _("Self-match: they choose among suggestions and ask the mentor themselves")
    NONE = "none", _("Coordinator match: the coordinator proposes, and they may decline")


class TakingPart(models.Model):
    """Rules on directory data. An empty rule lets everyone in."""

    # P-07
    mentee_entry = models.CharField(_("how mentees join"), max_length=12, choices=Entry.choices, default=Entry.OPEN)
    mentee_who = Prose(
        _("who may be a mentee"),
        blank=True,
        help_text=_("In words that everyone reads. The rules below are checked against the directory."),
        max_length=PAGE,
    )
    mentee_min_tenure_months = models.PositiveSmallIntegerField(
        _("mentees: minimum time here, in months"),
        null=True,
        blank=True,
        help_text=_("Leave empty for no limit."),
    )
    mentee_max_tenure_months = models.PositiveSmallIntegerField(
        _("mentees: maximum time here, in months"),
        null=True,
        blank=True,
        help_text=_("For new hires, for example 3. Leave empty for no limit."),
    )
    mentee_levels = models.ManyToManyField(
        Level, blank=True, related_name="+", verbose_name=_("mentees: levels"), help_text=ALL_WHEN_EMPTY
    )
    mentee_departments = models.ManyToManyField(
        Department, blank=True, related_name="+", verbose_name=_("mentees: departments"), help_text=ALL_WHEN_EMPTY
    )
    mentee_sites = models.ManyToManyField(
        Site, blank=True, related_name="+", verbose_name=_("mentees: sites"), help_text=ALL_WHEN_EMPTY
    )

    # P-08
    mentor_entry = models.CharField(_("how mentors join"), max_length=12, choices=Entry.choices, default=Entry.BOTH)
    mentor_qualities = Prose(
        _("qualities looked for in a mentor"),
        blank=True,
        help_text=_("What people read before they apply. A line that begins with “- ” becomes a bullet point."),
        max_length=PAGE,
    )
    mentor_min_tenure_months = models.PositiveSmallIntegerField(
        _("mentors: minimum time here, in months"),
        null=True,
        blank=True,
        help_text=_("Leave empty for no limit."),
    )
    mentor_levels = models.ManyToManyField(
        Level, blank=True, related_name="+", verbose_name=_("mentors: levels"), help_text=ALL_WHEN_EMPTY
    )
    mentor_departments = models.ManyToManyField(
        Department, blank=True, related_name="+", verbose_name=_("mentors: departments"), help_text=ALL_WHEN_EMPTY
    )
    mentor_sites = models.ManyToManyField(
        Site, blank=True, related_name="+", verbose_name=_("mentors: sites"), help_text=ALL_WHEN_EMPTY
    )

    # P-09
    mentee_say = models.CharField(
        _("how much say mentees have in who their mentor is"),
        max_length=12,
        choices=Say.choices,
        default=Say.RANKED,
        help_text=_("Whatever you choose, both people may decline a match without giving a reason."),
    )
    preferences_max = models.PositiveSmallIntegerField(
        _("how many mentors a mentee may rank"),
        default=5,
        validators=[MinValueValidator(1), MaxValueValidator(10)],
    )
    offers_at_once = models.BooleanField(
        _("people who are waiting are asked at once when a suitable place opens up"),
        default=False,
        help_text=_(
            "For newcomers of a cohort that is always on, and for the waiting list. Without this, the coordinator "
            "looks at each pair before anyone is asked."
        ),
    )

    class Meta:
        abstract = True
