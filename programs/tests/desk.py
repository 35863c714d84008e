"""Fills and sends the desk's forms in tests, as a browser would: everything that the page shows goes back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.urls import reverse

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.db.models import Model
    from django.forms import BaseForm
    from django.test import Client
    from django.test.client import _MonkeyPatchedWSGIResponse as HttpResponse


def page(model: str, obj: Model) -> str:
    """Return the address of a row on the desk."""
    return reverse(f"admin:programs_{model}_change", args=[obj.pk])


def part_page(program: Model, part: str) -> str:
    """Return the address of a part of a program's page."""
    return f"{page('program', program)}?part={part}"


def step(model: str, obj: Model, key: str) -> str:
    """Return the address of one of its steps."""
    return reverse(f"admin:programs_{model}_step", args=[obj.pk, key])


def fields_of(form: BaseForm) -> Iterator[tuple[str, Any]]:
    """Return what the form's inputs hold; a box that is not ticked sends nothing."""
    for bound in form:
        value = bound.value()
        if value is None or value is False:
            continue
        if isinstance(value, list):
            value = [getattr(item, "pk", item) for item in value]
        yield bound.html_name, value


def filled(page: HttpResponse) -> dict[str, Any]:
    """Return the whole form of an add or change page with its inlines."""
    data = dict(fields_of(page.context["adminform"].form))
    for inline in page.context["inline_admin_formsets"]:
        data |= dict(fields_of(inline.formset.management_form))
        for form in inline.formset.forms:
            data |= dict(fields_of(form))
    return data


def send(client: Client, url: str, **changes: object) -> HttpResponse:
    """Open the page, change some fields (`__` for `-` in a name), and save."""
    data = filled(client.get(url))
    data |= {name.replace("__", "-"): value for name, value in changes.items()}
    return client.post(url, data, follow=True)


def add_line(client: Client, url: str, prefix: str, **values: object) -> HttpResponse:
    """Add one line to an inline, and save."""
    data = filled(client.get(url))
    number = int(data[f"{prefix}-TOTAL_FORMS"])
    data[f"{prefix}-TOTAL_FORMS"] = number + 1
    data |= {f"{prefix}-{number}-{name}": value for name, value in values.items()}
    return client.post(url, data, follow=True)


def said(page: HttpResponse) -> list[str]:
    """Return the messages on a page."""
    return [str(message) for message in page.context["messages"]]
