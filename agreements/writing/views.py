"""Writing together: the parts, each on a page of its own, and what the other changed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from agreements.errors import AgreementError, StaleDraftError
from agreements.models import AgreementVersion, Section, VersionStatus
from agreements.text import sections as parts
from agreements.text.defaults import fixed_clauses, lines
from agreements.text.wording import when
from agreements.versions import FIELDS
from agreements.writing import completeness, review
from agreements.writing import drafts as drafting
from agreements.writing import forms_goals as goal_rows
from agreements.writing.forms import FORMS, fingerprint
from agreements.writing.forms_goals import GoalFormSet
from people.reader import reader
from web.fields.texts import is_number

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest


ORDER = list(Section)


def own_draft(request: HttpRequest, match_pk: int) -> AgreementVersion:
    """Return the draft of the reader's own agreement, or answer 404."""
    drafts = AgreementVersion.objects.visible_to(reader(request)).with_people()
    return get_object_or_404(drafts.prefetch_related("goals"), agreement__match=match_pk, status=VersionStatus.DRAFT)


def after(request: HttpRequest, match_pk: int, section: Section) -> str:
    """Return where to go after a part was saved: back to the check, else to the next part."""
    if request.GET.get("from") == "check":
        return reverse("agreements:check", args=[match_pk])
    following = ORDER[ORDER.index(section) + 1 :]
    if "later" in request.POST or not following:
        return reverse("agreements:edit" if "later" in request.POST else "agreements:check", args=[match_pk])
    return section_url(match_pk, following[0])


def section_url(match_pk: int, section: Section) -> str:
    """Return the address of a part's page."""
    if section == Section.GOALS:
        return reverse("agreements:edit_goals", args=[match_pk])
    return reverse("agreements:edit_section", args=[match_pk, section.value])


def save(
    version: AgreementVersion,
    section: Section,
    request: HttpRequest,
    write: Callable[[int], AgreementVersion],
) -> AgreementVersion | None:
    """Save one part at the revision it was shown at; return the draft that stands in the way, if someone changed it.

    A save of another part meanwhile is no conflict: it is tried again on top of that.
    """
    posted = request.POST.get("revision", "")
    revision = int(posted) if is_number(posted) else -1
    for _attempt in range(3):
        try:
            write(revision)
        except StaleDraftError:
            fresh = AgreementVersion.objects.with_people().get(pk=version.pk)
            if fingerprint(fresh, section) != request.POST.get("seen", ""):
                return fresh
            revision = fresh.revision
        else:
            return None
    return AgreementVersion.objects.with_people().get(pk=version.pk)


def page(request: HttpRequest, version: AgreementVersion, section: Section, **more: object) -> dict[str, Any]:
    """Return what every part's page shows around its form."""
    match = version.match
    number = ORDER.index(section) + 1
    return {
        "version": version,
        "match": match,
        "partner": match.other(reader(request)),
        "section": section,
        "number": number,
        "count": len(ORDER),
        "seen": fingerprint(version, section),
        "proposal": review.proposals_of(version).get(section),
        "fixed": lines(fixed_clauses(match.cohort.guidelines)) if section == Section.RULES else [],
        "parts": [(part, section_url(match.pk, part), part == section) for part in ORDER],
        "when": when(version),
        "clocks": parts.other_clocks(version) if section == Section.MEETINGS else [],
        "findings": [f for f in completeness.findings(version, now=timezone.now()) if f.section == section],
        "from_check": request.GET.get("from") == "check",
        **more,
    }


@never_cache
@require_safe
def edit(request: HttpRequest, match_pk: int) -> HttpResponse:
    """Show the parts, what is still open in each, who changed it last, and whether the other has accepted it."""
    version = own_draft(request, match_pk)
    findings = completeness.findings(version, now=timezone.now())
    proposals = review.proposals_of(version)
    parts = [
        {
            "section": section,
            "url": section_url(match_pk, section),
            "proposal": proposals.get(section),
            "open": [f for f in findings if f.section == section and f.stops],
            "remarks": [f for f in findings if f.section == section and not f.stops],
        }
        for section in ORDER
    ]
    context = {
        "version": version,
        "match": version.match,
        "partner": version.match.other(reader(request)),
        "parts": parts,
        "ready": not any(f.stops for f in findings),
    }
    return render(request, "agreements/edit.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def edit_section(request: HttpRequest, match_pk: int, section: str) -> HttpResponse:
    """Show and save one part that is a form of fields."""
    if section not in FORMS:
        raise Http404
    part = Section(section)
    version = own_draft(request, match_pk)
    form = FORMS[part](request.POST or None, instance=version)
    conflict = None
    if request.method == "POST" and form.is_valid():
        user, data = reader(request), form.cleaned_data
        try:
            conflict = save(
                version,
                part,
                request,
                lambda revision: drafting.save_draft(version, revision=revision, by=user, now=timezone.now(), **data),
            )
        except AgreementError as error:
            form.add_error(None, str(error))
        else:
            if conflict is None:
                messages.success(request, _("Saved."))
                return redirect(after(request, match_pk, part))
    # A bound form has written into its instance; what is shown around it is what the database holds.
    stored = conflict or own_draft(request, match_pk)
    theirs = [(FORMS[part].base_fields[name].label, _shown(stored, name)) for name in FIELDS[part]] if conflict else []
    return render(
        request,
        "agreements/edit_section.html",
        page(request, stored, part, form=form, conflict=conflict, theirs=theirs),
    )


@require_POST
def accept_part(request: HttpRequest, match_pk: int, section: str) -> HttpResponse:
    """Accept what the partner changed in a part."""
    if section not in Section.values:
        raise Http404
    version, part = own_draft(request, match_pk), Section(section)
    user, seen = reader(request), request.POST.get("seen", "")
    try:
        drafting.accept(version, part, seen=seen, by=user, now=timezone.now())
    except AgreementError as error:
        messages.error(request, str(error))
        return redirect(section_url(match_pk, part))
    messages.success(request, _("You accepted the change of “%(part)s”.") % {"part": part.label})
    back = "agreements:check" if request.GET.get("from") == "check" else "agreements:edit"
    return redirect(back, match_pk=match_pk)


def _shown(version: AgreementVersion, name: str) -> object:
    """Return a field as people read it."""
    display = getattr(version, f"get_{name}_display", None)
    return display() if display else getattr(version, name)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def edit_goals(request: HttpRequest, match_pk: int) -> HttpResponse:
    """Show and save the goals; “add” and “remove” show the page again with the rows changed and nothing saved."""
    version = own_draft(request, match_pk)
    user = reader(request)
    conflict = None
    formset = GoalFormSet(initial=goal_rows.rows_of(version))
    if request.method == "POST":
        changed = goal_rows.changed_rows(request.POST)
        today = timezone.localdate()
        formset = (
            GoalFormSet(initial=changed) if changed is not None else goal_rows.bind(request.POST, version, today=today)
        )
        if changed is None and formset.is_valid():
            goals = goal_rows.goals_in(formset)
            conflict = save(
                version,
                Section.GOALS,
                request,
                lambda revision: drafting.set_goals(
                    version, goals=goals, by=user, now=timezone.now(), revision=revision
                ),
            )
            if conflict is None:
                messages.success(request, _("Saved."))
                return redirect(after(request, match_pk, Section.GOALS))
    shown = conflict or version
    context = page(request, shown, Section.GOALS, formset=formset, conflict=conflict, most=goal_rows.MOST)
    if request.method == "POST" and not conflict:
        # The page was built on what the writer saw first; a later save must be noticed all the same.
        context["revision"], context["seen"] = request.POST.get("revision", ""), request.POST.get("seen", "")
    return render(request, "agreements/edit_goals.html", context)
