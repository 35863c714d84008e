"""The steps of applying as a mentor and of signing up as a mentee."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from crispy_forms.layout import Field, Layout
from django import forms
from django.core.exceptions import ValidationError
from django.db.models import F, Func
from django.utils.translation import gettext_lazy as _

from people.languages import CHOICES, name_of
from people.models import User
from pool.models import Channel, Slot, Topic, Wish
from web.fields.texts import ProseField
from web.forms import in_page

if TYPE_CHECKING:
    from pool.models import Mentee, Mentor

LONG = 2000


def text(rows: int = 4) -> forms.Textarea:
    """Return a field for a few sentences."""
    return forms.Textarea(attrs={"rows": rows})


class StepForm(forms.Form):
    """One step. `fields_of(person)` fills it; the cleaned data are what the process saves."""

    layout: ClassVar[tuple[Any, ...]] = ()

    def __init__(self, *args: Any, person: Mentor | Mentee, **kwargs: Any) -> None:  # noqa: ANN401 - Django's own signature
        """`person` is whose answers these are."""
        self.person = person
        kwargs.setdefault("initial", self.fields_of(person))
        super().__init__(*args, **kwargs)
        self.helper = in_page()
        if self.layout:
            self.helper.layout = Layout(*self.layout)

    def fields_of(self, person: Mentor | Mentee) -> dict[str, Any]:
        """Return what the person has answered before."""
        own = {field.name for field in person._meta.get_fields()}
        return {name: getattr(person, name) for name in self.base_fields if name in own}


class OfferForm(StepForm):
    """What a mentor brings, and what they would like to get."""

    offers = ProseField(
        label=_("What can you pass on?"),
        help_text=_(
            "Skills, know-how, experience. Two or three sentences are enough. Mentees of the program read this."
        ),
        widget=text(5),
        max_length=LONG,
        error_messages={"required": _("Say what you can pass on.")},
    )
    motivation = ProseField(
        label=_("Why do you want to be a mentor?"),
        help_text=_("The coordinator reads this."),
        widget=text(3),
        max_length=LONG,
        required=False,
    )
    wants_to_learn = ProseField(
        label=_("What would you like to learn yourself?"),
        help_text=_("Both sides learn. Mentees of the program read this."),
        widget=text(3),
        max_length=LONG,
        required=False,
    )


class WantsForm(StepForm):
    """What a mentee wants, and why."""

    wants = ProseField(
        label=_("What do you want to learn?"),
        help_text=_(
            "In your own words. The coordinator reads this, and so do mentors you ask or who are proposed to you."
        ),
        widget=text(4),
        max_length=LONG,
        error_messages={"required": _("Say what you want to learn.")},
    )
    why = ProseField(
        label=_("Why, and why now?"),
        help_text=_(
            "For example, a new task, or something you have tried that has not worked yet. The same people read this."
        ),
        widget=text(4),
        max_length=LONG,
        error_messages={"required": _("Say why you want to learn it.")},
    )


class PickTopics(StepForm):
    """Topics from the organisation's list, in groups. `name` is the field, of the form and of the person."""

    name: ClassVar[str]

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - Django's own signature
        """Offer the topics that are in use, and those that the person chose before."""
        super().__init__(*args, **kwargs)
        chosen = set(self.initial[self.name])
        groups: dict[str, list[tuple[str, str]]] = {}
        for topic in Topic.objects.all():
            if topic.is_active or str(topic.pk) in chosen:
                groups.setdefault(topic.group or str(_("More")), []).append((str(topic.pk), topic.name))
        field = self.fields[self.name]
        field.choices = list(groups.items())  # type: ignore[attr-defined]
        field.label, field.help_text = self.asks(self.person)

    def asks(self, person: Mentor | Mentee) -> tuple[str, str]:
        """Return question and hint."""
        question = _("What can you help with?") if person.is_mentor else _("What is it about?")
        return str(question), str(_("Choose all that apply. Fewer topics make for a better match."))

    def fields_of(self, person: Mentor | Mentee) -> dict[str, Any]:
        return {self.name: [str(pk) for pk in getattr(person, self.name).values_list("pk", flat=True)]}

    def chosen(self) -> list[Topic]:
        """Turn numbers into topics."""
        return list(Topic.objects.filter(pk__in=self.cleaned_data[self.name]))


class TopicsForm(PickTopics):
    """What a mentor offers and a mentee wants."""

    name = "topics"
    topics = forms.MultipleChoiceField(
        label=_("Topics"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one topic.")},
    )
    layout = (Field("topics", wrapper_class="topics"),)

    def clean_topics(self) -> list[Topic]:
        """Turn numbers into topics."""
        return self.chosen()


class WishesForm(StepForm):
    """Where the mentor should work. Wishes count in the score; they never rule anybody out."""

    department_wish = forms.ChoiceField(
        label=_("Your mentor’s department"), choices=Wish.choices, widget=forms.RadioSelect
    )
    site_wish = forms.ChoiceField(label=_("Your mentor’s site"), choices=Wish.choices, widget=forms.RadioSelect)


class TalkForm(StepForm):
    """Ways to talk, and languages."""

    channels = forms.MultipleChoiceField(
        label=_("How do you like to talk?"),
        help_text=_("Choose all that work for you."),
        choices=Channel.choices,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one way to talk.")},
    )
    languages = forms.MultipleChoiceField(
        label=_("In which languages?"),
        help_text=_("Choose those in which you can easily talk about your work."),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    another = forms.ChoiceField(label=_("Another language"), required=False)
    layout = (
        Field("channels", wrapper_class="topics"),
        Field("languages", wrapper_class="topics"),
        "another",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - Django's own signature
        """Offer the languages that colleagues speak as boxes, and all others in a list."""
        super().__init__(*args, **kwargs)
        spoken = {code.lower() for code in languages_here()} | {"en", *self.initial["languages"]}
        self.fields["languages"].choices = sorted(((code, name_of(code)) for code in spoken), key=lambda one: one[1])  # type: ignore[attr-defined]
        rest = [(code, name) for code, name in CHOICES if code not in spoken]
        self.fields["another"].choices = [("", _("None")), *rest]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Bring both fields together."""
        cleaned = super().clean() or {}
        another = cleaned.pop("another", "")
        languages = [*cleaned.get("languages", []), *([another] if another else [])]
        if not languages and "languages" in cleaned:
            self.add_error("languages", ValidationError(_("Choose at least one language."), code="required"))
        return cleaned | {"languages": languages}


def languages_here() -> list[str]:
    """Return the languages that somebody in the directory speaks."""
    spoken = User.objects.annotate(code=Func(F("languages"), function="unnest")).order_by()
    return list(spoken.values_list("code", flat=True).distinct())


class TimeForm(StepForm):
    """Parts of the week in which somebody can meet."""

    slots = forms.MultipleChoiceField(
        label=_("When can you meet?"),
        help_text=_("In your own time zone. The more you choose, the easier it is to find someone."),
        choices=Slot.choices,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one time to meet.")},
    )
    layout: ClassVar[tuple[Any, ...]] = (Field("slots", wrapper_class="slots"),)


class TimeAndPlacesForm(TimeForm):
    """The same for mentors, with how many mentees they take."""

    capacity = forms.TypedChoiceField(
        label=_("How many mentees at the same time?"),
        help_text=_("You meet each of them as often as the guidelines say. One is fine to start with."),
        choices=[(number, str(number)) for number in range(1, 6)],
        coerce=int,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose a number from 1 to 5.")},
    )
    layout = (Field("slots", wrapper_class="slots"), Field("capacity", wrapper_class="numbers"))


class NeedsForm(StepForm):
    """What somebody needs to take part (P-19)."""

    accessibility = ProseField(
        label=_("Is there anything you need in order to take part?"),
        help_text=_(
            "For example captions in video calls, a room without steps, or written notes. You don’t need to give a reason. "
            "The coordinator reads this, and your partner once both of you have said yes."
        ),
        widget=text(3),
        max_length=LONG,
        required=False,
    )


class RulesForm(StepForm):
    """That somebody has read what mentoring is and is not (P-14)."""

    read = forms.BooleanField(
        label=_("I have read this and will follow it."),
        error_messages={"required": _("Read the text, then tick the box.")},
    )

    def fields_of(self, person: Mentor | Mentee) -> dict[str, Any]:
        return {"read": person.acknowledged_id is not None}
