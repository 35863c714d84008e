"""Admins whose every change is a process: next steps as buttons on an object's page, and inlines by policy."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, ClassVar, TypeVar, cast

from django import forms
from django.contrib import admin, messages
from django.db.models import Model
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import path, reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.html import format_html
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.admin import StackedInline, TabularInline
from unfold.decorators import display

from people import policy
from people.desk.base import WIDGETS, DeskAdmin
from people.policy import Action
from people.reader import reader
from programs.errors import ProgramError
from programs.models import Program
from programs.models.program import ANYWHERE
from web.fields.by_name import ChooseOne

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from django.urls import URLPattern
    from django.utils.functional import _StrPromise

    from programs.guideline_versions.plain_words import GuidelinesSection

M = TypeVar("M", bound=Model)
F = TypeVar("F", bound="Callable[..., object]")


@dataclass(frozen=True)
class DeskStep:
    """A button on the page of an object. `run` does it and returns what to say, or where to go.

    `final` steps cannot be taken back: the person ticks a box first.
    """

    key: str
    label: str
    run: Callable[[HttpRequest], str | HttpResponseRedirect]
    explanation: str = ""
    main: bool = True
    final: str = ""


@dataclass(frozen=True)
class Panel:
    """What stands above the form of an object; `sections` is a text to read instead of a form."""

    steps: Sequence[DeskStep] = ()
    checklist: Sequence[dict[str, str]] = ()
    notice: str = ""
    tone: str = "info"
    sections: Sequence[GuidelinesSection] = ()
    links: Sequence[tuple[str, str]] = ()

    def __bool__(self) -> bool:
        """Whether there is anything to show."""
        return any((self.steps, self.checklist, self.notice, self.sections, self.links))

    @property
    def is_set_up(self) -> bool:
        """Whether every step of the checklist is done."""
        return all(step["state"] == "done" for step in self.checklist)


def badge(description: str | _StrPromise, labels: dict[str, str]) -> Callable[[F], F]:
    """Show a column as a badge; the method returns (code, words), and `labels` says which colour a code has."""
    return cast("Callable[[F], F]", display(description=cast("str", description), label=labels))


class PersonSelect(ChooseOne):
    """Finds a person by name or address. The words inside also name the field for screen readers."""

    def build_attrs(self, base_attrs: dict[str, Any], extra_attrs: dict[str, Any] | None = None) -> dict[str, Any]:
        """Put words where Django leaves an empty placeholder."""
        return {**super().build_attrs(base_attrs, extra_attrs), "data-placeholder": str(_("Type a name"))}


def day(moment: datetime | date | None) -> str:
    """Say a day with its month's name, in the reader's zone; a dash where there is none."""
    if isinstance(moment, datetime):
        moment = timezone.localtime(moment)
    return date_format(moment, "DATE_FORMAT") if moment else "–"


class ProcessAdmin(DeskAdmin[M]):
    """Shows a panel above the form, takes its steps by POST, and turns a refusal into a message."""

    change_action: ClassVar[Action | None] = Action.MANAGE_PROGRAM
    change_form_outer_before_template = "admin/programs/panel.html"  # type: ignore[assignment]  # Unfold's None is a default
    change_form_show_cancel_button = True

    def lock_row(self, obj: Any) -> None:  # noqa: ANN401 - of whichever model
        """Lock the program before what belongs to it, as the processes do."""
        if hasattr(obj, "program_id"):
            Program.objects.select_for_update().filter(pk=obj.program_id).values_list("pk").first()
        super().lock_row(obj)

    def panel(self, request: HttpRequest, obj: M) -> Panel:
        """Return what can be done with the object now."""
        return Panel()

    def get_urls(self) -> list[URLPattern]:
        """Add the address of the steps."""
        name = f"{self.opts.app_label}_{self.opts.model_name}_step"
        step = path("<path:object_id>/step/<slug:key>/", self.admin_site.admin_view(self.step_view), name=name)
        return [step, *super().get_urls()]

    def may_step(self, request: HttpRequest, obj: M) -> bool:
        """Whether the person may take steps: also where the form is closed, as for an approved version."""
        action = cast("Action", self.change_action)
        return self.has_module_permission(request) and policy.allows(reader(request), action, cast("Any", obj))

    def page_of(self, pk: object) -> str:
        """Return the address of an object's page."""
        return reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_change", args=[pk])

    def step_view(self, request: HttpRequest, object_id: str, key: str) -> HttpResponse:
        """Take a step. Anything but a POST leads to the page and changes nothing."""
        obj = self.get_object(request, object_id)
        if obj is None or not self.may_step(request, obj):
            raise Http404
        back = HttpResponseRedirect(self.page_of(obj.pk))
        if request.method != "POST":
            return back
        step = next((step for step in self.panel(request, obj).steps if step.key == key), None)
        if step is None:
            messages.error(request, _("This cannot be done now. The page shows the present status."))
            return back
        if step.final and not request.POST.get("sure"):
            messages.error(request, _("Nothing was changed. Tick the box first if you are sure."))
            return back
        try:
            message = step.run(request)
        except ProgramError as error:
            messages.error(request, str(error))
            return back
        if isinstance(message, str):
            messages.success(request, message)
            return back
        return message

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Whoever may do so in some program, or everywhere."""
        opened = super().has_add_permission(request) and self.add_action is not None
        return opened and policy.allows(reader(request), cast("Action", self.add_action), ANYWHERE)

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:  # noqa: ANN401 - Django's own signature
        """Offer the programs that the person manages."""
        if db_field.name == "program":
            kwargs.setdefault("queryset", Program.objects.managed_by(reader(request)))
        if db_field.name == "user":
            kwargs.setdefault("widget", PersonSelect(db_field, self.admin_site))
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:  # noqa: ANN401
        """Programs and people are chosen here and edited on their own pages."""
        formfield: Any = super().formfield_for_dbfield(db_field, request, **kwargs)
        if formfield and db_field.name in {"program", "user"}:
            formfield.widget = formfield.widget.widget
        return formfield

    def render_change_form(self, request: HttpRequest, context: dict[str, Any], **how: Any) -> HttpResponse:  # type: ignore[override]  # noqa: ANN401 - Django names them all
        obj: M | None = context["original"]
        if obj is not None and request.method == "GET":
            context["panel"] = self.panel(request, obj)
            context["step_base"] = self.page_of(obj.pk).removesuffix("change/") + "step/"
        return super().render_change_form(request, context, **how)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:  # noqa: ANN401, FBT001 - Django's own signature
        """Save the inlines. Lists of the object itself were written by its process."""
        for formset in formsets:
            self.save_formset(request, form, formset, change=change)


class OnceFormSet(forms.BaseInlineFormSet[Any, Any, Any]):
    """Makes its empty form once, and counts its rows once: the theme's templates ask some dozen times a page."""

    @cached_property
    def empty_form(self) -> Any:  # noqa: ANN401 - a form of whichever model
        return super().empty_form

    @cached_property
    def rows_there(self) -> int:
        return super().initial_form_count()

    def initial_form_count(self) -> int:
        """What was sent may differ from what is there."""
        return super().initial_form_count() if self.is_bound else self.rows_there


class ByPolicy:
    """An inline that those may change who manage the program. `obj` is the object whose page it is."""

    may_add: ClassVar[bool] = True
    may_delete: ClassVar[bool] = True
    extra = 0
    hide_title = True
    formset = OnceFormSet
    formfield_overrides = WIDGETS

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:  # noqa: ANN401 - Django's own signature
        """Find people by name."""
        if db_field.name == "user":
            kwargs.setdefault("widget", PersonSelect(db_field, self.admin_site))  # type: ignore[attr-defined]
        return super().formfield_for_foreignkey(db_field, request, **kwargs)  # type: ignore[misc]

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:  # noqa: ANN401 - Django's own signature
        """Whoever sees the page sees the inline."""
        return True

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:  # noqa: ANN401
        """By policy, on the program."""
        return obj is not None and policy.allows(reader(request), Action.MANAGE_PROGRAM, obj)

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:  # noqa: ANN401
        """By policy, where the inline adds."""
        return self.may_add and self.has_change_permission(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:  # noqa: ANN401
        """By policy, where the inline ends or removes."""
        return self.may_delete and self.has_change_permission(request, obj)


class Rows(ByPolicy, TabularInline):  # type: ignore[misc]
    """Rows of a table. Those that have a page of their own name `own_page` among their fields."""

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:  # noqa: ANN401 - Django's own signature
        """A column's heading is no label: each field says itself what it is."""
        formfield: Any = super().formfield_for_dbfield(db_field, request, **kwargs)
        if formfield:
            formfield.widget.attrs["aria-label"] = capfirst(formfield.label)
        return formfield

    @admin.display(description=gettext_lazy("Page"))
    def own_page(self, obj: Model) -> str:
        """The theme's own link shows only below a mouse."""
        if not obj.pk:
            return "–"
        page = reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_change", args=[obj.pk])
        return format_html(
            '<a class="text-primary-600 dark:text-primary-500 underline" href="{}">{}</a>', page, _("Open")
        )


class Blocks(ByPolicy, StackedInline):  # type: ignore[misc]
    pass
