"""How fields of all forms are drawn: what was typed stays in the field, unless it is far too long to be of use (E-37)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.forms.renderers import DjangoTemplates
from django.utils.formats import number_format
from django.utils.html import format_html
from django.utils.translation import gettext as _

from web.fields.texts import PAGE

if TYPE_CHECKING:
    from django.http import HttpRequest

# People shorten what is a little too long in the field itself, so twice the limit stays whole. Fields that do not tell
# the browser their limit have at most a page.
ROOM = 2


class ShorteningRenderer(DjangoTemplates):
    """Shows the beginning of a text that is far over its limit, and says so under the field.

    A page would otherwise hand back megabytes to the person who pasted them. The limit is told in the field's error.
    """

    def render(self, template_name: str, context: dict[str, Any], request: HttpRequest | None = None) -> str:
        """Draw a widget, or anything else that Django draws for forms."""
        widget = context.get("widget")
        value = widget.get("value") if isinstance(widget, dict) else None
        if not widget or not isinstance(value, str):
            return super().render(template_name, context, request)
        most = ROOM * int(widget["attrs"].get("maxlength") or PAGE)
        if len(value) <= most:
            return super().render(template_name, context, request)
        drawn = super().render(template_name, {**context, "widget": {**widget, "value": value[:most]}}, request)
        if widget.get("is_hidden"):
            return drawn
        sentence = _("Too long to be shown again: this is only the beginning, the first %s characters.")
        return format_html('{}<p class="form-text">{}</p>', drawn, sentence % number_format(most, force_grouping=True))
