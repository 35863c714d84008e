"""What the committee has approved, and what each member decided, never changes (P-03)."""

from __future__ import annotations

from django.db import migrations

FORWARDS = """
CREATE FUNCTION programs_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% on record never change', TG_ARGV[0] USING ERRCODE = 'integrity_constraint_violation';
END $$;

-- An approved version may still become superseded; nothing else about it may change.
CREATE TRIGGER guidelines_approved_never_change BEFORE UPDATE ON programs_guidelines FOR EACH ROW
WHEN (
    OLD.status IN ('approved', 'superseded')
    AND (to_jsonb(OLD) - 'status' IS DISTINCT FROM to_jsonb(NEW) - 'status'
         OR (NEW.status <> OLD.status AND NOT (OLD.status = 'approved' AND NEW.status = 'superseded')))
)
EXECUTE FUNCTION programs_refuse_change('approved guidelines');

CREATE TRIGGER approvals_decided_never_change BEFORE UPDATE ON programs_approval FOR EACH ROW
WHEN (OLD.decision <> 'asked' AND OLD.* IS DISTINCT FROM NEW.*)
EXECUTE FUNCTION programs_refuse_change('decisions');
"""

BACKWARDS = """
DROP TRIGGER approvals_decided_never_change ON programs_approval;
DROP TRIGGER guidelines_approved_never_change ON programs_guidelines;
DROP FUNCTION programs_refuse_change();
"""


class Migration(migrations.Migration):
    """Triggers on guidelines and approvals."""

    dependencies = [("programs", "0001_initial")]
    operations = [migrations.RunSQL(FORWARDS, BACKWARDS)]
