"""The coordinators' workplace for programs. Whatever is saved here is saved by a process, with its audit event."""

from programs.admin.cohort_list import CohortAdmin
from programs.admin.guidelines_list import GuidelinesAdmin
from programs.admin.membership import MembershipAdmin
from programs.admin.program_list import ProgramAdmin
from programs.admin.support_list import ResourceAdmin, SupportContactAdmin, TrainingAdmin

__all__ = [
    "CohortAdmin",
    "GuidelinesAdmin",
    "MembershipAdmin",
    "ProgramAdmin",
    "ResourceAdmin",
    "SupportContactAdmin",
    "TrainingAdmin",
]
