"""Who somebody is, and what two decided about it, carries a mark that SQL alone cannot make (E-34).

Rows that are there already are taken as they are, and marked with the key of SECRET_KEY, which every server has.
"""

import hashlib
import hmac
import json
from datetime import UTC, date, datetime

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.db import migrations, models

from people.at_once import at_once

PERSON = (
    "email",
    "name",
    "password",
    "is_active",
    "is_staff",
    "is_superuser",
    "is_organization_administrator",
    "administrator_since",
    "appointed_by_id",
    "administrator_confirmed_at",
    "administrator_confirmed_by_id",
    "supervisor_id",
    "left_on",
)
CHANGE = (
    "person_id",
    "old",
    "new",
    "asked_at",
    "asked_by_id",
    "status",
    "confirmation",
    "decided_at",
    "decided_by_id",
    "link_digests",
)
REPLACEMENT = (
    "person_id",
    "provider",
    "uid",
    "status",
    "tried_at",
    "asked_at",
    "asked_by_id",
    "decided_at",
    "decided_by_id",
)
MARKED = {"user": PERSON, "addresschange": CHANGE, "identityreplacement": REPLACEMENT}


def record_key():
    kdf = HKDF(algorithm=SHA256(), length=32, salt=None, info=b"whetstone: record")
    secret = kdf.derive(settings.SECRET_KEY.encode())
    return f"secret-{hashlib.sha256(secret).hexdigest()[:12]}", secret


def plain(value):
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="microseconds")
    return value.isoformat() if isinstance(value, date) else value


def mark_rows(model, fields):
    key, secret = record_key()
    for row in model.objects.filter(mark="").iterator():
        content = [model._meta.label_lower, row.pk, 1, *(plain(getattr(row, field)) for field in fields)]
        text = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
        mac = hmac.new(secret, text.encode(), hashlib.sha256).hexdigest()
        model.objects.filter(pk=row.pk).update(mark_number=1, mark_key=key, mark=mac)


def mark_all(apps, schema_editor):
    for name, fields in MARKED.items():
        mark_rows(apps.get_model("people", name), fields)


# The numbers of marks only grow: an earlier state of a row is refused with the mark that it had. What was decided stays
# decided, and is marked by a statement of its own.
TRIGGERS = """
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

CREATE OR REPLACE FUNCTION people_address_change_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
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
ALTER TABLE people_addresschange ENABLE ALWAYS TRIGGER address_change_frozen;

CREATE TRIGGER never_truncated BEFORE TRUNCATE ON people_addresschange
    FOR EACH STATEMENT EXECUTE FUNCTION people_audit_append_only();
CREATE TRIGGER never_truncated BEFORE TRUNCATE ON people_identityreplacement
    FOR EACH STATEMENT EXECUTE FUNCTION people_audit_append_only();
ALTER TABLE people_addresschange ENABLE ALWAYS TRIGGER never_truncated;
ALTER TABLE people_identityreplacement ENABLE ALWAYS TRIGGER never_truncated;
"""

BACK = """
DROP TRIGGER never_truncated ON people_identityreplacement;
DROP TRIGGER never_truncated ON people_addresschange;
DROP TRIGGER mark_grows ON people_identityreplacement;
DROP TRIGGER mark_grows ON people_addresschange;
DROP TRIGGER mark_grows ON people_user;
DROP FUNCTION marks_only_grow;
"""


def fields(model):
    return [
        migrations.AddField(model, "mark_number", models.PositiveIntegerField(default=0, editable=False)),
        migrations.AddField(model, "mark_key", models.CharField(blank=True, editable=False, max_length=24)),
        migrations.AddField(model, "mark", models.CharField(blank=True, editable=False, max_length=64)),
    ]


# The address's own trigger would refuse marks on what was decided, so it is replaced before rows are marked.
class Migration(migrations.Migration):
    """Fields, marks and triggers."""

    dependencies = [("people", "0009_years_within_reach")]

    operations = [
        *fields("user"),
        *fields("addresschange"),
        *fields("identityreplacement"),
        migrations.RunSQL(TRIGGERS, BACK),
        migrations.RunPython(mark_all, migrations.RunPython.noop),
    ]
    operations = at_once(operations)
