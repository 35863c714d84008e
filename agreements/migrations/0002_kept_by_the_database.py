"""What was sent out, signed, decided or sealed is frozen, nothing of it is ever removed, and all of it can be read (A-04, A-26, A-28)."""

from django.db import migrations

# Triggers, not rights: the application often owns its tables, and an owner may do anything that a trigger allows.
REFUSE = """
CREATE FUNCTION agreements_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END $$;
"""

FREEZE = """
CREATE FUNCTION agreements_freeze_request() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF ROW(OLD.version_id, OLD.role, OLD.stands_in, OLD.signer_id, OLD.reference, OLD.replaces_id)
        IS DISTINCT FROM ROW(NEW.version_id, NEW.role, NEW.stands_in, NEW.signer_id, NEW.reference, NEW.replaces_id)
    THEN
        RAISE EXCEPTION 'what is asked of whom is append-only' USING ERRCODE = 'restrict_violation';
    END IF;
    -- Of what was decided only the status may still change: a signature becomes void with its version.
    IF OLD.status NOT IN ('waiting', 'asked') AND (
        to_jsonb(OLD) - 'status' IS DISTINCT FROM to_jsonb(NEW) - 'status'
        OR (NEW.status <> OLD.status AND NOT (OLD.status IN ('signed', 'waived') AND NEW.status = 'void'))
    ) THEN
        RAISE EXCEPTION 'a decided signature is append-only' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE FUNCTION agreements_freeze_version() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    moves CONSTANT text[] := ARRAY['status', 'in_force_at', 'voided_at', 'void_reason', 'void_cause'];
BEGIN
    IF OLD.agreement_id <> NEW.agreement_id OR OLD.number <> NEW.number THEN
        RAISE EXCEPTION 'the number of a version is append-only' USING ERRCODE = 'restrict_violation';
    END IF;
    IF OLD.text <> '' AND to_jsonb(OLD) - moves IS DISTINCT FROM to_jsonb(NEW) - moves THEN
        RAISE EXCEPTION 'a version that was sent out is append-only' USING ERRCODE = 'restrict_violation';
    END IF;
    IF (NEW.status <> OLD.status AND NOT (
            (OLD.status = 'draft' AND NEW.status IN ('signing', 'void'))
            OR (OLD.status = 'signing' AND NEW.status IN ('in_force', 'void'))
            OR (OLD.status = 'in_force' AND NEW.status IN ('superseded', 'void'))))
        OR (OLD.in_force_at IS NOT NULL AND NEW.in_force_at IS DISTINCT FROM OLD.in_force_at)
        OR (OLD.voided_at IS NOT NULL
            AND ROW(NEW.voided_at, NEW.void_reason, NEW.void_cause)
                IS DISTINCT FROM ROW(OLD.voided_at, OLD.void_reason, OLD.void_cause))
    THEN
        RAISE EXCEPTION 'the status of a version only moves on: append-only' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;

-- One that is put in later shows in the nightly check: the event of sending out holds a hash over all of them.
CREATE FUNCTION agreements_freeze_goals() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM agreements_agreementversion WHERE id = OLD.version_id AND text <> '') THEN
        RAISE EXCEPTION 'the goals of a version that was sent out are append-only' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END $$;

CREATE FUNCTION agreements_freeze_link() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF to_jsonb(OLD) - ARRAY['exchanges', 'revoked_at'] IS DISTINCT FROM to_jsonb(NEW) - ARRAY['exchanges', 'revoked_at']
        OR NEW.exchanges < OLD.exchanges
        OR (OLD.revoked_at IS NOT NULL AND NEW.revoked_at IS DISTINCT FROM OLD.revoked_at)
    THEN
        RAISE EXCEPTION 'what a link opens is append-only' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE FUNCTION agreements_freeze_session() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF to_jsonb(OLD) - 'ended_at' IS DISTINCT FROM to_jsonb(NEW) - 'ended_at'
        OR (OLD.ended_at IS NOT NULL AND NEW.ended_at IS DISTINCT FROM OLD.ended_at)
    THEN
        RAISE EXCEPTION 'what a link opens is append-only' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
"""

TRIGGERS = """
CREATE TRIGGER signatureevent_append_only BEFORE UPDATE OR DELETE ON agreements_signatureevent
    FOR EACH ROW EXECUTE FUNCTION agreements_refuse();

CREATE TRIGGER document_append_only BEFORE UPDATE OR DELETE ON agreements_document
    FOR EACH ROW EXECUTE FUNCTION agreements_refuse();
CREATE TRIGGER sealingcertificate_append_only BEFORE UPDATE OR DELETE ON agreements_sealingcertificate
    FOR EACH ROW EXECUTE FUNCTION agreements_refuse();
CREATE TRIGGER verification_append_only BEFORE UPDATE OR DELETE ON agreements_verification
    FOR EACH ROW EXECUTE FUNCTION agreements_refuse();
CREATE TRIGGER signerdecision_frozen BEFORE UPDATE ON agreements_signerdecision
    FOR EACH ROW WHEN (OLD.outcome <> 'open' OR ROW(OLD.request_id, OLD.kind, OLD.to_id, OLD.reason, OLD.proposed_by_id,
        OLD.proposed_at) IS DISTINCT FROM ROW(NEW.request_id, NEW.kind, NEW.to_id, NEW.reason, NEW.proposed_by_id,
        NEW.proposed_at))
    EXECUTE FUNCTION agreements_refuse();
CREATE TRIGGER signerdecision_kept BEFORE DELETE ON agreements_signerdecision
    FOR EACH ROW EXECUTE FUNCTION agreements_refuse();
CREATE TRIGGER request_frozen BEFORE UPDATE ON agreements_signaturerequest
    FOR EACH ROW EXECUTE FUNCTION agreements_freeze_request();
CREATE TRIGGER request_kept BEFORE DELETE ON agreements_signaturerequest
    FOR EACH ROW EXECUTE FUNCTION agreements_refuse();
CREATE TRIGGER version_frozen BEFORE UPDATE ON agreements_agreementversion
    FOR EACH ROW EXECUTE FUNCTION agreements_freeze_version();
CREATE TRIGGER version_kept BEFORE DELETE ON agreements_agreementversion
    FOR EACH ROW EXECUTE FUNCTION agreements_refuse();
CREATE TRIGGER goals_frozen BEFORE UPDATE OR DELETE ON agreements_learninggoal
    FOR EACH ROW EXECUTE FUNCTION agreements_freeze_goals();
CREATE TRIGGER agreement_fixed BEFORE UPDATE ON agreements_agreement
    FOR EACH ROW WHEN (OLD.match_id <> NEW.match_id OR OLD.created_at <> NEW.created_at
        OR NEW.head_sequence <= OLD.head_sequence)
    EXECUTE FUNCTION agreements_refuse();
CREATE TRIGGER agreement_kept BEFORE DELETE ON agreements_agreement
    FOR EACH ROW EXECUTE FUNCTION agreements_refuse();
CREATE TRIGGER dispute_frozen BEFORE UPDATE ON agreements_dispute
    FOR EACH ROW WHEN (OLD.outcome <> 'open' OR OLD.agreement_id <> NEW.agreement_id
        OR OLD.request_id <> NEW.request_id OR OLD.raised_at <> NEW.raised_at)
    EXECUTE FUNCTION agreements_refuse();
CREATE TRIGGER repeated_frozen BEFORE UPDATE ON agreements_repeated
    FOR EACH ROW WHEN (OLD.answered_at IS NOT NULL OR OLD.dispute_id <> NEW.dispute_id OR OLD.said_at <> NEW.said_at)
    EXECUTE FUNCTION agreements_refuse();
CREATE TRIGGER repeated_kept BEFORE DELETE ON agreements_repeated
    FOR EACH ROW EXECUTE FUNCTION agreements_refuse();
CREATE TRIGGER dispute_kept BEFORE DELETE ON agreements_dispute
    FOR EACH ROW EXECUTE FUNCTION agreements_refuse();
CREATE TRIGGER link_frozen BEFORE UPDATE ON agreements_signingtoken
    FOR EACH ROW EXECUTE FUNCTION agreements_freeze_link();
CREATE TRIGGER link_frozen BEFORE UPDATE ON agreements_signingsession
    FOR EACH ROW EXECUTE FUNCTION agreements_freeze_session();
CREATE TRIGGER link_kept BEFORE DELETE ON agreements_signingtoken
    FOR EACH ROW EXECUTE FUNCTION agreements_refuse();
CREATE TRIGGER link_kept BEFORE DELETE ON agreements_signingsession
    FOR EACH ROW EXECUTE FUNCTION agreements_refuse();
"""

# Whole tables, and ALWAYS: not even a session that plays a replica gets past them.
ALWAYS = """
DO $$
DECLARE
    held text;
    fired record;
BEGIN
    FOREACH held IN ARRAY ARRAY[
        'agreement', 'agreementversion', 'learninggoal', 'signaturerequest', 'signatureevent',
        'document', 'sealingcertificate', 'dispute', 'repeated', 'signerdecision', 'verification', 'signingtoken',
        'signingsession'
    ] LOOP
        EXECUTE format(
            'CREATE TRIGGER never_truncated BEFORE TRUNCATE ON %I FOR EACH STATEMENT EXECUTE FUNCTION agreements_refuse()',
            'agreements_' || held);
        FOR fired IN SELECT tgname FROM pg_trigger
            WHERE tgrelid = format('%I', 'agreements_' || held)::regclass AND NOT tgisinternal
        LOOP
            EXECUTE format('ALTER TABLE %I ENABLE ALWAYS TRIGGER %I', 'agreements_' || held, fired.tgname);
        END LOOP;
    END LOOP;
END $$;
"""

TABLES = [
    "agreement",
    "agreementversion",
    "learninggoal",
    "sectionedit",
    "signerchoice",
    "signerdecision",
    "signaturerequest",
    "signatureevent",
    "signingtoken",
    "signingsession",
    "sealingcertificate",
    "sealingdelay",
    "document",
    "dispute",
    "repeated",
    "verification",
]
# PostgreSQL knows the year 12000, and infinity; Python ends with 9999. One such row would end whatever reads it.
YEARS = """
DO $$
DECLARE
    held record;
BEGIN
    FOR held IN SELECT table_name, column_name, data_type FROM information_schema.columns
        WHERE table_schema = current_schema() AND table_name = ANY (ARRAY[{tables}])
        AND data_type IN ('date', 'timestamp with time zone')
    LOOP
        EXECUTE format(
            'ALTER TABLE %I ADD CONSTRAINT %I CHECK (%I >= %L AND %I < %L) NOT VALID',
            held.table_name, held.table_name || '_' || held.column_name || '_year',
            held.column_name, CASE held.data_type WHEN 'date' THEN '1900-01-01' ELSE '2000-01-01 00:00+00' END,
            held.column_name, CASE held.data_type WHEN 'date' THEN '2200-01-01' ELSE '2200-01-01 00:00+00' END);
    END LOOP;
END $$;
ALTER TABLE agreements_signaturerequest ADD CONSTRAINT agreements_signaturerequest_one_address
    CHECK (masklen(ip_address) = CASE family(ip_address) WHEN 4 THEN 32 ELSE 128 END) NOT VALID;
"""

BACK = """
DROP FUNCTION agreements_freeze_session CASCADE;
DROP FUNCTION agreements_freeze_link CASCADE;
DROP FUNCTION agreements_freeze_goals CASCADE;
DROP FUNCTION agreements_freeze_version CASCADE;
DROP FUNCTION agreements_freeze_request CASCADE;
DROP FUNCTION agreements_refuse CASCADE;
"""


def of_tables(statements):
    """Put the names of the tables in."""
    return statements.replace("{tables}", ", ".join(f"'agreements_{table}'" for table in TABLES))


class Migration(migrations.Migration):
    """What no model says."""

    dependencies = [("agreements", "0001_initial")]

    operations = [migrations.RunSQL(REFUSE + FREEZE + TRIGGERS + ALWAYS + of_tables(YEARS), BACK)]
