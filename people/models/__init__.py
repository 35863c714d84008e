"""The employees' directory, its changed addresses and identities, the audit trail and the imports."""

from people.models.address import AddressChange, AddressStatus, Confirmation
from people.models.audit_event import AuditEvent, AuditQuerySet, AuditStrand
from people.models.identity import IdentityReplacement, ReplacementStatus
from people.models.imports import ColumnMapping, DirectoryImport
from people.models.user import User, UserManager, UserQuerySet
from people.models.work import Department, Level, Site, check_time_zone

__all__ = [
    "AddressChange",
    "AddressStatus",
    "AuditEvent",
    "AuditQuerySet",
    "AuditStrand",
    "ColumnMapping",
    "Confirmation",
    "Department",
    "DirectoryImport",
    "IdentityReplacement",
    "Level",
    "ReplacementStatus",
    "Site",
    "User",
    "UserManager",
    "UserQuerySet",
    "check_time_zone",
]
