"""The audit trail takes new rows and nothing else (E-19)."""

from __future__ import annotations

from django.db import migrations

FORWARDS = """
CREATE FUNCTION people_audit_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the audit trail is append-only' USING ERRCODE = 'integrity_constraint_violation';
END $$;

CREATE TRIGGER audit_append_only BEFORE UPDATE OR DELETE ON people_auditevent
FOR EACH ROW EXECUTE FUNCTION people_audit_append_only();
"""

BACKWARDS = """
DROP TRIGGER audit_append_only ON people_auditevent;
DROP FUNCTION people_audit_append_only();
"""


class Migration(migrations.Migration):
    """A trigger on the audit trail."""

    dependencies = [("people", "0001_initial")]
    operations = [migrations.RunSQL(FORWARDS, BACKWARDS)]
