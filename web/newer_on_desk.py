"""Forms of the desk that several people may have open at once, with the rows below them (E-30)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from django.contrib.admin.utils import flatten_fieldsets, unquote
from django.utils.translation import gettext as _
from unfold.admin import ModelAdmin

from web import newer
from web.fields.texts import is_number

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.db.models import Model
    from django.forms import BaseForm, BaseInlineFormSet
    from django.http import HttpRequest, HttpResponse, QueryDict


class NewerVersions(ModelAdmin):
    """Mixed into every admin: its pages carry what the person saw, and compare it before anything is saved."""

    change_form_before_template = "admin/newer.html"  # type: ignore[assignment]  # Unfold's None is a default

    def lock_row(self, obj: Any) -> None:  # noqa: ANN401 - of whichever model
        """Lock the row for the save. Where a process locks something before it, lock that before it here too."""
        rows = type(obj)._base_manager.select_for_update(of=("self",))  # noqa: SLF001 - Django's public name for it
        rows.filter(pk=obj.pk).values_list("pk").first()

    def _changeform_view(
        self, request: HttpRequest, object_id: str | None, form_url: str, extra_context: dict[str, Any] | None
    ) -> HttpResponse:
        if request.method == "POST" and object_id is not None and not hasattr(request, "differences"):
            self.take_newer(request, unquote(object_id))
        return super()._changeform_view(request, object_id, form_url, extra_context)  # type: ignore[misc, no-any-return]

    def take_newer(self, request: HttpRequest, object_id: str) -> None:
        """Lock, take what others saved where the person left a field alone, and note what both changed."""
        desk = cast("Any", self)
        row = desk.get_object(request, object_id)
        if row is None or not desk.has_change_permission(request, row):
            return
        self.lock_row(row)
        obj = desk.get_object(request, object_id)
        data = request.POST.copy()
        names = flatten_fieldsets(desk.get_fieldsets(request, obj))
        form = desk.get_form(request, obj, change=True, fields=names)(instance=obj)
        differences = newer.merge(form, data)
        for formset in formsets_of(desk, request, obj):
            differences += merge_rows(formset, data)
        request.POST = data  # type: ignore[assignment]
        request.differences = differences  # type: ignore[attr-defined]

    def render_change_form(self, request: HttpRequest, context: dict[str, Any], **how: Any) -> HttpResponse:  # type: ignore[override]  # noqa: ANN401 - Django names them all
        """Add what is seen, and what differs."""
        if context["original"] is not None:
            marks = newer.marks(context["adminform"].form)
            for inline in context["inline_admin_formsets"]:
                for form in inline.formset.initial_forms:
                    marks |= newer.marks(form, row=row_of(inline.formset, form.instance))
            context["seen"] = newer.written(marks)
            context["differences"] = getattr(request, "differences", ())
            # That there are two versions is the only thing that the form complains about: nothing below is wrong.
            if context["differences"] and len(context["errors"]) == 1:
                context["errors"] = ()
        return super().render_change_form(request, context, **how)


def row_of(formset: BaseInlineFormSet[Any, Any, Any], row: Model) -> str:
    """Name a row of a formset: by its number, wherever it stands on the page."""
    return f"{formset.prefix}:{row.pk}:"


def formsets_of(desk: Any, request: HttpRequest, obj: Model) -> Iterator[BaseInlineFormSet[Any, Any, Any]]:  # noqa: ANN401 - an admin
    """Yield the rows as they are saved now, where the person may change them."""
    prefixes: dict[str, int] = {}
    for formset, inline in desk.get_formsets_with_inlines(request, obj):
        prefix = formset.get_default_prefix()
        prefixes[prefix] = prefixes.get(prefix, 0) + 1
        if prefixes[prefix] != 1:
            prefix = f"{prefix}-{prefixes[prefix]}"
        if inline.has_change_permission(request, obj):
            yield formset(instance=obj, prefix=prefix, queryset=inline.get_queryset(request))


def rows_in(formset: BaseInlineFormSet[Any, Any, Any], data: QueryDict) -> list[str]:
    """Return the number of the saved row in each place of a page; an empty text where it is a new one."""
    count = data.get(f"{formset.prefix}-TOTAL_FORMS", "")
    key = cast("Any", formset.model)._meta.pk.name
    places = range(min(int(count), formset.absolute_max) if is_number(count) else 0)
    return [data.get(f"{formset.prefix}-{index}-{key}", "") for index in places]


def take_up_removed(formset: BaseInlineFormSet[Any, Any, Any], data: QueryDict) -> list[newer.Difference]:
    """Make a new row of one that someone else has removed while the person wrote in it; drop those they left alone."""
    on_page = rows_in(formset, data)
    saved = {str(cast("Any", form).instance.pk) for form in formset.initial_forms}
    for index, pk in enumerate(on_page):
        # The answer to the question below: the row stays removed.
        if not pk and f"{formset.prefix}-{index}-{newer.REMOVE}" in data.getlist(newer.THEIRS):
            data[f"{formset.prefix}-{index}-{newer.REMOVE}"] = "on"
    if saved.issuperset(filter(None, on_page)):
        return []
    typed = {
        index: newer.changed_in(
            formset.empty_form, data, row=f"{formset.prefix}:{pk}:", prefix=f"{formset.prefix}-{index}-"
        )
        for index, pk in enumerate(on_page)
        if pk and pk not in saved
    }
    living = [index for index, pk in enumerate(on_page) if pk in saved]
    again = [index for index, texts in typed.items() if texts]
    move_rows(
        formset, data, [*living, *again, *(index for index, pk in enumerate(on_page) if not pk)], initial=len(living)
    )
    return [
        newer.Difference(
            f"{formset.prefix}-{new_index}-{newer.REMOVE}",
            str(cast("Any", formset.model)._meta.verbose_name),
            _("Removed"),
            "\n".join(typed[index]),
        )
        for new_index, index in enumerate(again, start=len(living))
    ]


def move_rows(formset: BaseInlineFormSet[Any, Any, Any], data: QueryDict, places: list[int], *, initial: int) -> None:
    """Keep only the rows in these places, in this order; those after the first `initial` are new ones."""
    key = cast("Any", formset.model)._meta.pk.name
    rows: dict[str, dict[str, list[str]]] = {}
    for name in [name for name in data if name.startswith(f"{formset.prefix}-")]:
        number, separator, rest = name.removeprefix(f"{formset.prefix}-").partition("-")
        if separator and is_number(number):
            rows.setdefault(number, {})[rest] = data.getlist(name)
            del data[name]
    for new_index, index in enumerate(places):
        for rest, values in rows.get(str(index), {}).items():
            data.setlist(
                f"{formset.prefix}-{new_index}-{rest}", [""] if rest == key and new_index >= initial else values
            )
    data[f"{formset.prefix}-TOTAL_FORMS"], data[f"{formset.prefix}-INITIAL_FORMS"] = str(len(places)), str(initial)


def merge_rows(formset: BaseInlineFormSet[Any, Any, Any], data: QueryDict) -> list[newer.Difference]:
    """Compare each row that is on the page with what is saved of it now."""
    differences = take_up_removed(formset, data)
    places = {pk: f"{formset.prefix}-{index}-" for index, pk in enumerate(rows_in(formset, data))}
    forms: list[BaseForm] = list(formset.initial_forms)
    for form in forms:
        row = cast("Any", form).instance
        if prefix := places.get(str(row.pk)):
            if removed := newer.removed(form, data, row=row_of(formset, row), prefix=prefix, title=str(row)):
                differences.append(removed)
            differences += newer.merge(form, data, row=row_of(formset, row), prefix=prefix, title=str(row))
    return differences
