"""Questions that mentees ask mentors themselves, to be read by the coordinator. Nobody answers for the mentor."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django.contrib import admin
from django.utils.decorators import method_decorator
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe
from unfold.decorators import display

from matching.models import MentorRequest, RequestStatus
from people.desk.pages import LABELS, OpeningFilter, PageAdmin, day

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django.http import HttpRequest, HttpResponse


class MentorRequestStateFilter(OpeningFilter):
    """Opens on those that wait for an answer."""

    title = gettext_lazy("status")

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:  # noqa: ANN401 - Django's signature
        """Offer the states that a coordinator asks for."""
        return [*RequestStatus.choices, ("all", gettext_lazy("All"))]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:  # noqa: ANN401 - Django's signature
        return queryset if self.value() == "all" else queryset.filter(status=self.value())


@admin.register(MentorRequest)
class MentorRequestAdmin(PageAdmin[MentorRequest]):
    """The list opens on questions that wait; each opens on the reasons of the suggestion."""

    list_display = ("mentee", "mentor", "program", "state", "score", "asked", "until")
    list_filter = (MentorRequestStateFilter, ("mentee__cohort", admin.RelatedOnlyFieldListFilter))
    search_fields: ClassVar[list[str]] = ["mentee__user__name", "mentor__user__name"]
    ordering = ("asked_at", "pk")

    def get_queryset(self, request: HttpRequest) -> QuerySet[MentorRequest]:
        """Scoped, with both people."""
        return super().get_queryset(request).select_related("mentee__cohort__program", "mentee__user", "mentor__user")

    @admin.display(description=gettext_lazy("program"))
    def program(self, request: MentorRequest) -> str:
        return str(request.mentee.cohort.program)

    @display(description=gettext_lazy("status"), label=LABELS, ordering="status")  # type: ignore[arg-type] # the library says str
    def state(self, request: MentorRequest) -> tuple[str, str]:
        """Where the question stands."""
        return request.status, request.get_status_display()

    @admin.display(description=gettext_lazy("asked"), ordering="asked_at")
    def asked(self, request: MentorRequest) -> str:
        return day(request.asked_at)

    @admin.display(description=gettext_lazy("answer until"), ordering="reply_by")
    def until(self, request: MentorRequest) -> str:
        return day(request.reply_by)

    @method_decorator(require_safe)
    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Show one question, and how its score comes about."""
        fetched = self.fetch(request, object_id)
        return self.page(request, "request", str(fetched), asked=MentorRequest.objects.with_people().get(pk=fetched.pk))
