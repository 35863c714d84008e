"""The base of every admin: the coordinators' dashboard is scoped, and closed until a class opens it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, Generic, TypeVar, cast

from django import forms
from django.contrib.admin import ShowFacets, helpers
from django.contrib.admin.options import IncorrectLookupParameters
from django.core.exceptions import BadRequest, ValidationError
from django.db import IntegrityError, models
from django.db.models import Model
from django.http import Http404, HttpResponseNotAllowed
from django.utils.text import capfirst
from unfold.decorators import display
from unfold.widgets import INPUT_CLASSES, UnfoldAdminTextareaWidget

from people import policy
from people.database import first_come
from people.errors import RefusedError
from people.reader import reader
from web import newer
from web.desk_lists import DeskList, asked_of_a_list, scoped_filter
from web.fields.by_name import ChooseOne, ChooseSeveral
from web.fields.days import within_reach
from web.fields.texts import search_words
from web.newer_on_desk import NewerVersions

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.db.models import QuerySet
    from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
    from django.utils.functional import _StrPromise


M = TypeVar("M", bound=Model)
F = TypeVar("F", bound="Callable[..., object]")


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
    models.DateField: {"widget": DayInput, "validators": [within_reach]},
    models.TextField: {"widget": UnfoldAdminTextareaWidget(attrs={"rows": 5})},
}


def refused(form: type[forms.ModelForm[Any]], sentence: str, field: str | None = None) -> type[forms.ModelForm[Any]]:
    """Return the form that says what was refused, at its field where there is one of the name."""

    class Refused(form):  # type: ignore[valid-type, misc]
        def _post_clean(self) -> None:
            super()._post_clean()
            self.add_error(field if field in self.fields else None, sentence)

    return Refused


class DeskAdmin(NewerVersions, Generic[M]):
    """Shows what `model.objects.managed_by(user)` holds. Adding, changing and deleting are off unless opened.

    `change_action` names the policy action that opens changing (and `add_action` adding); the object must
    answer `roles_of(user)` unless the action needs no object. Deleting is never open: things end, they do not vanish.

    What may be asked of the list is what its page offers (`web.desk_lists`). An object that is not in the list of the
    person answers as one that does not exist.
    """

    change_action: ClassVar[policy.Action | None] = None
    add_action: ClassVar[policy.Action | None] = None
    add_title: ClassVar[str | _StrPromise] = ""
    list_per_page = 25
    compressed_fields = True
    warn_unsaved_form = True
    list_filter_submit = True
    formfield_overrides = WIDGETS  # type: ignore[misc, assignment]  # Unfold merges it into its own, for each admin
    show_facets = ShowFacets.NEVER
    view_on_site = False

    def get_queryset(self, request: HttpRequest) -> QuerySet[M]:
        """Only what the person manages."""
        manager: Any = self.model._default_manager  # noqa: SLF001 - Django's own name for it
        return cast("QuerySet[M]", manager.managed_by(reader(request)))

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[M], search_term: str
    ) -> tuple[QuerySet[M], bool]:
        """Search with the first words only: each is another condition for the database (E-37)."""
        return super().get_search_results(request, queryset, search_words(search_term))

    def has_module_permission(self, request: HttpRequest) -> bool:
        """Open to everyone who may open the desk at all; lists are scoped."""
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

    def may_look_up(self, request: HttpRequest, field_name: str) -> bool:
        """Whether the person fills in, somewhere, a form of this model that finds things for this field by name."""
        return field_name in self.get_autocomplete_fields(request) and self.has_add_permission(request)

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:  # noqa: ANN401 - Django's own signature
        """Find by name what the class says."""
        if db_field.name in self.get_autocomplete_fields(request):
            kwargs.setdefault("widget", ChooseOne(db_field, self.admin_site))
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def formfield_for_manytomany(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:  # noqa: ANN401 - Django's own signature
        """Find by name what the class says."""
        if db_field.name in self.get_autocomplete_fields(request):
            kwargs.setdefault("widget", ChooseSeveral(db_field, self.admin_site))
        return super().formfield_for_manytomany(db_field, request, **kwargs)

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[DeskList]:  # type: ignore[override] # noqa: ANN401 - Unfold means the class
        """Take the list that answers only what its page asks."""
        return DeskList

    def get_changelist_instance(self, request: HttpRequest) -> DeskList:
        """Leave aside what no list knows, and refuse what cannot be understood."""
        try:
            request.GET = asked_of_a_list(request.GET)  # type: ignore[assignment] # the stubs know the frozen one only
            return cast("DeskList", super().get_changelist_instance(request))
        except (IncorrectLookupParameters, ValidationError, ValueError, OverflowError) as error:
            if not request.GET:
                raise
            raise BadRequest from error

    def get_list_filter(self, request: HttpRequest) -> list[Any]:
        """Filters by something related name only what the person may see."""
        return [scoped_filter(item, self.model) for item in super().get_list_filter(request)]

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest | None = None) -> bool:
        """None at all: a list of the desk knows the parameters of its filters, not paths to columns."""
        return False

    def to_field_allowed(self, request: HttpRequest, to_field: str) -> bool:
        """Objects are found by their number and by nothing else."""
        return to_field == self.opts.pk.attname

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        """Begin with an empty form: nothing on the desk fills one in through an address."""
        return {}

    def response_action(self, request: HttpRequest, queryset: QuerySet[M]) -> HttpResponse | None:  # type: ignore[override]
        """Refuse ticks that are no numbers of rows, before anything is done."""
        try:
            for ticked in request.POST.getlist(helpers.ACTION_CHECKBOX_NAME):
                self.opts.pk.to_python(ticked)
        except (ValidationError, ValueError) as error:
            raise BadRequest from error
        return super().response_action(request, queryset)

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Have no such page: what was done stands in the audit trail, which knows who may read it."""
        raise Http404

    def log_addition(self, request: HttpRequest, obj: Any, message: Any) -> Any:  # noqa: ANN401 - Django's signature
        """Keep no second record, which would hold names."""

    def log_change(self, request: HttpRequest, obj: Any, message: Any) -> Any:  # noqa: ANN401 - Django's signature
        """Keep no second record."""

    def log_deletions(self, request: HttpRequest, queryset: QuerySet[M]) -> Any:  # noqa: ANN401 - Django's signature
        """Keep no second record."""

    def _get_obj_does_not_exist_redirect(
        self, request: HttpRequest, opts: object, object_id: str
    ) -> HttpResponseRedirect:
        """Answer 404, where Django leads to the front page and says which number does not exist."""
        raise Http404

    def get_form(
        self,
        request: HttpRequest,
        obj: M | None = None,
        change: bool = False,  # noqa: FBT001, FBT002 - as Django declares it
        **kwargs: Any,  # noqa: ANN401 - as Django declares it
    ) -> type[forms.ModelForm[Any]]:
        """Say on the form what a process has refused in this request, or that someone else has saved a newer version."""
        form: type[forms.ModelForm[Any]] = super().get_form(request, obj, change, **kwargs)
        if getattr(request, "differences", ()):
            return refused(form, newer.warning())
        error = getattr(request, "refused", None)
        return form if error is None else refused(form, str(error), error.field)

    def changelist_view(  # type: ignore[override]  # an answer may lead elsewhere
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Call a list what is in it, where Django tells people to select one “to change”. Only actions are posted."""
        if request.method == "POST" and not self.get_actions(request):
            return HttpResponseNotAllowed(["GET", "HEAD"])
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
        """Show the form again with everything that was typed when a process refuses, or when someone else was first.

        All it did is rolled back by then.
        """
        try:
            return cast("HttpResponse", super().changeform_view(request, object_id, form_url, extra_context))
        except (RefusedError, IntegrityError) as error:
            if request.method != "POST" or not (isinstance(error, RefusedError) or first_come.met(error)):
                raise
            refusal = error if isinstance(error, RefusedError) else RefusedError(first_come.sentence())
            request.refused = refusal  # type: ignore[attr-defined] # for get_form
        return cast("HttpResponse", super().changeform_view(request, object_id, form_url, extra_context))
