"""What mentors and mentees both say, and what the guidelines ask of both (P-14, P-16, P-19)."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from people.languages import name_of
from pool.models.joining_steps import CHECK, JoiningStep
from pool.models.topics import Channel, Experience, PersonalGoal, Slot, Topic
from programs.models import Guidelines
from web.fields.texts import PARAGRAPH, Prose

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from django.utils.functional import _StrPromise


class Participant(models.Model):
    """Somebody on one side of the matching."""

    topics = models.ManyToManyField(Topic, blank=True, related_name="%(class)ss", verbose_name=_("topics"))
    # The other way round: what a mentor would like to learn, what a mentee can pass on (M-06).
    topics_back = models.ManyToManyField(
        Topic, blank=True, related_name="%(class)ss_back", verbose_name=_("topics in return")
    )
    goals = ArrayField(
        models.CharField(max_length=12, choices=PersonalGoal.choices), default=list, blank=True, verbose_name=_("goals")
    )
    experience = models.PositiveSmallIntegerField(
        _("experience with the topics"), choices=Experience.choices, null=True, blank=True
    )
    channels = ArrayField(
        models.CharField(max_length=12, choices=Channel.choices),
        default=list,
        blank=True,
        verbose_name=_("how you like to talk"),
    )
    languages = ArrayField(models.CharField(max_length=12), default=list, blank=True, verbose_name=_("languages"))
    slots = ArrayField(
        models.CharField(max_length=8, choices=Slot.choices),
        default=list,
        blank=True,
        verbose_name=_("when you can meet"),
    )
    accessibility = Prose(
        _("what you need to take part"),
        blank=True,
        help_text=_("You and the coordinator read this, and your partner once both of you have said yes."),
        max_length=PARAGRAPH,
    )
    acknowledged = models.ForeignKey(
        Guidelines, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("guidelines acknowledged")
    )  # P-14
    acknowledged_at = models.DateTimeField(_("acknowledged"), null=True, blank=True)
    nominated_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("nominated by"),
    )  # P-16
    nominated_at = models.DateTimeField(_("nominated"), null=True, blank=True)
    created_at = models.DateTimeField(_("started"))

    class Meta:
        abstract = True

    # What tells mentors and mentees apart: everything else asks the person.
    is_mentor: ClassVar[bool]
    reference_letter: ClassVar[str]
    # The field that says where somebody joins, and the way from the row to its program.
    place_name: ClassVar[str]
    program_path: ClassVar[str]
    all_steps: ClassVar[tuple[JoiningStep, ...]]

    @property
    def reference(self) -> str:
        """What people quote when they ask about their application or sign-up (F-14)."""
        return f"{self.reference_letter}-{self.pk:05}"

    @property
    def is_nominated(self) -> bool:
        """Whether a supervisor has named this person."""
        return self.nominated_at is not None

    @property
    def is_editable(self) -> bool:
        """Whether answers can be changed now."""
        raise NotImplementedError

    @property
    def is_sent(self) -> bool:
        """Whether the answers were sent, and count."""
        raise NotImplementedError

    @property
    def status_url(self) -> str:
        """The page that says where somebody is on their way."""
        return reverse(f"pool:{self._meta.model_name}", args=[self.pk])

    def step_url(self, key: str) -> str:
        """Return the page of one step."""
        return reverse(f"pool:{self._meta.model_name}_step", args=[self.pk, key])

    def skipped_steps(self) -> set[str]:
        """Return the keys of the steps that the program does not ask for."""
        raise NotImplementedError

    def steps(self) -> list[JoiningStep]:
        """Return the steps that this person goes through."""
        skipped = self.skipped_steps()
        return [step for step in self.all_steps if step.key not in skipped]

    def step_after(self, key: str) -> str:
        """Return the step after this one; the last leads to the check page."""
        keys = [step.key for step in self.steps()]
        index = keys.index(key) + 1
        return keys[index] if index < len(keys) else CHECK

    def first_open_step(self) -> str:
        """Return the first step that still needs an answer, or the check page."""
        return next((step.key for step in self.steps() if not step.done(self)), CHECK)

    def missing(self) -> list[str]:
        """Return what still has to be answered before it can be sent, in sentences."""
        wanted = (
            *self.own_missing(),
            (self.topics.exists(), _("Choose at least one topic.")),
            (bool(self.channels), _("Choose at least one way to talk.")),
            (bool(self.languages), _("Choose at least one language.")),
            (bool(self.slots), _("Choose at least one time to meet.")),
        )
        return [str(sentence) for there, sentence in wanted if not there]

    def own_missing(self) -> Iterable[tuple[bool, str | _StrPromise]]:
        """Return what only mentors or only mentees answer: whether it is there, and what to say if not."""
        raise NotImplementedError

    def answers(self) -> Iterator[tuple[str, str, str]]:
        """Yield (step, label, value) of every answer, in the words of the reader."""
        raise NotImplementedError

    def shared_answers(self) -> Iterator[tuple[str, str, str]]:
        """Yield what mentors and mentees both say."""
        yield "topics", _now("Topics"), ", ".join(topic.name for topic in self.topics.all())
        yield (
            "aims",
            _now("What it is for"),
            ", ".join(str(goal.label) for goal in PersonalGoal if goal.value in self.goals),
        )
        yield "aims", _now("Experience with the topics"), self.get_experience_display() or ""
        yield "talk", _now("Ways to talk"), ", ".join(Channel.labels_of(self.channels))
        yield "talk", _now("Languages"), ", ".join(name_of(code) for code in self.languages)
        yield "time", _now("When you can meet"), ", ".join(Slot.labels_of(self.slots))

    def back_names(self) -> str:
        """Return the topics of the other way round."""
        return ", ".join(topic.name for topic in self.topics_back.all())

    def acknowledged_words(self) -> str:
        """Say when somebody ticked the rules."""
        at = self.acknowledged_at
        return _now("Read on %s") % date_format(at, "DATE_FORMAT") if at else ""

    def guidelines_to_read(self) -> Guidelines | None:
        """Return the guidelines that this person ticks."""
        raise NotImplementedError


def both_or_neither(one: str, other: str) -> Q:
    """Return the condition that two fields are filled together or empty together."""
    return Q(**{f"{one}__isnull": True, f"{other}__isnull": True}) | Q(
        **{f"{one}__isnull": False, f"{other}__isnull": False}
    )
