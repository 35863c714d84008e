"""Two people at one form: who saves over a newer version sees both texts, and nothing goes back to what it was (E-30).

A form carries, for each of its fields, a keyed mark of what the person saw there. When it comes back, three texts meet:
what was seen, what is saved now, and what was typed.

- A field that the person left alone takes what is saved now.
- A field that nobody else changed takes what was typed.
- A field that both changed is a `Difference`: the form is not saved, and shows both for a choice.
- A field that was not on the person's page, as it could not be changed then, takes what is saved now.

Every page of ours carries marks, empty ones too where nothing could be changed. What carries none comes from no page of
ours: it is compared with what is saved now, as Django does it.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any, TypeVar, cast

from django import forms
from django.db.models import Model, QuerySet
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from web import key_ring

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from django.http import HttpRequest, QueryDict

F = TypeVar("F", bound=forms.BaseForm)

SEEN = "seen"
THEIRS = "theirs"
PURPOSE = "people.newer"
REMOVE = "DELETE"  # as formsets call it
TICKED = {"on", "true", "True", "1"}
LENGTH = 16


@dataclass(frozen=True)
class Difference:
    """A field that both changed. `name` is the one in the page."""

    name: str
    label: str
    theirs: str
    yours: str


def warning() -> str:
    """Return what a form says that was made from an older version."""
    return _("A newer version was saved while you were writing. Nothing is lost: compare both texts, then save again.")


def fields_of(form: forms.BaseForm) -> Iterator[tuple[str, forms.Field]]:
    """Yield what a person can change."""
    for name, field in form.fields.items():
        if not (field.disabled or field.widget.is_hidden or isinstance(field, forms.FileField) or name == REMOVE):
            yield name, field


def marks(form: forms.BaseForm, *, row: str = "") -> dict[str, str]:
    """Return the mark of each field as it is saved now; `row` names the form among several."""
    return {
        row + name: mark(row + name, plain(field, form.get_initial_for_field(field, name)))
        for name, field in fields_of(form)
    }


def mark(name: str, value: str) -> str:
    """Return what stands for a value in a page."""
    return key_ring.digest(f"{name}\n{value}", purpose=PURPOSE)[:LENGTH]


def written(marks: Mapping[str, str]) -> str:
    """Return marks as they stand in a page."""
    return json.dumps(marks, separators=(",", ":"))


def read(data: QueryDict) -> dict[str, str] | None:
    """Return the marks that a form brings; None where there are none, or where someone wrote something else there."""
    try:
        marks = json.loads(data.get(SEEN, ""))
    except ValueError:
        return None
    return {str(key): str(value) for key, value in marks.items()} if isinstance(marks, dict) else None


def merge(
    form: forms.BaseForm, data: QueryDict, *, row: str = "", prefix: str = "", title: str = ""
) -> list[Difference]:
    """Compare what was typed with what an unbound form shows, and write into `data` what the person left alone.

    `prefix` is what stands before the names in `data`; `title` names the row for people.
    """
    seen, theirs = read(data), data.getlist(THEIRS)
    differences: list[Difference] = []
    if seen is None:
        return differences
    for name, field in fields_of(form):
        html, key = prefix + name, row + name
        now = form.get_initial_for_field(field, name)
        if html in theirs or key not in seen:
            put(data, html, field, now)
            continue
        if seen[key] == mark(key, plain(field, now)):
            continue
        typed = typed_in(field, data, html)
        if seen[key] == mark(key, plain(field, typed)):
            put(data, html, field, now)
        elif plain(field, typed) != plain(field, now):
            label = str(form[name].label)
            label = _("%(row)s: %(field)s") % {"row": title, "field": label} if title else label
            differences.append(Difference(html, label, shown(field, now), shown(field, typed)))
    return differences


def removed(form: forms.BaseForm, data: QueryDict, *, row: str, prefix: str, title: str) -> Difference | None:
    """Return what the person would remove of a row without having seen it; take the tick away where they keep the row."""
    html = prefix + REMOVE
    if data.get(html, "") not in TICKED:
        return None
    if html in data.getlist(THEIRS):
        data.pop(html)
        return None
    seen = read(data) or {}
    fresh = [
        f"{form[name].label}: {shown(field, now)}"
        for name, field in fields_of(form)
        for now in [form.get_initial_for_field(field, name)]
        if seen.get(row + name, "") not in {"", mark(row + name, plain(field, now))}
    ]
    return Difference(html, title, "\n".join(fresh), _("Removed")) if fresh else None


def changed_in(form: forms.BaseForm, data: QueryDict, *, row: str, prefix: str) -> list[str]:
    """Return what the person typed into a row, field by field; nothing where they left it alone or would remove it."""
    seen = read(data) or {}
    if data.get(prefix + REMOVE, "") in TICKED:
        return []
    typed = [(name, field, typed_in(field, data, prefix + name)) for name, field in fields_of(form)]
    if all(seen.get(row + name) == mark(row + name, plain(field, value)) for name, field, value in typed):
        return []
    return [f"{form[name].label}: {shown(field, value)}" for name, field, value in typed]


def asked(make: Callable[[QueryDict | None], F], request: HttpRequest) -> F:
    """Return the form to be shown; after a POST bound to what was typed, with what others saved where it was left alone.

    Where both changed a field it has an error, and its `differences`.
    """
    if request.method != "POST":
        return make(None)
    data = request.POST
    merged = data.copy()
    differences = merge(make(None), merged)
    form = make(merged)
    form.differences = differences  # type: ignore[attr-defined]
    if differences:
        form.add_error(None, warning())
    return form


def unwrapped(field: forms.Field) -> forms.Widget:
    """Return a field's own widget: the desk puts some into others."""
    return cast("forms.Widget", getattr(field.widget, "widget", field.widget))


def typed_in(field: forms.Field, data: QueryDict, html: str) -> Any:  # noqa: ANN401 - of whichever field
    """Return what was typed as the field understands it, or as it stands there."""
    raw = unwrapped(field).value_from_datadict(data, {}, html)  # type: ignore[arg-type]
    try:
        return field.to_python(raw)
    except forms.ValidationError:
        return raw


def put(data: QueryDict, html: str, field: forms.Field, value: Any) -> None:  # noqa: ANN401 - of whichever field
    """Write a value as the field's widget would send it."""
    widget = unwrapped(field)
    if isinstance(widget, forms.CheckboxInput):
        data.pop(html, None)
        if value:
            data[html] = "on"
        return
    if isinstance(widget, forms.MultiWidget):
        names = cast("Any", widget).widgets_names
        for name, part, part_value in zip(names, widget.widgets, widget.decompress(value) or (), strict=True):
            data[html + name] = str(part.format_value(part_value) or "")
        return
    sent = widget.format_value(field.prepare_value(value))
    data.setlist(html, [str(text) for text in sent] if isinstance(sent, list) else ["" if sent is None else str(sent)])


def plain(field: forms.Field, value: Any) -> str:  # noqa: ANN401 - of whichever field
    """Return a value so that it is the same text whether it comes from the database or from a page."""
    if type(field) is forms.BooleanField:
        return str(bool(value))
    return _plain(value)


def _plain(value: Any) -> str:  # noqa: ANN401 - of whichever field
    if callable(value):
        value = value()
    match value:
        case Model():
            value = value.pk
        case QuerySet() | list() | tuple() | set() | frozenset():
            value = json.dumps(sorted(_plain(member) for member in value)) if value else ""
        case Decimal():
            value = format(value.normalize(), "f")
        case datetime():
            value = value.astimezone(UTC).isoformat()
        case str():
            value = value.replace("\r\n", "\n").strip()
    return "" if value is None else str(value)


def shown(field: forms.Field, value: Any) -> str:  # noqa: ANN401 - of whichever field
    """Say a value to a person."""
    if isinstance(value, (QuerySet, list, tuple, set)):
        text = ", ".join(shown(field, member) for member in value)
    elif isinstance(field, forms.BooleanField):
        text = _("Yes") if value else _("No")
    elif isinstance(value, datetime):
        text = date_format(value, "DATETIME_FORMAT")
    elif isinstance(value, date):
        text = date_format(value, "DATE_FORMAT")
    else:
        text = called(field, value)
    return text or _("(empty)")


def called(field: forms.Field, value: Any) -> str:  # noqa: ANN401 - of whichever field
    """Return what a chosen thing is called; other values as they are."""
    if value in {None, ""} or isinstance(value, Model):
        return str(value or "")
    if isinstance(field, forms.ModelChoiceField):
        return str((field.queryset.filter(pk=value).first() if field.queryset is not None else None) or value)
    return labels(field).get(str(value), str(value)) if isinstance(field, forms.ChoiceField) else str(value)


def labels(field: forms.ChoiceField) -> dict[str, str]:
    """Return what choices are called, those in groups too."""
    names: dict[str, str] = {}
    for value, label in cast("list[Any]", field.choices):
        inside = label if isinstance(label, (list, tuple)) else [(value, label)]
        names |= {str(choice): str(name) for choice, name in inside}
    return names
