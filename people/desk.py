"""The base of every admin: the coordinators' dashboard is scoped, and closed until a class opens it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, Generic, TypeVar, cast

from django import forms
from django.db import models
from django.db.models import Model
from django.utils.text import capfirst
from unfold.admin import ModelAdmin
from unfold.decorators import display
from unfold.widgets import INPUT_CLASSES, UnfoldAdminTextareaWidget

from people import policy
from people.errors import RefusedError

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.db.models import QuerySet
    from django.http import HttpRequest, HttpResponse
    from django.utils.functional import _StrPromise

    from people.models import User

M = TypeVar("M", bound=Model)
F = TypeVar("F", bound="Callable[..., object]")


def reader(request: HttpRequest) -> User:
    """Return the signed-in person; the admin lets nobody else through."""
    return cast("User", request.user)


def column(description: str | _StrPromise, **options: Any) -> Callable[[F], F]:  # noqa: ANN401 - as Unfold takes them
    """Describe a column of a list: Unfold's `display` with words that are translated late, as all of ours are."""
    return cast("Callable[[F], F]", display(description=cast("str", description), **options))


class DayInput(forms.DateInput):
    """The browser's own calendar: it speaks the person's language and needs no script of ours."""

    input_type = "date"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        """Send days the way such an input understands them."""
        super().__init__({"class": " ".join(INPUT_CLASSES), **(attrs or {})}, format="%Y-%m-%d")


WIDGETS: dict[type, object] = {
    models.DateField: {"widget": DayInput},
    models.TextField: {"widget": UnfoldAdminTextareaWidget(attrs={"rows": 5})},
}


def refused(form: type[forms.ModelForm[Any]], error: RefusedError) -> type[forms.ModelForm[Any]]:
    """Return the form that says what a process refused, at its field where the error names one of the form's."""

    class Refused(form):  # type: ignore[valid-type, misc]
        def _post_clean(self) -> None:
            super()._post_clean()
            self.add_error(error.field if error.field in self.fields else None, str(error))

    return Refused


class DeskAdmin(ModelAdmin, Generic[M]):
    """Shows what `model.objects.managed_by(user)` holds. Adding, changing and deleting are off unless opened.

    `change_action` names the policy action that opens changing (and `add_action` adding); the object must
    answer `roles_of(user)` unless the action needs no object. Deleting is never open: things end, they do not vanish.
    """

    change_action: ClassVar[policy.Action | None] = None
    add_action: ClassVar[policy.Action | None] = None
    add_title: ClassVar[str | _StrPromise] = ""
    list_per_page = 25
    compressed_fields = True
    warn_unsaved_form = True
    list_filter_submit = True
    formfield_overrides = WIDGETS  # type: ignore[misc, assignment]  # Unfold merges it into its own, for each admin

    def get_queryset(self, request: HttpRequest) -> QuerySet[M]:
        """Only what the person manages."""
        manager: Any = self.model._default_manager  # noqa: SLF001 - Django's own name for it
        return cast("QuerySet[M]", manager.managed_by(reader(request)))

    def has_module_permission(self, request: HttpRequest) -> bool:
        """Open to whoever may open the dashboard at all; lists are scoped."""
        return reader(request).is_active and reader(request).is_staff

    def has_view_permission(self, request: HttpRequest, obj: M | None = None) -> bool:
        """Reading is decided by the scoped list: what is not in it answers 404."""
        return self.has_module_permission(request)

    def has_change_permission(self, request: HttpRequest, obj: M | None = None) -> bool:
        """Closed unless the class names an action that the person may do on the object."""
        if self.change_action is None or not self.has_module_permission(request):
            return False
        return obj is None or policy.allows(reader(request), self.change_action, cast("Any", obj))

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Closed unless the class names an action."""
        return self.add_action is not None and self.has_module_permission(request)

    def has_delete_permission(self, request: HttpRequest, obj: M | None = None) -> bool:
        """Nothing is deleted from the dashboard."""
        return False

    def get_form(
        self,
        request: HttpRequest,
        obj: M | None = None,
        change: bool = False,  # noqa: FBT001, FBT002 - as Django declares it
        **kwargs: Any,  # noqa: ANN401 - as Django declares it
    ) -> type[forms.ModelForm[Any]]:
        """Say on the form what a process has refused in this request."""
        form: type[forms.ModelForm[Any]] = super().get_form(request, obj, change, **kwargs)
        error = getattr(request, "refused", None)
        return form if error is None else refused(form, error)

    def changelist_view(  # type: ignore[override]  # an answer may lead elsewhere
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Call a list what is in it, where Django tells people to select one “to change”."""
        title = {"title": capfirst(str(self.opts.verbose_name_plural))}
        return cast("HttpResponse", super().changelist_view(request, title | (extra_context or {})))

    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Call the page what it does, where the class says it better than “Add …”."""
        title = {"title": self.add_title} if self.add_title else {}
        return super().add_view(request, form_url, title | (extra_context or {}))

    def changeform_view(  # type: ignore[override]  # an answer may lead elsewhere
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """Show the form again with everything that was typed when a process refuses. All it did is rolled back by then."""
        try:
            return cast("HttpResponse", super().changeform_view(request, object_id, form_url, extra_context))
        except RefusedError as error:
            if request.method != "POST":
                raise
            request.refused = error  # type: ignore[attr-defined] # for get_form
        return cast("HttpResponse", super().changeform_view(request, object_id, form_url, extra_context))
