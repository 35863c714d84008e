"""The portal's pages about programs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from people import policy
from people.policy import Action, Role
from people.reader import reader
from programs.guideline_versions import plain_words
from programs.joining import offers_for
from programs.models import Guidelines, Program, SupportContact, Training, TrainingCompletion
from programs.upkeep import training

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@require_safe
def list_programs(request: HttpRequest) -> HttpResponse:
    """Show the programs that the person sees, what each is for, and what they can do there."""
    user, today = reader(request), timezone.localdate()
    offers = offers_for(user, Program.objects.visible_to(user), on=today)
    return render(
        request,
        "programs/list.html",
        {
            "open": [offer for offer in offers if offer.program.is_open],
            "coming": [offer for offer in offers if not offer.program.opened_at],
            "closed": [offer for offer in offers if offer.program.closed_at],
        },
    )


@require_safe
def show_program(request: HttpRequest, slug: str) -> HttpResponse:
    """Show one program: why it exists, how it works, dates, people, trainings and resources."""
    user, today = reader(request), timezone.localdate()
    program = get_object_or_404(Program.objects.visible_to(user), slug=slug)
    [offer] = offers_for(user, [program], on=today)
    inside = policy.allows(user, Action.SEE_PROGRAM, program)
    running = program.cohorts.exclude(status="closed")
    coordinators = program.people_with(Role.COORDINATOR)
    done = TrainingCompletion.objects.visible_to(user).filter(training__program=program)
    completions = {completion.training_id: completion for completion in done}
    return render(
        request,
        "programs/program.html",
        {
            "program": program,
            "offer": offer,
            "inside": inside,
            "manages": policy.allows(user, Action.MANAGE_PROGRAM, program),
            "steps": plain_words.how_it_works(offer.guidelines) if offer.guidelines else [],
            "facts": facts_of(offer.guidelines),
            "cohorts": [(cohort, cohort.dates(on=today)) for cohort in running.visible_to(user)] if inside else [],
            "versions": program.guidelines.visible_to(user) if inside else [],
            "nominates": offer.takes_mentors and user.reports.employed(today).exists(),
            "coordinators": coordinators,
            "addresses": ",".join(person.email for person in coordinators),
            "facilitators": program.people_with(Role.FACILITATOR),
            "committee": program.people_with(Role.COMMITTEE),
            "goals": program.goals.all(),
            "trainings": [(training, completions.get(training.pk)) for training in program.trainings.all()],
            "resources": program.resources.all(),
        },
    )


def facts_of(guidelines: Guidelines | None) -> list[tuple[str, str]]:
    """Return what people ask first about a program."""
    if guidelines is None:
        return []
    return [(_("How long"), plain_words.length(guidelines)), (_("How often"), plain_words.rhythm(guidelines))]


@require_safe
def show_guidelines(request: HttpRequest, slug: str, version: int) -> HttpResponse:
    """Show one version in full; to those who run the program also who decided what."""
    user = reader(request)
    visible = Guidelines.objects.visible_to(user).select_related("program", "created_by").with_rules()
    guidelines = get_object_or_404(visible, program__slug=slug, version=version)
    inside = policy.allows(user, Action.SEE_PROGRAM, guidelines)
    return render(
        request,
        "programs/guidelines.html",
        {
            "guidelines": guidelines,
            "program": guidelines.program,
            "sections": plain_words.sections(guidelines),
            "facts": [(_("Program"), guidelines.program.name), *facts_of(guidelines)],
            "decisions": guidelines.approvals.select_related("member") if inside else [],
            "inside": inside,
        },
    )


@login_not_required
@require_safe
def show_support(request: HttpRequest) -> HttpResponse:
    """Show whom to turn to. Works without signing in, and leaves no trace in any list (E-21)."""
    return render(request, "programs/support.html", {"contacts": SupportContact.objects.all()})


@require_POST
def finish_training(request: HttpRequest, pk: int) -> HttpResponse:
    """Record that the person has done a training."""
    user = reader(request)
    row = get_object_or_404(Training.objects.visible_to(user).select_related("program"), pk=pk)
    training.record_completion(row, user=user, by=user, now=timezone.now())
    messages.success(request, _("“%(training)s” is marked as done.") % {"training": row.name})
    return redirect("programs:program", row.program.slug)


@require_POST
def unfinish_training(request: HttpRequest, pk: int) -> HttpResponse:
    """Take back that the person has done a training."""
    user = reader(request)
    mine = TrainingCompletion.objects.visible_to(user).select_related("training__program")
    completion = get_object_or_404(mine, training=pk)
    training.take_back_completion(completion, by=user, now=timezone.now())
    messages.info(request, _("“%(training)s” is no longer marked as done.") % {"training": completion.training.name})
    return redirect("programs:program", completion.training.program.slug)
