"""The coordinators' workplace for programs. Whatever is saved here is saved by a process, with its audit event."""

from programs.admin.cohort import CohortAdmin
from programs.admin.guidelines import GuidelinesAdmin
from programs.admin.membership import MembershipAdmin
from programs.admin.program import ProgramAdmin
from programs.admin.support import ResourceAdmin, SupportContactAdmin, TrainingAdmin

__all__ = [
    "CohortAdmin",
    "GuidelinesAdmin",
    "MembershipAdmin",
    "ProgramAdmin",
    "ResourceAdmin",
    "SupportContactAdmin",
    "TrainingAdmin",
]
