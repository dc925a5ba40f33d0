-- Which score a reading has told: the answer, what is thinned and what is made again go by it, since the clock that
-- dates a score is another than the one that dates a reading.
ALTER TABLE reads ADD COLUMN as_of timestamptz;

-- All rows at once, which nobody but the owner without the policies may do.
ALTER TABLE reads NO FORCE ROW LEVEL SECURITY;
UPDATE reads SET as_of = (
    SELECT max(s.as_of) FROM scores s
    WHERE s.tenant_id = reads.tenant_id AND s.as_of <= reads.at AND s.scaled = reads.scaled)
WHERE scaled IS NOT NULL;
ALTER TABLE reads FORCE ROW LEVEL SECURITY;
CREATE INDEX reads_by_score ON reads (tenant_id, as_of);

-- Who has everything deleted has it forgotten as well which score was told.
GRANT UPDATE (as_of) ON reads TO credit_worker;

-- Notes the newest score that the consent opens. Where something stands in the way it is none: an older score does not
-- outweigh that; those of the past are told all the same.
CREATE OR REPLACE FUNCTION note_score() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = :schema, pg_temp AS $$
DECLARE
    opens timestamptz := (
        SELECT opens_from FROM consents WHERE (tenant_id, consent_id) = (NEW.tenant_id, NEW.consent_id));
BEGIN
    SELECT s.as_of, s.scaled INTO NEW.as_of, NEW.scaled FROM scores s
    WHERE s.tenant_id = NEW.tenant_id AND s.as_of >= coalesce(opens, '-infinity') ORDER BY s.as_of DESC LIMIT 1;
    IF NOT EXISTS (
        SELECT FROM standings WHERE tenant_id = NEW.tenant_id AND jsonb_array_length(standing -> 'obstacles') = 0
    ) THEN
        NEW.scaled := NULL;
        IF NEW.what = 'score' THEN
            NEW.as_of := NULL;
        END IF;
    END IF;
    RETURN NEW;
END $$;

-- A lender sees the score that was written down, and of the past those before it that the consent opens: none that was
-- made since, however late the statement comes that asks for it.
DROP POLICY readers ON scores;
CREATE POLICY readers ON scores FOR SELECT TO credit_tenant
    USING (EXISTS (
        SELECT FROM reads r JOIN consents c ON (c.tenant_id, c.consent_id) = (r.tenant_id, r.consent_id)
        WHERE r.tenant_id = scores.tenant_id AND scores.as_of BETWEEN c.opens_from AND r.as_of
            AND r.at = now() AND r.transaction_id = pg_current_xact_id_if_assigned()));
