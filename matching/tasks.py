"""Background work of matching. Every task may run twice; what is due stands in the database."""

from __future__ import annotations

import logging
from datetime import timedelta

from celery import shared_task
from django.utils import timezone

from matching.lab import scenarios
from matching.lab.what_if import curves, trials
from matching.models import Scenario, ScenarioStatus
from matching.pairs import proposals
from matching.pairs.choosing import mentor_requests
from matching.pairs.waiting import offers

logger = logging.getLogger(__name__)

# A scenario that still waits after this long was never picked up: the broker was down.
FORGOTTEN_AFTER = timedelta(minutes=5)


@shared_task
def run_scenario(pk: int) -> None:
    """Work out one scenario."""
    scenario = Scenario.objects.filter(pk=pk, status=ScenarioStatus.QUEUED).first()
    if scenario is None:
        logger.info("Scenario %s does not wait any more", pk)
        return
    try:
        scenarios.run_scenario(scenario, now=timezone.now())
    except Exception:
        scenarios.fail_scenario(scenario, now=timezone.now())
        raise


@shared_task
def answer_trial(pk: int, number: int) -> None:
    """Answer a question that a coordinator asks about a scenario."""
    trials.answer(pk, number)


@shared_task
def draw_curves(pk: int) -> None:
    """Calculate the curves of one scenario."""
    scenario = Scenario.objects.select_related("cohort__program", "keep_from").filter(pk=pk).first()
    if scenario is None:
        logger.info("Scenario %s is gone", pk)
        return
    curves.draw_curves(scenario, now=timezone.now())


@shared_task
def offer_places(cohort: int) -> None:
    """Offer the free places of one cohort to those who wait."""
    row = offers.cohorts_with_a_line().filter(pk=cohort).first()
    if row is None:
        logger.info("Nobody waits in line in cohort %s", cohort)
        return
    offers.offer_places(row, now=timezone.now())


@shared_task
def settle_proposals() -> None:
    """Remind, lapse, ask next choices, offer free places, and run scenarios that were forgotten."""
    now = timezone.now()
    proposals.remind_unanswered(now=now)
    proposals.lapse_unanswered(now=now)
    mentor_requests.remind_asked(now=now)
    mentor_requests.lapse_asked(now=now)
    offers.offer_everywhere(now=now)
    forgotten = Scenario.objects.filter(status=ScenarioStatus.QUEUED, created_at__lte=now - FORGOTTEN_AFTER)
    for pk in forgotten.values_list("pk", flat=True):
        run_scenario(pk)
