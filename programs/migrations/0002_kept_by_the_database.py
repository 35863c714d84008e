"""What the committee has approved never changes, a role carries a mark that only grows, and every time can be read (P-03, E-34, E-37)."""

from django.db import migrations

APPROVED = """
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

# The function and why: people.0002.
MARKS = """
CREATE TRIGGER mark_grows BEFORE UPDATE ON programs_membership FOR EACH ROW EXECUTE FUNCTION marks_only_grow();
ALTER TABLE programs_membership ENABLE ALWAYS TRIGGER mark_grows;
"""

YEARS = """
SELECT keep_years_within_reach(
    'programs_program', 'programs_membership', 'programs_goal', 'programs_guidelines', 'programs_approval',
    'programs_cohort', 'programs_trainingcompletion'
);
"""

BACK = """
DROP TRIGGER mark_grows ON programs_membership;
DROP FUNCTION programs_refuse_change CASCADE;
"""


class Migration(migrations.Migration):
    """What no model says."""

    dependencies = [("programs", "0001_initial"), ("people", "0002_kept_by_the_database")]

    operations = [migrations.RunSQL(APPROVED + MARKS + YEARS, BACK)]
