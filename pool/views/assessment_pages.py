"""The self-assessment: one question on each page, in an order of chance, with no running score (D-28)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from pool.access import own_mentor
from pool.errors import PoolError
from pool.forms.assessment_forms import NO_CHANCE, RatingForm
from pool.joining.self_assessment import begin_assessment, book, finish, in_order, rate, trainings_for
from pool.models import MentorStatus
from web import newer

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from pool.joining.self_assessment import AssessmentCriterion
    from pool.models import CriterionRating, Mentor, SelfAssessment

NOT_NOW = {MentorStatus.NOMINATED, MentorStatus.WITHDRAWN, MentorStatus.DECLINED}


def open_assessment(mentor: Mentor) -> SelfAssessment | None:
    """Return the assessment that is being answered."""
    return mentor.assessments.filter(finished_at__isnull=True).first()


def profile(assessment: SelfAssessment) -> list[tuple[AssessmentCriterion, CriterionRating]]:
    """Return each criterion with its answer, in the criteria's own order."""
    answers = {rating.criterion: rating for rating in assessment.ratings.all()}
    return [(criterion, answers[number]) for number, criterion in sorted(book().criteria.items()) if number in answers]


@require_safe
def show_assessment(request: HttpRequest, pk: int) -> HttpResponse:
    """Say what it is for and who reads it; then how far it is; then what came out."""
    mentor = own_mentor(request, pk)
    if mentor.status in NOT_NOW:
        return redirect(mentor.status_url)
    open_one, done = open_assessment(mentor), mentor.latest_assessment()
    return render(
        request,
        "pool/assessment.html",
        {
            "person": mentor,
            "program": mentor.program,
            "open": open_one,
            "answered": open_one.ratings.count() if open_one else 0,
            "total": len(book().criteria),
            "done": done,
            "profile": profile(done) if done else [],
            "trainings": trainings_for(done.ratings.all()) if done else [],
            "next": mentor.step_url(mentor.step_after("assessment")),
            "back": mentor.step_url("check") if request.GET.get("from") == "check" else mentor.status_url,
        },
    )


@require_POST
def begin(request: HttpRequest, pk: int) -> HttpResponse:
    """Begin, or go on with the first question that has no answer."""
    mentor = own_mentor(request, pk)
    if mentor.status in NOT_NOW:
        return redirect(mentor.status_url)
    assessment = begin_assessment(mentor, now=timezone.now())
    return redirect(next_page(mentor, assessment))


def next_page(mentor: Mentor, assessment: SelfAssessment) -> str:
    """Return the first question without an answer, or the page that checks all answers."""
    answered = set(assessment.ratings.values_list("criterion", flat=True))
    for number, criterion in enumerate(in_order(assessment), start=1):
        if criterion.number not in answered:
            return reverse("pool:question", args=[mentor.pk, number])
    return reverse("pool:assessment_check", args=[mentor.pk])


@require_http_methods(["GET", "HEAD", "POST"])
def question(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """Ask one question. `number` is its place in this person's order."""
    mentor = own_mentor(request, pk)
    assessment = open_assessment(mentor)
    if assessment is None:
        return redirect("pool:assessment", pk)
    order = in_order(assessment)
    if not 1 <= number <= len(order):
        raise Http404
    criterion = order[number - 1]
    given = assessment.ratings.filter(criterion=criterion.number).first()
    initial = (
        {"score": NO_CHANCE if given.score is None else str(given.score), "example": given.example} if given else {}
    )
    form = newer.asked(lambda data: RatingForm(data, criterion=criterion, initial=initial), request)
    if request.method == "POST" and form.is_valid():
        try:
            rate(assessment, criterion=criterion.number, now=timezone.now(), **form.cleaned_data)
        except PoolError as error:
            form.add_error(None, str(error))
        else:
            return redirect(after_question(request, mentor, assessment, number))
    back = reverse("pool:question", args=[pk, number - 1]) if number > 1 else reverse("pool:assessment", args=[pk])
    return render(
        request,
        "pool/question.html",
        {
            "person": mentor,
            "criterion": criterion,
            "form": form,
            "number": number,
            "total": len(order),
            "from_check": request.GET.get("from") == "check",
            "back": reverse("pool:assessment_check", args=[pk]) if request.GET.get("from") == "check" else back,
        },
    )


def after_question(request: HttpRequest, mentor: Mentor, assessment: SelfAssessment, number: int) -> str:
    """Return the next question; after a change from the check page, the check page."""
    if "later" in request.POST:
        messages.success(request, _("Saved. You can continue at any time, on any device."))
        return reverse("pool:assessment", args=[mentor.pk])
    if request.GET.get("from") == "check":
        return reverse("pool:assessment_check", args=[mentor.pk])
    if number < len(book().criteria):
        return reverse("pool:question", args=[mentor.pk, number + 1])
    return next_page(mentor, assessment)


@require_http_methods(["GET", "HEAD", "POST"])
def check_assessment(request: HttpRequest, pk: int) -> HttpResponse:
    """Show all answers; a POST finishes (F-12)."""
    mentor = own_mentor(request, pk)
    assessment = open_assessment(mentor)
    if assessment is None:
        return redirect("pool:assessment", pk)
    if request.method == "POST":
        try:
            finish(assessment, now=timezone.now())
        except PoolError as error:
            messages.error(request, str(error))
            return redirect(next_page(mentor, assessment))
        return redirect("pool:assessment", pk)
    answers = {rating.criterion: rating for rating in assessment.ratings.all()}
    return render(
        request,
        "pool/assessment_check.html",
        {
            "person": mentor,
            "rows": [
                (number, criterion, answers.get(criterion.number))
                for number, criterion in enumerate(in_order(assessment), start=1)
            ],
            "missing": len(book().criteria) - len(answers),
        },
    )
