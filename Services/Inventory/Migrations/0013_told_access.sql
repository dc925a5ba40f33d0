-- What the service has told is not people's to read or write: row level security hid it from them already, the rights
-- that 0003 gave to all tables that it found go, too.
DO $$
DECLARE
    people   text := current_schema() || '_tenant';
    relation record;
BEGIN
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = people) THEN
        RETURN;
    END IF;
    FOR relation IN
        SELECT relname FROM pg_class
        WHERE relnamespace = current_schema()::regnamespace AND relkind IN ('r', 'p') AND relname ~ '^told(_|$)'
    LOOP
        EXECUTE format('REVOKE ALL ON %I FROM %I', relation.relname, people);
    END LOOP;
END $$;
