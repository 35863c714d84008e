"""Goals that can be measured: rows that are added and removed without JavaScript."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from crispy_forms.layout import Column, Layout, Row
from django import forms
from django.utils.translation import gettext_lazy as _

from agreements.writing.drafts import GoalData
from agreements.writing.forms_days import within_reach
from web.fields.days import not_past
from web.fields.texts import is_number
from web.forms import in_page

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import date

    from django.http import QueryDict

    from agreements.models import AgreementVersion

MOST = 6
FIELDS = ("what", "measure", "by_on")


class AgreedGoalForm(forms.Form):
    """One goal: what, how both will know, by when. A row that is left empty does not count."""

    what = forms.CharField(
        label=_("Goal"),
        max_length=240,
        help_text=_("What will be different?"),
        error_messages={"required": _("Say what will be different, or remove the goal.")},
    )
    measure = forms.CharField(
        label=_("How you will know"),
        max_length=240,
        help_text=_("Something that both of you can see or count."),
        error_messages={"required": _("Say how both of you will know.")},
    )
    by_on = forms.DateField(
        label=_("By when"),
        validators=[within_reach],
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"required": _("Choose a date."), "invalid": _("Choose a date such as 30 June 2026.")},
    )

    use_required_attribute = False

    def __init__(self, *args: Any, kept: Collection[date] = (), today: date | None = None, **kwargs: Any) -> None:  # noqa: ANN401 - Django's signature
        """Lay out the row; the page carries the form element. `kept` are days of goals that the draft has already."""
        super().__init__(*args, **kwargs)
        self.kept, self.today = kept, today
        self.helper = in_page()
        self.helper.layout = Layout("what", Row(Column("measure"), Column("by_on")))

    def clean_by_on(self) -> date:
        """Refuse a day that has passed; one that was agreed on earlier may stay."""
        day: date = self.cleaned_data["by_on"]
        if self.today and day not in self.kept:
            not_past(day, today=self.today)
        return day


GoalFormSet = forms.formset_factory(AgreedGoalForm, extra=0, max_num=MOST, validate_max=True)
Rows = list[dict[str, Any]]


def rows_of(version: AgreementVersion) -> Rows:
    """Return the goals of a draft as rows; one empty row where there are none."""
    return [{name: getattr(goal, name) for name in FIELDS} for goal in version.goals.all()] or [{}]


def rows_typed(data: QueryDict) -> Rows:
    """Return what stands in the rows of a sent form, unchecked."""
    count = data.get("form-TOTAL_FORMS", "")
    total = min(int(count), MOST) if is_number(count) else 0
    return [{name: data.get(f"form-{row}-{name}", "") for name in FIELDS} for row in range(total)]


def changed_rows(data: QueryDict) -> Rows | None:
    """Return the rows after “add” or “remove” was pressed, or None when neither was."""
    rows = rows_typed(data)
    if "add" in data:
        return [*rows, {}][:MOST]
    remove = data.get("remove", "")
    if is_number(remove):
        return [row for number, row in enumerate(rows) if number != int(remove)] or [{}]
    return None


def bind(data: QueryDict, version: AgreementVersion, *, today: date) -> forms.BaseFormSet[AgreedGoalForm]:
    """Return the sent rows as forms; all count as new, so that an emptied row is left out, not an error.

    Days before `today` are refused, but for those that goals of the draft have already.
    """
    copy = data.copy()
    copy["form-INITIAL_FORMS"] = "0"
    kept = {goal.by_on for goal in version.goals.all()}
    return GoalFormSet(copy, form_kwargs={"kept": kept, "today": today})


def goals_in(formset: forms.BaseFormSet[AgreedGoalForm]) -> list[GoalData]:
    """Return the goals of a valid set of rows."""
    return [
        GoalData(what=data["what"], measure=data["measure"], by_on=data["by_on"])
        for form in formset.forms
        if (data := form.cleaned_data)
    ]
