"""Picks the people of the demo whom it is worth being."""

from __future__ import annotations

from typing import TYPE_CHECKING

from agreements.models import SignatureRequest
from matching.models import Match, MatchStatus
from mentoring.demo.cast import DemoPerson
from people.models import User
from pool.models import Mentee, Mentor
from programs.models.program import Format

if TYPE_CHECKING:
    from mentoring.demo.staff import Staff


def part(user: User | None, role: str, about: str) -> list[DemoPerson]:
    """One entry of the list, or none where the seed brought nobody."""
    return [DemoPerson(user.email, user.name, role, about)] if user else []


def cast(staff: Staff) -> list[DemoPerson]:
    """Return the list, in the order of the five-minute tour."""
    running = Match.objects.with_people().filter(status=MatchStatus.ACTIVE).order_by("pk")[10:11].first()
    supervisors = (
        SignatureRequest.objects.awaiting()
        .filter(role__contains="supervisor")
        .select_related("signer")
        .order_by("-asked_at", "pk")
    )
    request = supervisors.first()
    senior = Mentee.objects.enrolled().filter(cohort__program__format=Format.REVERSE).select_related("user").first()
    buddy = Mentor.objects.in_pool().filter(program__format=Format.ONBOARDING).select_related("user").first()
    unwritten = Match.objects.with_people().filter(status=MatchStatus.CONFIRMED).order_by("pk").first()
    newcomer = next((user for user in staff.newcomers(1)), None)
    return [
        *part(
            staff.team.coordinator,
            "Coordinator",
            "Runs the programs: applications to decide about, scenarios to compare, a report",
        ),
        *part(
            running.mentee.user if running else None,
            "Mentee",
            "In week 7 with a mentor: meetings, goals, notes, a survey",
        ),
        *part(running.mentor.user if running else None, "Mentor", "The other half of that pair"),
        *part(unwritten.mentee.user if unwritten else None, "Mentee", "Just matched: the agreement has to be written"),
        *part(
            request.signer if request else None,
            "Supervisor",
            "Asked by email to sign; needs no account for it (see the email)",
        ),
        *part(staff.team.committee[0], "Committee member", "Has a new version of the guidelines to approve"),
        *part(staff.team.facilitator, "Facilitator", "Supports the mentors, reads the reports"),
        *part(senior.user if senior else None, "Senior mentee", "Is waiting for a match in the reverse program"),
        *part(buddy.user if buddy else None, "Buddy", "Ready for newcomers"),
        *part(staff.notable.get("begun"), "Mentor to be", "Has started a mentor application"),
        *part(newcomer, "New colleague", "Has not signed up for anything yet"),
        *part(
            staff.team.administrator,
            "Organisation administrator",
            "Imports the directory, creates programs, reads the audit trail",
        ),
    ]
