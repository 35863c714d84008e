"""The employees' directory, the audit trail and the imports."""

from people.models.audit import AuditEvent, AuditQuerySet
from people.models.imports import ColumnMapping, DirectoryImport
from people.models.user import User, UserManager, UserQuerySet
from people.models.work import Department, Level, Site, check_time_zone

__all__ = [
    "AuditEvent",
    "AuditQuerySet",
    "ColumnMapping",
    "Department",
    "DirectoryImport",
    "Level",
    "Site",
    "User",
    "UserManager",
    "UserQuerySet",
    "check_time_zone",
]
