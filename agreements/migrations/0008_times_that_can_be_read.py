"""Dates and times of the record within reach, and addresses that are one address: what Python cannot read, nobody can write (A-26).

PostgreSQL knows the year 12000, and infinity; Python ends with 9999. One such row would end whatever reads it.
"""

from django.db import migrations

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
# NOT VALID: a row that is there already is named by the nightly check, and does not stop an upgrade.
FORWARD = """
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
BACKWARD = """
ALTER TABLE agreements_signaturerequest DROP CONSTRAINT agreements_signaturerequest_one_address;
DO $$
DECLARE
    held record;
BEGIN
    FOR held IN SELECT conrelid::regclass AS place, conname FROM pg_constraint JOIN pg_class ON pg_class.oid = conrelid
        WHERE contype = 'c' AND conname LIKE '%\\_year' AND relnamespace = current_schema()::regnamespace
        AND relname = ANY (ARRAY[{tables}])
    LOOP
        EXECUTE format('ALTER TABLE %s DROP CONSTRAINT %I', held.place, held.conname);
    END LOOP;
END $$;
"""


def of_tables(statements: str) -> str:
    """Put the names of the tables in."""
    return statements.replace("{tables}", ", ".join(f"'agreements_{table}'" for table in TABLES))


class Migration(migrations.Migration):
    """Constraints that the database alone keeps."""

    dependencies = [
        ("agreements", "0007_record_is_keyed_and_frozen"),
    ]

    operations = [migrations.RunSQL(of_tables(FORWARD), of_tables(BACKWARD))]
