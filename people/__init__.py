"""People: the directory, roles and access policy, and the audit trail."""
