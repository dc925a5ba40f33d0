-- A second consent: to the app that only reads. It is kept apart from the one for operations and never takes its place.

-- To which app an authorization was given, and by whom. The channel's ids of accounts differ from app to app.
ALTER TABLE accounts
    ADD COLUMN app text NOT NULL DEFAULT 'operations' CHECK (app IN ('operations', 'credit')),
    ADD COLUMN holder text NOT NULL DEFAULT 'seller' CHECK (holder IN ('seller', 'creator')),
    DROP CONSTRAINT accounts_tenant_id_open_id_key,
    ADD UNIQUE (tenant_id, app, open_id);
ALTER TABLE oauth_states ADD COLUMN app text NOT NULL DEFAULT 'operations';
ALTER TABLE callbacks ADD COLUMN app text NOT NULL DEFAULT 'operations', ADD COLUMN creator uuid;
-- What the seller has granted, to either app; null where the channel does not tell.
ALTER TABLE connections ADD COLUMN granted text[];

-- What the app that only reads may see: a shop, by its cipher within that app, or a creator account. The brand is who
-- began it, which need not be the one whose shop it is; a shop has the same id as its connection, where it has one.
CREATE TABLE read_grants (
    tenant_id       uuid        NOT NULL,
    id              uuid        NOT NULL,             -- the shop's id or the creator's
    holder          text        NOT NULL CHECK (holder IN ('seller', 'creator')),
    account_id      uuid        NOT NULL,
    channel_account text        NOT NULL,             -- the channel's id of the shop; of a creator, of the account
    cipher          text        NOT NULL,             -- empty for a creator
    title           text        NOT NULL,
    region          text        NOT NULL,
    state           text        NOT NULL CHECK (state IN ('connected', 'expired', 'deauthorized', 'disconnected')),
    granted         text[],                           -- null where the channel does not tell
    version         integer     NOT NULL DEFAULT 1,
    granted_at      timestamptz NOT NULL,
    changed_at      timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (tenant_id, id),
    UNIQUE (tenant_id, holder, channel_account),
    FOREIGN KEY (tenant_id, account_id) REFERENCES accounts (tenant_id, id)
);
CREATE INDEX read_grants_by_id ON read_grants (id);
CREATE INDEX read_grants_by_account ON read_grants (channel_account);
SELECT keep_tenants_apart('read_grants');
GRANT SELECT, UPDATE (state, version, changed_at) ON read_grants TO ingestion_tenant;
GRANT SELECT (app, holder) ON accounts TO ingestion_tenant;
