-- What sellers' browsers brought back. The code in it works once and for half an hour: it is kept until the channel has
-- taken it, however long that takes and whoever dies over it.
CREATE TABLE callbacks (
    tenant_id  uuid,                                  -- null: no state came back, as from Seller Center
    id         uuid        PRIMARY KEY,
    state      text        NOT NULL DEFAULT 'wanted' CHECK (state IN ('wanted', 'connected', 'refused')),
    code       bytea       NOT NULL,                  -- sealed; empty once it is used
    code_key   text        NOT NULL,
    sentence   text,                                  -- why not, or which permissions are missing
    shops      uuid[]      NOT NULL DEFAULT '{}',     -- connected by it
    created_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX callbacks_by_age ON callbacks (created_at);
SELECT keep_tenants_apart('callbacks');
