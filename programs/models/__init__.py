"""Programs, their committee, guidelines and cohorts, and what L&D gives to support them."""

from programs.models.approval import Approval
from programs.models.cohort import Cohort
from programs.models.program import Goal, Membership, Program
from programs.models.support import Resource, SupportContact, Training, TrainingCompletion
from programs.models.versions import Guidelines

__all__ = [
    "Approval",
    "Cohort",
    "Goal",
    "Guidelines",
    "Membership",
    "Program",
    "Resource",
    "SupportContact",
    "Training",
    "TrainingCompletion",
]
