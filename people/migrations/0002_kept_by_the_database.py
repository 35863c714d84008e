"""The audit trail only grows, decisions stay, marks grow, a person has one identity, and every time can be read (A-28, E-19, E-34, E-35, E-37)."""

from django.db import migrations

# The audit trail takes new rows and nothing else, in 64 strands without gaps. ALWAYS: not even a session that plays a
# replica gets past a trigger.
TRAIL = """
CREATE FUNCTION people_audit_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the audit trail is append-only' USING ERRCODE = 'integrity_constraint_violation';
END $$;

CREATE TRIGGER audit_append_only BEFORE UPDATE OR DELETE ON people_auditevent
FOR EACH ROW EXECUTE FUNCTION people_audit_append_only();

INSERT INTO people_auditstrand (number, entries, last_mac, key, mac)
SELECT number, 0, '', '', '' FROM generate_series(1, 64) AS number;

CREATE TRIGGER audit_never_truncated BEFORE TRUNCATE ON people_auditevent
FOR EACH STATEMENT EXECUTE FUNCTION people_audit_append_only();
CREATE TRIGGER strand_never_removed BEFORE DELETE ON people_auditstrand
FOR EACH ROW EXECUTE FUNCTION people_audit_append_only();
CREATE TRIGGER strand_never_truncated BEFORE TRUNCATE ON people_auditstrand
FOR EACH STATEMENT EXECUTE FUNCTION people_audit_append_only();
CREATE TRIGGER strand_only_grows BEFORE UPDATE ON people_auditstrand
FOR EACH ROW WHEN (NEW.number <> OLD.number OR NEW.entries <= OLD.entries)
EXECUTE FUNCTION people_audit_append_only();

ALTER TABLE people_auditevent ENABLE ALWAYS TRIGGER audit_append_only;
ALTER TABLE people_auditevent ENABLE ALWAYS TRIGGER audit_never_truncated;
ALTER TABLE people_auditstrand ENABLE ALWAYS TRIGGER strand_never_removed;
ALTER TABLE people_auditstrand ENABLE ALWAYS TRIGGER strand_never_truncated;
ALTER TABLE people_auditstrand ENABLE ALWAYS TRIGGER strand_only_grows;

ALTER TABLE people_auditevent ADD CONSTRAINT people_auditevent_at_year
    CHECK (at >= '2000-01-01 00:00+00' AND at < '2200-01-01 00:00+00') NOT VALID;
"""

# What was asked for stays as it was asked, what was decided stays decided, and nothing is deleted. The numbers of marks
# only grow: an earlier state of a row is refused with the mark that it had.
DECISIONS = """
CREATE FUNCTION people_address_change_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' OR (NEW.person_id, NEW.old, NEW.new, NEW.asked_at, NEW.asked_by_id)
            IS DISTINCT FROM (OLD.person_id, OLD.old, OLD.new, OLD.asked_at, OLD.asked_by_id)
        OR (OLD.status <> 'waiting' AND to_jsonb(NEW) - ARRAY['mark', 'mark_key', 'mark_number']
            IS DISTINCT FROM to_jsonb(OLD) - ARRAY['mark', 'mark_key', 'mark_number'])
    THEN
        RAISE EXCEPTION 'a change of an address is decided once and kept'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER address_change_frozen BEFORE UPDATE OR DELETE ON people_addresschange
    FOR EACH ROW EXECUTE FUNCTION people_address_change_frozen();

CREATE FUNCTION marks_only_grow() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.id <> OLD.id OR ((NEW.mark, NEW.mark_key, NEW.mark_number) IS DISTINCT FROM
        (OLD.mark, OLD.mark_key, OLD.mark_number) AND NEW.mark_number <= OLD.mark_number)
    THEN
        RAISE EXCEPTION 'the number of a mark only grows' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER mark_grows BEFORE UPDATE ON people_user
    FOR EACH ROW EXECUTE FUNCTION marks_only_grow();
CREATE TRIGGER mark_grows BEFORE UPDATE ON people_addresschange
    FOR EACH ROW EXECUTE FUNCTION marks_only_grow();
CREATE TRIGGER mark_grows BEFORE UPDATE ON people_identityreplacement
    FOR EACH ROW EXECUTE FUNCTION marks_only_grow();
ALTER TABLE people_user ENABLE ALWAYS TRIGGER mark_grows;
ALTER TABLE people_addresschange ENABLE ALWAYS TRIGGER mark_grows;
ALTER TABLE people_identityreplacement ENABLE ALWAYS TRIGGER mark_grows;

ALTER TABLE people_addresschange ENABLE ALWAYS TRIGGER address_change_frozen;

CREATE TRIGGER never_truncated BEFORE TRUNCATE ON people_addresschange
    FOR EACH STATEMENT EXECUTE FUNCTION people_audit_append_only();
CREATE TRIGGER never_truncated BEFORE TRUNCATE ON people_identityreplacement
    FOR EACH STATEMENT EXECUTE FUNCTION people_audit_append_only();
ALTER TABLE people_addresschange ENABLE ALWAYS TRIGGER never_truncated;
ALTER TABLE people_identityreplacement ENABLE ALWAYS TRIGGER never_truncated;

-- The table is allauth's; that a person has one identity is ours.
CREATE UNIQUE INDEX people_one_identity_a_person ON socialaccount_socialaccount (user_id);
"""

# PostgreSQL knows the year 12000, and infinity; Python ends with 9999. One such row would end every page that reads it.
# Other apps call this function for their tables, and so does the migration of every new column that holds a date.
# NOT VALID: where the function is called for a table with rows, none of them stops an upgrade. Columns that have their
# constraint are passed over.
YEARS = """
CREATE FUNCTION keep_years_within_reach(VARIADIC tables text[]) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    held record;
BEGIN
    FOR held IN
        SELECT table_name, column_name, table_name || '_' || column_name || '_year' AS name,
            CASE data_type WHEN 'tstzrange' THEN '%1$I <@ tstzrange(''1900-01-01 00:00+00'', ''2200-01-01 00:00+00'')'
            WHEN 'date' THEN '%1$I >= ''1900-01-01'' AND %1$I < ''2200-01-01'''
            ELSE '%1$I >= ''1900-01-01 00:00+00'' AND %1$I < ''2200-01-01 00:00+00''' END AS condition
        FROM information_schema.columns
        WHERE table_schema = current_schema() AND table_name = ANY (tables)
        AND data_type IN ('date', 'timestamp with time zone', 'tstzrange')
    LOOP
        IF NOT EXISTS (
            SELECT FROM pg_constraint WHERE conrelid = format('%I', held.table_name)::regclass AND conname = held.name
        ) THEN
            EXECUTE format('ALTER TABLE %I ADD CONSTRAINT %I CHECK (', held.table_name, held.name)
                || format(held.condition, held.column_name) || ') NOT VALID';
        END IF;
    END LOOP;
END $$;

CREATE FUNCTION forget_years_within_reach(VARIADIC tables text[]) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    held record;
BEGIN
    FOR held IN
        SELECT conrelid::regclass AS place, conname FROM pg_constraint JOIN pg_class ON pg_class.oid = conrelid
        WHERE contype = 'c' AND conname LIKE '%\\_year' AND relnamespace = current_schema()::regnamespace
        AND relname = ANY (tables)
    LOOP
        EXECUTE format('ALTER TABLE %s DROP CONSTRAINT %I', held.place, held.conname);
    END LOOP;
END $$;

-- Tables of Django and allauth too: a session or a second step that cannot be read shuts somebody out.
SELECT keep_years_within_reach(
    'people_user', 'people_addresschange', 'people_identityreplacement', 'people_directoryimport',
    'people_columnmapping', 'django_session', 'django_admin_log', 'account_emailconfirmation',
    'socialaccount_socialaccount', 'socialaccount_socialtoken', 'mfa_authenticator'
);
"""

BACK = """
DROP FUNCTION forget_years_within_reach CASCADE;
DROP FUNCTION keep_years_within_reach CASCADE;
DROP INDEX people_one_identity_a_person;
DROP FUNCTION marks_only_grow CASCADE;
DROP FUNCTION people_address_change_frozen CASCADE;
DROP FUNCTION people_audit_append_only CASCADE;
"""


class Migration(migrations.Migration):
    """What no model says."""

    dependencies = [
        ("people", "0001_initial"),
        ("account", "0001_initial"),
        ("socialaccount", "0006_alter_socialaccount_extra_data"),
        ("mfa", "0003_authenticator_type_uniq"),
        ("sessions", "0001_initial"),
        ("admin", "0001_initial"),
    ]

    operations = [migrations.RunSQL(TRAIL + DECISIONS + YEARS, BACK)]
