"""A link opens what it was made for (A-04): bound to its request by a keyed hash, and its row is frozen but for its use.

Links from before have no such hash and open nothing; whoever has one asks for a fresh one with it, in one click.
"""

from django.db import migrations, models

from people.at_once import at_once

FORWARD = """
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

CREATE TRIGGER link_frozen BEFORE UPDATE ON agreements_signingtoken
    FOR EACH ROW EXECUTE FUNCTION agreements_freeze_link();
CREATE TRIGGER link_frozen BEFORE UPDATE ON agreements_signingsession
    FOR EACH ROW EXECUTE FUNCTION agreements_freeze_session();

DO $$
DECLARE
    held text;
    fired text;
BEGIN
    FOREACH held IN ARRAY ARRAY['agreements_signingtoken', 'agreements_signingsession'] LOOP
        EXECUTE format(
            'CREATE TRIGGER link_kept BEFORE DELETE ON %I FOR EACH ROW EXECUTE FUNCTION agreements_refuse()', held);
        EXECUTE format(
            'CREATE TRIGGER never_truncated BEFORE TRUNCATE ON %I FOR EACH STATEMENT EXECUTE FUNCTION agreements_refuse()',
            held);
        FOREACH fired IN ARRAY ARRAY['link_frozen', 'link_kept', 'never_truncated'] LOOP
            EXECUTE format('ALTER TABLE %I ENABLE ALWAYS TRIGGER %I', held, fired);
        END LOOP;
    END LOOP;
END $$;
"""

BACKWARD = """
DROP TRIGGER link_frozen ON agreements_signingtoken;
DROP TRIGGER link_kept ON agreements_signingtoken;
DROP TRIGGER never_truncated ON agreements_signingtoken;
DROP TRIGGER link_frozen ON agreements_signingsession;
DROP TRIGGER link_kept ON agreements_signingsession;
DROP TRIGGER never_truncated ON agreements_signingsession;
DROP FUNCTION agreements_freeze_session();
DROP FUNCTION agreements_freeze_link();
"""


class Migration(migrations.Migration):
    """A field for each, and triggers."""

    dependencies = [("agreements", "0008_times_that_can_be_read")]

    operations = [
        migrations.AddField(
            model_name="signingtoken",
            name="bound",
            field=models.CharField(default="", max_length=64),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="signingsession",
            name="bound",
            field=models.CharField(default="", max_length=64),
            preserve_default=False,
        ),
        migrations.RunSQL(FORWARD, BACKWARD),
    ]
    operations = at_once(operations)
