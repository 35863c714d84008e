"""Goals, trainings, resources and support contacts, kept by `programs.upkeep.keeping`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, TypeVar

from django import forms
from django.contrib import admin, messages
from django.db.models import Count
from django.http import HttpResponseRedirect
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from people.policy import Action
from people.reader import reader
from programs.admin.base import Blocks, ProcessAdmin, Rows
from programs.errors import ProgramError
from programs.models import Goal, Resource, SupportContact, Training, TrainingCompletion
from programs.models.support import WAY
from programs.upkeep import keeping, training
from web.fields.days import not_past

if TYPE_CHECKING:
    from datetime import date

    from django.db.models import QuerySet
    from django.http import HttpRequest, HttpResponse

Kept = TypeVar("Kept", Training, Resource, SupportContact)


class KeptAdmin(ProcessAdmin[Kept]):
    """Added, changed and removed by those who manage the program."""

    add_action: ClassVar[Action | None] = Action.MANAGE_PROGRAM

    def has_delete_permission(self, request: HttpRequest, obj: Kept | None = None) -> bool:
        """As for changing; the process refuses what is in use."""
        return self.has_change_permission(request, obj)

    def get_actions(self, request: HttpRequest) -> dict[str, Any]:
        """Removing is done one by one, on the page of the thing."""
        return {name: action for name, action in super().get_actions(request).items() if name != "delete_selected"}

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:  # noqa: ANN401, FBT001 - Django's own signature
        """Save by the process."""
        keep(obj, form.changed_data, request, change=change)

    def delete_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Say on the thing's own page why it stays, where the process refuses."""
        try:
            return super().delete_view(request, object_id, extra_context)
        except ProgramError as error:
            messages.error(request, str(error))
            return HttpResponseRedirect(self.page_of(object_id))

    def delete_model(self, request: HttpRequest, obj: Kept) -> None:
        """Remove by the process."""
        keeping.remove(obj, by=reader(request), now=timezone.now())


class SupportContactForm(forms.ModelForm[SupportContact]):
    """Someone to turn to, with at least one way to do so."""

    def clean(self) -> dict[str, Any]:
        """Ask for the first of the ways where there is none."""
        data = super().clean() or {}
        if not self.errors and not any(data.get(way) for way in ("email", "phone", "url")):
            self.add_error("email", WAY)
        return data


@admin.register(SupportContact)
class SupportContactAdmin(KeptAdmin[SupportContact]):
    """Whom people can turn to, for the whole organisation, kept by administrators (E-32).

    Enrolment opens only when someone here can be reached (E-21).
    """

    form = SupportContactForm
    add_action = change_action = Action.MANAGE_SHARED
    list_display = ("name", "what_for", "phone", "email", "rank")
    search_fields = ("name", "what_for")
    fields = ("name", "what_for", "phone", "email", "url", "rank")


class CompletionRows(Rows):
    """Who has done a training: add a line for someone, remove a line that is a mistake."""

    model = TrainingCompletion
    fk_name = "training"
    fields = ("user", "completed_at", "recorded_by")
    autocomplete_fields = ("user",)
    readonly_fields = ("completed_at", "recorded_by")
    verbose_name = _("person who has done it")
    verbose_name_plural = _("people who have done it")

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:  # noqa: ANN401 - Django's own signature
        """A completion is not edited."""
        return False

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:  # noqa: ANN401
        return super().has_change_permission(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:  # noqa: ANN401
        return super().has_change_permission(request, obj)


@admin.register(Training)
class TrainingAdmin(KeptAdmin[Training]):
    """Trainings of mentors, and who has done them (P-10)."""

    list_display = ("name", "program", "minutes", "done_by")
    list_filter = ("program",)
    list_select_related = ("program",)
    search_fields = ("name",)
    fields = ("program", "name", "about", "minutes", "url")
    inlines = (CompletionRows,)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Training]:
        """Count who has done each."""
        return super().get_queryset(request).annotate(done_count=Count("completions"))

    @admin.display(description=_("Done by"), ordering="done_count")
    def done_by(self, obj: Training) -> int:
        """How many people have done it."""
        return int(getattr(obj, "done_count", 0))

    def get_inlines(self, request: HttpRequest, obj: Training | None) -> Any:  # noqa: ANN401 - Django's own signature
        """A training is added first."""
        return super().get_inlines(request, obj) if obj else ()

    def save_formset(self, request: HttpRequest, form: Any, formset: Any, change: bool) -> None:  # noqa: ANN401, FBT001 - Django's own signature
        """Record completions and take them back."""
        formset.save(commit=False)
        for completion in formset.deleted_objects:
            training.take_back_completion(completion, by=reader(request), now=timezone.now())
        for completion in formset.new_objects:
            training.record_completion(form.instance, user=completion.user, by=reader(request), now=timezone.now())


@admin.register(Resource)
class ResourceAdmin(KeptAdmin[Resource]):
    """What people can read and use (P-11)."""

    list_display = ("name", "program", "audience", "url")
    list_filter = ("program", "audience")
    list_select_related = ("program",)
    search_fields = ("name",)
    fields = ("program", "name", "about", "url", "audience")


class GoalForm(forms.ModelForm[Goal]):
    def clean_due_on(self) -> date:
        """Refuse a day that has passed, unless it is the one that was set before."""
        day: date = self.cleaned_data["due_on"]
        if "due_on" in self.changed_data:
            not_past(day, today=timezone.localdate())
        return day


class GoalBlocks(Blocks):
    """Measurable goals on the program's page (P-04)."""

    model = Goal
    form = GoalForm
    verbose_name = _("goal")
    verbose_name_plural = _("goals")
    fields = ("statement", "kpi", ("baseline", "target"), ("unit", "due_on"))


class TrainingRows(Rows):
    """Trainings on the program's page (P-10)."""

    model = Training
    fields = ("name", "about", "minutes", "url", "own_page")
    readonly_fields = ("own_page",)


class ResourceRows(Rows):
    """Resources on the program's page (P-11)."""

    model = Resource
    fields = ("name", "about", "url", "audience")


def keep(row: Any, fields: list[str], request: HttpRequest, *, change: bool) -> None:  # noqa: ANN401 - one of the kept kinds
    """Add or change a row as the signed-in person."""
    if change:
        keeping.change(row, fields=fields, by=reader(request), now=timezone.now())
    else:
        keeping.add(row, by=reader(request), now=timezone.now())
