"""Who signed up to learn, and who still has nobody."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django.contrib import admin
from django.db.models import Count
from django.utils.decorators import method_decorator
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe
from unfold.decorators import display

from people.desk.pages import LABELS, OpeningFilter, PageAdmin, day
from pool.joining.answers import answers_of
from pool.models import Mentee
from pool.relationships import relationships

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django.http import HttpRequest, HttpResponse


class MenteeStateFilter(OpeningFilter):
    """Opens on those who wait."""

    title = gettext_lazy("status")

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:  # noqa: ANN401 - Django's signature
        """Offer the states that a coordinator asks for."""
        return [
            ("waiting", gettext_lazy("Without a match")),
            ("proposed", gettext_lazy("Proposed, not answered")),
            ("matched", gettext_lazy("Matched")),
            ("nominated", gettext_lazy("Nominated, not confirmed yet")),
            ("completed", gettext_lazy("Completed")),
            ("withdrawn", gettext_lazy("Withdrawn")),
            ("all", gettext_lazy("All")),
        ]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:  # noqa: ANN401 - Django's signature
        if self.value() == "waiting":
            return queryset.waiting()
        if self.value() == "proposed":
            return queryset.filter(relationships().proposed())
        if self.value() == "matched":
            return queryset.filter(relationships().agreed())
        return queryset if self.value() == "all" else queryset.filter(status=self.value())


@admin.register(Mentee)
class MenteeAdmin(PageAdmin[Mentee]):
    """The list opens on mentees without a match; each opens on the whole sign-up."""

    list_display = ("person", "cohort", "state", "wishes", "enrolled")
    list_filter = (MenteeStateFilter, ("cohort", admin.RelatedOnlyFieldListFilter))
    search_fields: ClassVar[list[str]] = ["user__name", "user__email", "user__department__name", "topics__name"]
    ordering = ("enrolled_at", "pk")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Mentee]:
        """Scoped, with everything that a row shows."""
        rows = super().get_queryset(request).select_related("user__department", "user__site", "cohort__program")
        return rows.annotate(
            open_status=relationships().status_of_open_match(),
            ranked=Count("preferences", distinct=True),
        )

    @display(description=gettext_lazy("mentee"), header=True, ordering="user__name")  # type: ignore[arg-type] # the library says str
    def person(self, mentee: Mentee) -> list[str]:
        """Name, and work under it."""
        work = [str(part) for part in (mentee.user.job_title, mentee.user.department, mentee.user.site) if part]
        return [mentee.user.name, " · ".join(work)]

    @display(description=gettext_lazy("status"), label=LABELS)  # type: ignore[arg-type]
    def state(self, mentee: Any) -> tuple[str, str]:  # noqa: ANN401 - annotated
        """The open match, if there is one; else the sign-up."""
        if mentee.open_status:
            return mentee.open_status, relationships().name_of_status(mentee.open_status)
        return mentee.status, mentee.get_status_display()

    @admin.display(description=gettext_lazy("mentors ranked"))
    def wishes(self, mentee: Any) -> int:  # noqa: ANN401 - annotated
        """How many mentors the mentee has ranked."""
        return int(mentee.ranked)

    @admin.display(description=gettext_lazy("signed up"), ordering="enrolled_at")
    def enrolled(self, mentee: Mentee) -> str:
        return day(mentee.enrolled_at)

    @method_decorator(require_safe)
    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Show one sign-up in full, without what is private to the person."""
        mentee = self.fetch(request, object_id)
        return self.page(
            request,
            "mentee",
            str(mentee),
            mentee=mentee,
            answers=answers_of(mentee, change=False, private=False),
            matches=relationships().known_to_the_desk(mentee),
        )
