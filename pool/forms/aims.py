"""Optional steps: what the mentoring is for, what would come back, and whom a mentor would like."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from crispy_forms.layout import Field
from django import forms
from django.utils.translation import gettext_lazy as _

from pool.forms.step_forms import PickTopics, StepForm
from pool.models import Experience, PersonalGoal, Topic, Wish

if TYPE_CHECKING:
    from pool.models import Mentee, Mentor


class AimsForm(StepForm):
    """Goals from a short list, and how much somebody has done of it so far."""

    goals = forms.MultipleChoiceField(choices=PersonalGoal.choices, widget=forms.CheckboxSelectMultiple, required=False)
    experience = forms.TypedChoiceField(
        choices=[("", _("I would rather not say")), *Experience.choices],
        coerce=int,
        empty_value=None,
        widget=forms.RadioSelect,
        required=False,
    )
    layout = (Field("goals", wrapper_class="topics"), "experience")

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - Django's own signature
        """Ask mentors what they would like to help with, and mentees what they want to reach."""
        super().__init__(*args, **kwargs)
        goals, experience = self.fields["goals"], self.fields["experience"]
        if self.person.is_mentor:
            goals.label = _("What would you like to help with?")
            experience.label = _("How much experience do you have with your topics?")
        else:
            goals.label = _("What is the mentoring for?")
            experience.label = _("How much experience do you have so far?")
        goals.help_text = _("Choose all that apply, or none.")
        experience.help_text = _("Your own estimate. A mentor who is one or two steps ahead is often the best match.")


class BackForm(PickTopics):
    """The other way round: in peer programs both teach and both learn (M-06)."""

    name = "topics_back"
    topics_back = forms.MultipleChoiceField(widget=forms.CheckboxSelectMultiple, required=False)
    layout = (Field("topics_back", wrapper_class="topics"),)

    def asks(self, person: Mentor | Mentee) -> tuple[str, str]:
        """Return question and hint."""
        if person.is_mentor:
            return str(_("What would you like to learn yourself?")), str(_("Choose all that apply, or none."))
        return str(_("What can you pass on?")), str(
            _("Everyone can do something well. Choose all that apply, or none.")
        )

    def clean_topics_back(self) -> list[Topic]:
        """Turn numbers into topics."""
        return self.chosen()


class MenteeWishesForm(StepForm):
    """Which mentee a mentor would like. It counts in the score; it never rules anybody out."""

    department_wish = forms.ChoiceField(
        label=_("Your mentee’s department"), choices=Wish.choices, widget=forms.RadioSelect
    )
    site_wish = forms.ChoiceField(label=_("Your mentee’s site"), choices=Wish.choices, widget=forms.RadioSelect)
