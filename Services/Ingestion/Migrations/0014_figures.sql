-- What scores are made of: statements with what stands on them, payments, orders that are credited to creators, and
-- what a channel tells of a shop as a whole.

-- Statements. Raw ones are kept as they were received: the channel's fees get new names every month.
CREATE TABLE statements (
    tenant_id         uuid        NOT NULL,
    shop_id           uuid        NOT NULL,
    channel_statement text        NOT NULL,
    version           integer     NOT NULL DEFAULT 0 CHECK (version >= 0),  -- 0: nothing is told of it yet
    statement_at      timestamptz NOT NULL,
    payment_state     text        NOT NULL,
    channel_payment   text,
    received          jsonb       NOT NULL,             -- as the channel lists it
    is_read           boolean     NOT NULL DEFAULT false,  -- all that stands on it is in statement_lines
    token             text,                             -- where reading what stands on it goes on
    told              jsonb,                            -- the message
    PRIMARY KEY (tenant_id, shop_id, channel_statement),
    CHECK ((version = 0) = (told IS NULL))
);
CREATE INDEX statements_by_payment ON statements (tenant_id, shop_id, channel_payment);
CREATE INDEX statements_open ON statements (tenant_id, shop_id, statement_at)
    WHERE payment_state IN ('processing', 'other') OR NOT is_read;

-- What stands on them: an order, money held back or let go, a correction.
CREATE TABLE statement_lines (
    tenant_id           uuid   NOT NULL,
    shop_id             uuid   NOT NULL,
    channel_statement   text   NOT NULL,
    channel_transaction text   NOT NULL,
    kind                text   NOT NULL CHECK (kind IN ('order', 'reserve', 'adjustment')),
    channel_kind        text   NOT NULL,
    channel_order       text,
    settlement          bigint NOT NULL,                -- minor units of the statement's currency, as all amounts here
    revenue             bigint NOT NULL,
    fees                jsonb  NOT NULL,                -- from the channel's names to amounts; those that are not 0
    received            jsonb  NOT NULL,
    PRIMARY KEY (tenant_id, shop_id, channel_statement, channel_transaction),
    FOREIGN KEY (tenant_id, shop_id, channel_statement) REFERENCES statements
);

-- Money on its way to a seller's bank.
CREATE TABLE payments (
    tenant_id       uuid        NOT NULL,
    shop_id         uuid        NOT NULL,
    channel_payment text        NOT NULL,
    state           text        NOT NULL,
    begun_at        timestamptz NOT NULL,
    arrived_at      timestamptz,
    received        jsonb       NOT NULL,
    PRIMARY KEY (tenant_id, shop_id, channel_payment)
);
CREATE INDEX payments_open ON payments (tenant_id, shop_id, begun_at) WHERE state IN ('processing', 'other');

-- Orders that are credited to creators, as their shop or one of those creators sees them.
CREATE TABLE affiliate_orders (
    tenant_id     uuid        NOT NULL,
    account_id    uuid        NOT NULL,                 -- the shop's id or the creator's
    channel_order text        NOT NULL,
    version       integer     NOT NULL CHECK (version > 0),
    placed_at     timestamptz NOT NULL,
    told          jsonb       NOT NULL,                 -- the message
    PRIMARY KEY (tenant_id, account_id, channel_order)
);

-- What a channel tells of a shop as a whole.
CREATE TABLE shop_facts (
    tenant_id uuid    NOT NULL,
    shop_id   uuid    NOT NULL,
    version   integer NOT NULL CHECK (version > 0),
    told      jsonb   NOT NULL,                         -- the message
    PRIMARY KEY (tenant_id, shop_id)
);

SELECT keep_tenants_apart(name)
FROM unnest(ARRAY['statements', 'statement_lines', 'payments', 'affiliate_orders', 'shop_facts']) AS name;
