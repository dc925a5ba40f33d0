-- What people are scored by, the scores, and who may read them. Every row belongs to the person whose it is; `shops`
-- and `rates` are what is known before it is known whose an account is.

-- How much of a currency one euro was; the same for everybody.
CREATE TABLE rates (
    currency text NOT NULL,
    day      date NOT NULL,
    per_euro text NOT NULL,                          -- a decimal, as it was published
    PRIMARY KEY (currency, day)
);

-- Connected accounts of brands, as they were told last.
CREATE TABLE shops (
    tenant_id          uuid        NOT NULL,         -- the brand
    account_id         uuid        NOT NULL,
    connection_version bigint      NOT NULL DEFAULT 0,
    connection         jsonb,
    connection_at      timestamptz,                  -- when that was told
    grant_version      bigint      NOT NULL DEFAULT 0,   -- of the app that only reads
    read_grant         jsonb,
    grant_at           timestamptz,
    facts_version      bigint      NOT NULL DEFAULT 0,
    facts              jsonb,
    PRIMARY KEY (tenant_id, account_id)
);

-- Accounts that people are scored by.
CREATE TABLE accounts (
    tenant_id  uuid        NOT NULL,                 -- the person
    link_id    uuid        NOT NULL,
    brand_id   uuid        NOT NULL,
    account_id uuid        NOT NULL,
    kind       text        NOT NULL CHECK (kind IN ('seller', 'creator')),
    is_linked  boolean     NOT NULL,
    version    bigint      NOT NULL,
    linked_at  timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, link_id)
);
CREATE UNIQUE INDEX accounts_linked ON accounts (brand_id, account_id) WHERE is_linked;

-- Orders of linked shops: a sheet each, and beside it what sums are made of.
CREATE TABLE orders (
    tenant_id     uuid    NOT NULL,
    order_id      uuid    NOT NULL,
    account_id    uuid    NOT NULL,
    channel_order text,
    paid_at       timestamptz,                       -- null: no paid order
    paid_on       date,                              -- the day whose exchange rates hold for it
    currency      text,
    completed     bigint  NOT NULL DEFAULT 0,
    units         bigint  NOT NULL DEFAULT 0,
    gmv           bigint  NOT NULL DEFAULT 0,        -- minor units
    net           bigint  NOT NULL DEFAULT 0,        -- minor units
    shipped       bigint  NOT NULL DEFAULT 0,
    returned      bigint  NOT NULL DEFAULT 0 CHECK (returned BETWEEN 0 AND shipped),
    ship_by       timestamptz,
    due           bigint  NOT NULL DEFAULT 0,
    in_time       bigint  NOT NULL DEFAULT 0 CHECK (in_time BETWEEN 0 AND due),
    facts         jsonb,
    PRIMARY KEY (tenant_id, order_id)
) WITH (fillfactor = 70);
CREATE INDEX orders_by_payment ON orders (tenant_id, account_id, paid_at);
CREATE INDEX orders_by_channel ON orders (tenant_id, channel_order);

-- Orders that are credited to creators, as a shop or a creator account tells them.
CREATE TABLE affiliate_orders (
    tenant_id     uuid        NOT NULL,
    account_id    uuid        NOT NULL,
    channel_order text        NOT NULL,
    version       bigint      NOT NULL,
    placed_at     timestamptz NOT NULL,
    rows          jsonb       NOT NULL,
    PRIMARY KEY (tenant_id, account_id, channel_order)
);
CREATE INDEX affiliate_orders_by_time ON affiliate_orders (tenant_id, account_id, placed_at);

-- Statements with what became of their payment.
CREATE TABLE settlements (
    tenant_id         uuid        NOT NULL,
    account_id        uuid        NOT NULL,
    channel_statement text        NOT NULL,
    version           bigint      NOT NULL,
    payment           text        NOT NULL,          -- small statements share one
    state             text        NOT NULL CHECK (state IN ('processing', 'paid', 'failed')),
    at                timestamptz NOT NULL,
    currency          text        NOT NULL,
    amount            bigint      NOT NULL,          -- minor units
    PRIMARY KEY (tenant_id, account_id, channel_statement)
);
CREATE INDEX settlements_by_time ON settlements (tenant_id, at);

-- Papers that people declare to have.
CREATE TABLE documents (
    tenant_id   uuid        NOT NULL,
    market      text        NOT NULL CHECK (market ~ '^[A-Z]{2}$'),
    document    text        NOT NULL,
    state       text        NOT NULL CHECK (state IN ('declared', 'verified', 'refused')),
    declared_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (tenant_id, market, document)
);

-- Data that people contest.
CREATE TABLE disputes (
    tenant_id  uuid        NOT NULL,
    dispute_id uuid        NOT NULL,
    account_id uuid        NOT NULL,
    datum      text        NOT NULL,
    words      text        NOT NULL CHECK (length(words) BETWEEN 1 AND 1000),
    state      text        NOT NULL CHECK (state IN ('open', 'accepted', 'refused', 'withdrawn')),
    opened_at  timestamptz NOT NULL,
    closed_at  timestamptz,
    answer     text,
    PRIMARY KEY (tenant_id, dispute_id),
    CHECK ((state = 'open') = (closed_at IS NULL))
);
CREATE UNIQUE INDEX disputes_open ON disputes (tenant_id, account_id, datum) WHERE state = 'open';

-- How a person stands: what keeps them from being scored, and their accounts.
CREATE TABLE standings (
    tenant_id uuid        PRIMARY KEY,
    as_of     timestamptz NOT NULL,
    model     integer     NOT NULL,
    standing  jsonb       NOT NULL
);
CREATE INDEX standings_by_age ON standings (as_of);

-- Scores, and the snapshots that they can be made of again.
CREATE TABLE scores (
    tenant_id uuid        NOT NULL,
    as_of     timestamptz NOT NULL,
    model     integer     NOT NULL,
    scaled    integer     NOT NULL,
    raw       text        NOT NULL,
    band      text        NOT NULL,
    score     jsonb       NOT NULL,
    PRIMARY KEY (tenant_id, as_of)
);
CREATE INDEX scores_by_time ON scores USING brin (as_of);
CREATE TABLE snapshots (
    tenant_id uuid        NOT NULL,
    as_of     timestamptz NOT NULL,
    snapshot  jsonb       NOT NULL,
    PRIMARY KEY (tenant_id, as_of),
    FOREIGN KEY (tenant_id, as_of) REFERENCES scores (tenant_id, as_of) ON DELETE CASCADE
);

-- Who lets whom read.
CREATE TABLE consents (
    tenant_id  uuid        NOT NULL,
    consent_id uuid        NOT NULL,
    lender_id  uuid        NOT NULL,
    purpose    text        NOT NULL CHECK (length(purpose) BETWEEN 1 AND 200),
    given_at   timestamptz NOT NULL,
    until      timestamptz NOT NULL CHECK (until > given_at),
    revoked_at timestamptz,
    PRIMARY KEY (tenant_id, consent_id)
);
CREATE UNIQUE INDEX consents_by_id ON consents (consent_id);
CREATE INDEX consents_by_lender ON consents (lender_id, given_at DESC);

-- Readings by lenders. They are written once; of who has everything deleted they lose the score.
CREATE TABLE reads (
    tenant_id  uuid        NOT NULL,
    read_id    uuid        NOT NULL,
    lender_id  uuid        NOT NULL,
    consent_id uuid        NOT NULL,
    actor      text        NOT NULL,
    what       text        NOT NULL CHECK (what IN ('score', 'history')),
    scaled     integer,
    at         timestamptz NOT NULL DEFAULT now(),
    transaction_id xid8    NOT NULL DEFAULT pg_current_xact_id(),
    PRIMARY KEY (tenant_id, at, read_id)
);
CREATE INDEX reads_by_lender ON reads (lender_id, at DESC);

-- ------------------------------------------------------------------------------------------------- who sees what

-- Called again by every later migration that makes a table.
CREATE FUNCTION keep_access() RETURNS void LANGUAGE plpgsql SET search_path = :schema, pg_temp AS $$
DECLARE
    relation text;
BEGIN
    FOREACH relation IN ARRAY ARRAY['shops', 'accounts', 'orders', 'affiliate_orders', 'settlements', 'documents',
        'disputes', 'standings', 'scores', 'snapshots', 'consents', 'reads'] LOOP
        EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', relation);
        EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', relation);
        EXECUTE format('DROP POLICY IF EXISTS tenants ON %I', relation);
        -- Nobody writes into the log of readings of whom they are.
        EXECUTE format(
            'CREATE POLICY tenants ON %I FOR %s USING '
                || '(tenant_id = ANY ((SELECT current_setting(''app.tenants''))::uuid[]))',
            relation, CASE relation WHEN 'reads' THEN 'SELECT' ELSE 'ALL' END);
    END LOOP;
END $$;
SELECT keep_access();
REVOKE EXECUTE ON FUNCTION keep_access() FROM PUBLIC;

GRANT SELECT ON accounts, standings, scores, snapshots TO credit_tenant;
GRANT SELECT, INSERT, UPDATE (state, closed_at) ON disputes TO credit_tenant;
GRANT SELECT, INSERT ON documents TO credit_tenant;
GRANT SELECT, INSERT, UPDATE (revoked_at) ON consents TO credit_tenant;
-- Which score was told, when and in which transaction nobody may say but the database.
GRANT SELECT, INSERT (tenant_id, read_id, lender_id, consent_id, actor, what) ON reads TO credit_tenant;
-- A log is only ever added to; what is deleted of it is the score alone.
REVOKE UPDATE, DELETE ON reads FROM credit_worker;
GRANT UPDATE (scaled) ON reads TO credit_worker;

-- Notes the score that a reading tells, before the lender may see it.
CREATE POLICY owner_looks ON scores FOR SELECT TO CURRENT_USER USING (true);
CREATE POLICY owner_looks ON standings FOR SELECT TO CURRENT_USER USING (true);
CREATE FUNCTION note_score() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = :schema, pg_temp AS $$
BEGIN
    -- What stands in the way now, an older score does not outweigh.
    NEW.scaled := (
        SELECT s.scaled FROM scores s JOIN standings n USING (tenant_id)
        WHERE s.tenant_id = NEW.tenant_id AND jsonb_array_length(n.standing -> 'obstacles') = 0
        ORDER BY s.as_of DESC LIMIT 1);
    RETURN NEW;
END $$;
REVOKE EXECUTE ON FUNCTION note_score() FROM PUBLIC;
CREATE TRIGGER note_score BEFORE INSERT ON reads FOR EACH ROW EXECUTE FUNCTION note_score();

-- A lender sees the consents that it was given, and its own readings.
CREATE POLICY lenders ON consents FOR SELECT TO credit_tenant
    USING (lender_id = ANY ((SELECT current_setting('app.tenants'))::uuid[]));
CREATE POLICY lenders ON reads FOR SELECT TO credit_tenant
    USING (lender_id = ANY ((SELECT current_setting('app.tenants'))::uuid[]));
-- Only lenders read by consents, and only while these are live.
CREATE POLICY readings ON reads FOR INSERT TO credit_tenant
    WITH CHECK (
        lender_id = ANY ((SELECT current_setting('app.tenants'))::uuid[])
        AND EXISTS (
            SELECT FROM consents c WHERE (c.tenant_id, c.lender_id, c.consent_id)
                = (reads.tenant_id, reads.lender_id, reads.consent_id)
                AND c.revoked_at IS NULL AND now() >= c.given_at AND now() < c.until));
-- A score is seen by a lender only in the transaction that has written its reading down.
CREATE POLICY readers ON scores FOR SELECT TO credit_tenant
    USING (EXISTS (
        SELECT FROM reads r WHERE r.tenant_id = scores.tenant_id
            AND r.at = now() AND r.transaction_id = pg_current_xact_id_if_assigned()));
CREATE POLICY readers ON standings FOR SELECT TO credit_tenant
    USING (EXISTS (
        SELECT FROM reads r WHERE r.tenant_id = standings.tenant_id
            AND r.at = now() AND r.transaction_id = pg_current_xact_id_if_assigned()));
