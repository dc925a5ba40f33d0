-- What instances tell of themselves and what operators have repaired is of no brand, and so not people's to read: the
-- rights that 0003 gave to all tables that it found go.
DO $$
DECLARE
    people   text := current_schema() || '_tenant';
    relation text;
BEGIN
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = people) THEN
        RETURN;
    END IF;
    FOREACH relation IN ARRAY ARRAY['instances', 'receipts', 'work_done'] LOOP
        EXECUTE format('REVOKE ALL ON %I FROM %I', relation, people);
    END LOOP;
END $$;
