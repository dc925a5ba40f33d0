-- What is kept, and for how long.

-- In which zone brands count their days; a shop may have one of its own.
CREATE TABLE settings (
    tenant_id uuid   PRIMARY KEY,                    -- the brand
    version   bigint NOT NULL,
    zone      text   NOT NULL
);
ALTER TABLE settings ENABLE ROW LEVEL SECURITY;
ALTER TABLE settings FORCE ROW LEVEL SECURITY;
CREATE POLICY tenants ON settings USING (tenant_id = ANY ((SELECT current_setting('app.tenants'))::uuid[]));

-- When the person had everything deleted, if they had: nothing of the time before is kept for this link any more.
ALTER TABLE accounts ADD COLUMN forgotten_at timestamptz;

-- When an order was told last; what was never paid is forgotten by it.
ALTER TABLE orders ADD COLUMN told_at timestamptz NOT NULL DEFAULT now();

-- A datum that was wrong may be mended: then it counts again.
ALTER TABLE disputes DROP CONSTRAINT disputes_state_check;
ALTER TABLE disputes ADD CONSTRAINT disputes_state_check
    CHECK (state IN ('open', 'accepted', 'refused', 'withdrawn', 'resolved'));
