"""The record of signatures is keyed; what was sent out, decided or sealed is frozen, and nothing of it is ever removed (A-28)."""

from django.db import migrations, models

from people.at_once import at_once

# Rows and whole tables, and ALWAYS: not even a session that plays a replica gets past them.
FORWARD = """
DROP TRIGGER version_text_fixed ON agreements_agreementversion;

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
    moves CONSTANT text[] := ARRAY['status', 'in_force_at', 'voided_at', 'void_reason'];
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
            AND ROW(NEW.voided_at, NEW.void_reason) IS DISTINCT FROM ROW(OLD.voided_at, OLD.void_reason))
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

DO $$
DECLARE
    held text;
    fired record;
BEGIN
    FOREACH held IN ARRAY ARRAY[
        'agreement', 'agreementversion', 'learninggoal', 'signaturerequest', 'signatureevent',
        'document', 'sealingcertificate', 'dispute', 'repeated', 'signerdecision', 'verification'
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

BACKWARD = """
DO $$
DECLARE
    held text;
BEGIN
    FOREACH held IN ARRAY ARRAY[
        'agreement', 'agreementversion', 'learninggoal', 'signaturerequest', 'signatureevent',
        'document', 'sealingcertificate', 'dispute', 'repeated', 'signerdecision', 'verification'
    ] LOOP
        EXECUTE format('DROP TRIGGER never_truncated ON %I', 'agreements_' || held);
    END LOOP;
END $$;
DROP TRIGGER repeated_kept ON agreements_repeated;
DROP TRIGGER repeated_frozen ON agreements_repeated;
DROP TRIGGER dispute_kept ON agreements_dispute;
DROP TRIGGER dispute_frozen ON agreements_dispute;
DROP TRIGGER agreement_kept ON agreements_agreement;
DROP TRIGGER agreement_fixed ON agreements_agreement;
DROP TRIGGER goals_frozen ON agreements_learninggoal;
DROP TRIGGER version_kept ON agreements_agreementversion;
DROP TRIGGER version_frozen ON agreements_agreementversion;
DROP TRIGGER request_kept ON agreements_signaturerequest;
DROP TRIGGER request_frozen ON agreements_signaturerequest;
DROP FUNCTION agreements_freeze_goals();
DROP FUNCTION agreements_freeze_version();
DROP FUNCTION agreements_freeze_request();
CREATE TRIGGER version_text_fixed BEFORE UPDATE ON agreements_agreementversion
    FOR EACH ROW WHEN (OLD.text <> '' AND (NEW.text <> OLD.text OR NEW.text_hash <> OLD.text_hash))
    EXECUTE FUNCTION agreements_refuse();
"""


class Migration(migrations.Migration):
    """Fields and triggers."""

    dependencies = [
        ("agreements", "0006_signers_decided_by_two"),
    ]

    operations = [
        migrations.AddField(
            model_name="agreement",
            name="head_key",
            field=models.CharField(blank=True, editable=False, max_length=24),
        ),
        migrations.AddField(
            model_name="agreement",
            name="head_mac",
            field=models.CharField(blank=True, editable=False, max_length=64),
        ),
        migrations.AddField(
            model_name="agreement",
            name="head_sequence",
            field=models.PositiveIntegerField(default=0, editable=False),
        ),
        migrations.AddField(
            model_name="sealingcertificate",
            name="key",
            field=models.CharField(blank=True, max_length=24),
        ),
        migrations.AddField(
            model_name="sealingcertificate",
            name="mac",
            field=models.CharField(blank=True, max_length=64),
        ),
        migrations.AddField(
            model_name="signatureevent",
            name="key",
            field=models.CharField(blank=True, max_length=24),
        ),
        migrations.AddField(
            model_name="signatureevent",
            name="mac",
            field=models.CharField(blank=True, max_length=64),
        ),
        migrations.AddField(
            model_name="signaturerequest",
            name="signer_address",
            field=models.CharField(blank=True, max_length=254, verbose_name="address of the signer then"),
        ),
        migrations.AddField(
            model_name="signaturerequest",
            name="signer_name",
            field=models.CharField(blank=True, max_length=200, verbose_name="name of the signer then"),
        ),
        migrations.AddField(
            model_name="verification",
            name="key",
            field=models.CharField(blank=True, max_length=24),
        ),
        migrations.AddField(
            model_name="verification",
            name="mac",
            field=models.CharField(blank=True, max_length=64),
        ),
        migrations.AddField(
            model_name="verification",
            name="number",
            field=models.PositiveIntegerField(null=True, unique=True, verbose_name="number"),
        ),
        migrations.AddField(
            model_name="verification",
            name="previous_mac",
            field=models.CharField(blank=True, max_length=64),
        ),
        migrations.AddField(
            model_name="verification",
            name="seen",
            field=models.JSONField(blank=True, default=dict),
        ),
        migrations.RunSQL(FORWARD, BACKWARD),
    ]
    operations = at_once(operations)
