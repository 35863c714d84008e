"""Guidelines: written in sections, sent to the committee and decided on by `programs.guideline_versions.guidelines`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django.contrib import admin, messages
from django.db.models import Count, F, Q
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from unfold.widgets import UnfoldAdminCheckboxSelectMultipleWidget

from people.policy import Action
from people.reader import reader
from programs.admin.base import DeskStep, Panel, ProcessAdmin, Rows, badge, day
from programs.errors import ProgramError
from programs.guideline_versions import guidelines, plain_words
from programs.models import Approval, Guidelines, Program
from programs.models.approval import Decision
from programs.models.versions import GuidelinesStatus

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django.http import HttpRequest

LABELS = {"draft": "info", "in_review": "warning", "approved": "success", "returned": "danger", "superseded": "info"}
SECTIONS = (
    (_("How long, and how often"), ("length_months", ("frequency", "meeting_minutes"), "rhythm_text")),
    (
        _("Who may be a mentee"),
        (
            "mentee_who",
            "mentee_entry",
            ("mentee_min_tenure_months", "mentee_max_tenure_months"),
            "mentee_levels",
            "mentee_departments",
            "mentee_sites",
        ),
    ),
    (
        _("Who may be a mentor"),
        (
            "mentor_qualities",
            ("mentor_entry", "mentor_min_tenure_months"),
            "mentor_levels",
            "mentor_departments",
            "mentor_sites",
        ),
    ),
    (_("How pairs are found"), (("mentee_say", "preferences_max"), "offers_at_once")),
    (_("Training and support of mentors"), ("training_required", "training_text", "mentor_support")),
    (_("Evaluation"), ("evaluation_text",)),
    (_("Ground rules"), ("ground_rules",)),
    (
        _("The agreement"),
        ("mentor_duties", "mentee_duties", "expectations", "fixed_clauses", "optional_clauses", "signing_order"),
    ),
    (
        _("What mentoring is, and what it is not"),
        ("what_mentoring_is", "what_mentoring_is_not", "limits_of_role", "professional_help"),
    ),
    (_("Approval"), ("approvals_needed",)),
)


class ApprovalRows(Rows):
    """Who decided what, when, with which remarks (P-03): read-only."""

    model = Approval
    fields = readonly_fields = ("member", "round", "answer", "remarks", "asked_at", "decided_at")
    verbose_name_plural = _("committee decisions")
    may_add = may_delete = False

    def get_queryset(self, request: HttpRequest) -> QuerySet[Approval]:
        """Bring along who decided, and what of the version says whether an answer is still awaited."""
        plain = ("decision", "round", "remarks", "asked_at", "decided_at")
        rows: QuerySet[Approval] = super().get_queryset(request)
        return rows.select_related("member", "guidelines").only(
            *plain, "member__name", "guidelines__status", "guidelines__round"
        )

    @admin.display(description=_("Answer"))
    def answer(self, obj: Approval) -> str:
        """What they said; a question that can no longer be answered says so."""
        return obj.state

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:  # noqa: ANN401 - Django's own signature
        """Decisions are made in the portal, by the members themselves."""
        return False


@admin.register(Guidelines)
class GuidelinesAdmin(ProcessAdmin[Guidelines]):
    """Versions. A draft or a returned one can be edited; an approved one is read."""

    add_action: ClassVar[Action | None] = Action.MANAGE_PROGRAM
    add_title = _("Start a version of the guidelines")
    list_display = ("program", "version", "state", "approvals_so_far", "sent_on", "approved_on")
    list_display_links = ("program", "version")
    list_filter = ("status", "program")
    list_select_related = ("program",)
    search_fields = ("program__name",)
    actions = ("send_versions",)
    inlines = (ApprovalRows,)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Guidelines]:
        """Count the approvals of the present round."""
        given = Q(approvals__decision=Decision.APPROVED, approvals__round=F("round"))
        return super().get_queryset(request).annotate(given=Count("approvals", filter=given))

    @badge(_("Status"), LABELS)
    def state(self, obj: Guidelines) -> tuple[str, str]:
        """Where the version stands, as a badge."""
        return obj.status, obj.get_status_display()

    @admin.display(description=_("Sent"), ordering="sent_at")
    def sent_on(self, obj: Guidelines) -> str:
        return day(obj.sent_at)

    @admin.display(description=_("Approved"), ordering="approved_at")
    def approved_on(self, obj: Guidelines) -> str:
        return day(obj.approved_at)

    @admin.display(description=_("Approvals"))
    def approvals_so_far(self, obj: Guidelines) -> str:
        """Say how many have approved, and of how many: “1 of 2”."""
        sentence = _("%(given)s of %(needed)s")
        return str(sentence) % {"given": getattr(obj, "given", 0), "needed": obj.approvals_needed}

    def has_change_permission(self, request: HttpRequest, obj: Guidelines | None = None) -> bool:
        """By policy, as long as the text may change."""
        return super().has_change_permission(request, obj) and (obj is None or obj.is_editable)

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:  # noqa: ANN401 - Django's own signature
        """A new version begins with its program; what cannot change is read in the panel."""
        if obj is None:
            about = _("Each version starts as a copy of the last one; the first starts with our default texts.")
            return [(None, {"fields": ("program",), "description": about})]
        return [(title, {"fields": fields}) for title, fields in SECTIONS] if obj.is_editable else []

    def get_inlines(self, request: HttpRequest, obj: Guidelines | None) -> Any:  # noqa: ANN401 - Django's own signature
        """Decisions exist once it was sent."""
        return self.inlines if obj and obj.round else ()

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:  # noqa: ANN401 - Django's own signature
        """Offer the programs that the person manages and that have no version in the making."""
        if db_field.name == "program":
            busy = Guidelines.objects.filter(status__in=guidelines.OPEN).values("program")
            kwargs["queryset"] = Program.objects.managed_by(reader(request)).exclude(pk__in=busy)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def formfield_for_manytomany(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:  # noqa: ANN401 - Django's own signature
        """Levels, departments and sites are few: all of them, to tick."""
        kwargs["widget"] = UnfoldAdminCheckboxSelectMultipleWidget()
        return super().formfield_for_manytomany(db_field, request, **kwargs)

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:  # noqa: ANN401, FBT001 - Django's own signature
        """Begin a version, or revise it."""
        by, now = reader(request), timezone.now()
        if change:
            guidelines.revise(obj, by=by, now=now, **{name: form.cleaned_data[name] for name in form.changed_data})
        else:
            obj.pk = guidelines.write_guidelines(obj.program, by=by, now=now).pk

    def response_post_save_add(self, request: HttpRequest, obj: Guidelines) -> HttpResponseRedirect:
        """Go on to the text."""
        return HttpResponseRedirect(self.page_of(obj.pk))

    def panel(self, request: HttpRequest, obj: Guidelines) -> Panel:
        """Send a draft, or write the next version; read it as people do."""
        page = reverse("programs:guidelines", args=[obj.program.slug, obj.version])
        links = [(str(_("See it as others see it")), page)]
        text = () if obj.is_editable else plain_words.sections(obj)
        return Panel(steps=steps_of(obj), notice=notice_of(obj), tone=TONES[obj.status], links=links, sections=text)

    @admin.action(description=_("Send to the committee"))
    def send_versions(self, request: HttpRequest, queryset: QuerySet[Guidelines]) -> None:
        """Send each, and say how many."""
        sent = 0
        for version in queryset:
            try:
                guidelines.send_to_committee(version, by=reader(request), now=timezone.now())
                sent += 1
            except ProgramError as error:
                messages.error(request, f"{version}: {error}")
        if sent:
            message = ngettext(
                "%(count)s version was sent to its committee.",
                "%(count)s versions were sent to their committees.",
                sent,
            )
            messages.success(request, message % {"count": sent})


TONES = {"draft": "info", "in_review": "info", "approved": "good", "returned": "warn", "superseded": "info"}


def notice_of(version: Guidelines) -> str:
    """Say how the version stands."""
    sentences = {
        GuidelinesStatus.DRAFT: _("A draft. Everything below can still change."),
        GuidelinesStatus.IN_REVIEW: _("With the committee. The text cannot change until everyone needed has answered."),
        GuidelinesStatus.RETURNED: _(
            "The committee asks for changes. Read the remarks below, change the text, and send it again."
        ),
        GuidelinesStatus.APPROVED: _("In force. An approved version never changes; write the next one instead."),
        GuidelinesStatus.SUPERSEDED: _("This version has been replaced by a later one."),
    }
    return str(sentences[GuidelinesStatus(version.status)])


def steps_of(version: Guidelines) -> list[DeskStep]:
    """Return what can be done with the version, by its status."""

    def send(request: HttpRequest) -> str:
        sent = guidelines.send_to_committee(version, by=reader(request), now=timezone.now())
        count = sent.approvals.filter(round=sent.round).count()
        message = ngettext("%(count)s person was asked by email.", "%(count)s people were asked by email.", count)
        return message % {"count": count}

    def write(request: HttpRequest) -> HttpResponseRedirect:
        written = guidelines.write_guidelines(version.program, by=reader(request), now=timezone.now())
        return HttpResponseRedirect(reverse("admin:programs_guidelines_change", args=[written.pk]))

    def take_back(request: HttpRequest) -> str:
        guidelines.take_back(version, by=reader(request), now=timezone.now())
        return str(_("The version is a draft again. We’ve let the committee know by email."))

    if version.status == GuidelinesStatus.IN_REVIEW:
        sentence = _("It becomes a draft that you can change. Everyone who was asked is told by email.")
        sure = _("Yes, take it back from the committee. What members have decided so far no longer counts.")
        return [DeskStep("take_back", str(_("Take it back")), take_back, str(sentence), main=False, final=str(sure))]
    if version.is_editable:
        sentence = _("Save your changes first. Everyone on the committee is asked by email.")
        return [DeskStep("send", str(_("Send to the committee")), send, str(sentence))]
    if (
        version.status == GuidelinesStatus.APPROVED
        and not version.program.guidelines.filter(status__in=guidelines.OPEN).exists()
    ):
        sentence = _("It starts as a copy of this one. This one stays in force until the next one is approved.")
        return [DeskStep("next", str(_("Write the next version")), write, str(sentence), main=False)]
    return []


class GuidelinesRows(Rows):
    """Versions on the program's page; each has a page of its own."""

    model = Guidelines
    fields = readonly_fields = ("version", "status", "sent_at", "approved_at", "own_page")
    may_add = may_delete = False
    verbose_name_plural = _("guidelines")

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:  # noqa: ANN401 - Django's own signature
        """Edited on the version's own page."""
        return False
