-- What is told once more, as it stands: an account's past to whoever scores people by it, or a shop's orders to
-- everybody once a shop that was only read is connected for operations.
CREATE TABLE tellings (
    tenant_id  uuid        NOT NULL,
    account_id uuid        NOT NULL,                  -- the shop's id or the creator's
    telling_id uuid        NOT NULL,                  -- the link that asks; the account's id: for everybody
    version    bigint      NOT NULL,                  -- of the link
    since      timestamptz NOT NULL,
    state      text        NOT NULL CHECK (state IN ('wanted', 'told', 'ended')),
    part       text        NOT NULL,                  -- what is told at present
    place_at   timestamptz,                           -- behind this it goes on; null: the part begins
    place      text,
    messages   bigint      NOT NULL DEFAULT 0,
    changed_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (tenant_id, account_id, telling_id)
);
SELECT keep_tenants_apart('tellings');
