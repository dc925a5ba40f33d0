-- People whose income is scored, and lenders: tenants of two more kinds, which no agency holds.
ALTER TABLE tenants DROP CONSTRAINT tenants_kind_check;
ALTER TABLE tenants ADD CONSTRAINT tenants_kind_check CHECK (kind IN ('agency', 'brand', 'subject', 'lender'));
CREATE UNIQUE INDEX tenants_lender_name ON tenants (lower(name)) WHERE kind = 'lender';

-- An account of a brand's that a person is scored by. The brand offers it, the person takes it up, either ends it.
CREATE TABLE links (
    tenant_id  uuid        NOT NULL,                 -- the person
    link_id    uuid        NOT NULL,
    brand_id   uuid        NOT NULL REFERENCES tenants (tenant_id),
    account_id uuid        NOT NULL,
    kind       text        NOT NULL CHECK (kind IN ('seller', 'creator')),
    state      text        NOT NULL CHECK (state IN ('offered', 'linked', 'ended')),
    version    integer     NOT NULL CHECK (version > 0),
    changed_at timestamptz NOT NULL,
    subject_kind text      GENERATED ALWAYS AS ('subject') STORED,
    PRIMARY KEY (tenant_id, link_id),
    UNIQUE (tenant_id, brand_id, account_id),
    FOREIGN KEY (tenant_id, subject_kind) REFERENCES tenants (tenant_id, kind)   -- only people have links
);
CREATE INDEX links_by_brand ON links (brand_id, changed_at DESC);
-- An account is one person's.
CREATE UNIQUE INDEX links_account ON links (brand_id, account_id) WHERE state = 'linked';

SELECT keep_tenants_apart('links');
-- The brand sees the links that it has offered, offers and ends them; it never takes one up.
CREATE POLICY brands_see ON links FOR SELECT TO accounts_tenant
    USING (brand_id = ANY ((SELECT current_setting('app.tenants'))::uuid[]));
CREATE POLICY brands_offer ON links FOR INSERT TO accounts_tenant
    WITH CHECK (brand_id = ANY ((SELECT current_setting('app.tenants'))::uuid[]) AND state = 'offered');
CREATE POLICY brands_end ON links FOR UPDATE TO accounts_tenant
    USING (brand_id = ANY ((SELECT current_setting('app.tenants'))::uuid[]))
    WITH CHECK (brand_id = ANY ((SELECT current_setting('app.tenants'))::uuid[]) AND state <> 'linked');
GRANT SELECT, INSERT, UPDATE (state, version, changed_at) ON links TO accounts_tenant;
