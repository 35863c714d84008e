"""The database itself refuses to change what happened, what was signed, and the document that came of it."""

from django.db import migrations

FORWARD = """
CREATE FUNCTION agreements_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END $$;

CREATE TRIGGER signatureevent_append_only BEFORE UPDATE OR DELETE ON agreements_signatureevent
    FOR EACH ROW EXECUTE FUNCTION agreements_refuse();

CREATE TRIGGER document_append_only BEFORE UPDATE OR DELETE ON agreements_document
    FOR EACH ROW EXECUTE FUNCTION agreements_refuse();

CREATE TRIGGER version_text_fixed BEFORE UPDATE ON agreements_agreementversion
    FOR EACH ROW WHEN (OLD.text <> '' AND (NEW.text <> OLD.text OR NEW.text_hash <> OLD.text_hash))
    EXECUTE FUNCTION agreements_refuse();
"""

BACKWARD = """
DROP TRIGGER version_text_fixed ON agreements_agreementversion;
DROP TRIGGER document_append_only ON agreements_document;
DROP TRIGGER signatureevent_append_only ON agreements_signatureevent;
DROP FUNCTION agreements_refuse();
"""


class Migration(migrations.Migration):
    """Triggers, not rights: the application often owns its tables, and an owner may do anything a trigger allows."""

    dependencies = [("agreements", "0001_initial")]

    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
