"""Dates and times that Python can read: what cannot be read, nobody can write (E-37).

PostgreSQL knows the year 12000, and infinity; Python ends with 9999. One such row would end every page that reads it.
Other apps call this function for their tables, and so does the migration of every new column that holds a date.
"""

from django.db import migrations

# NOT VALID: a row that is there already does not stop an upgrade. Columns that have their constraint are passed over.
FORWARD = """
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

SELECT keep_years_within_reach({tables});
"""

BACKWARD = """
SELECT forget_years_within_reach({tables});
DROP FUNCTION forget_years_within_reach;
DROP FUNCTION keep_years_within_reach;
"""

# Those of Django and allauth too: a session or a second step that cannot be read shuts somebody out.
TABLES = """
    'people_user', 'people_addresschange', 'people_identityreplacement', 'people_directoryimport',
    'people_columnmapping', 'django_session', 'django_admin_log', 'account_emailconfirmation',
    'socialaccount_socialaccount', 'socialaccount_socialtoken', 'mfa_authenticator'
"""


class Migration(migrations.Migration):
    """Constraints that the database alone keeps."""

    dependencies = [
        ("people", "0008_times_of_the_trail_can_be_read"),
        ("account", "0001_initial"),
        ("socialaccount", "0001_initial"),
        ("mfa", "0002_authenticator_timestamps"),
        ("sessions", "0001_initial"),
        ("admin", "0001_initial"),
    ]

    operations = [migrations.RunSQL(FORWARD.replace("{tables}", TABLES), BACKWARD.replace("{tables}", TABLES))]
