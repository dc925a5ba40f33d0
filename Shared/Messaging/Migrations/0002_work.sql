-- Everything that takes time or talks to others: what is wanted, who does it, how fast it may be done.
--
-- Who comes next is a question of three small steps, each one look into an index: the tenant who has waited longest
-- (work_tenants.turn_at), its line that has waited longest (work_lines.turn_at), the most urgent row of that line. So a
-- claim costs the same whether one row is waiting or a million, and a tenant with a million rows gets its turn like one
-- with a single row. How the steps are taken is in 0004_work_taking.sql.

-- One row per thing that is wanted. A repeat of the demand finds the row and raises wanted_seq.
CREATE TABLE work (
    tenant_id      uuid        NOT NULL,
    kind           text        NOT NULL,
    key            text        NOT NULL,
    shop           uuid        NOT NULL,             -- all zeros: of no shop
    endpoint_class text        NOT NULL,
    state          text        NOT NULL CHECK (state IN ('waiting', 'ready', 'leased', 'failed')),
    wanted_seq     bigint      NOT NULL DEFAULT 1,
    taken_seq      bigint,                           -- wanted_seq when it was leased
    due_at         timestamptz NOT NULL,             -- while leased: when a repeat of the demand is due
    priority       smallint    NOT NULL,             -- lower first
    wanted_by      timestamptz NOT NULL,             -- earlier first within a priority; such as the time to ship by
    every          double precision CHECK (every > 0),   -- seconds; done every so often, until it is cancelled
    attempt        integer     NOT NULL DEFAULT 0,
    lease_id       uuid,
    is_alone       boolean     NOT NULL DEFAULT false,   -- it may have spoiled a bundle, so it is taken alone
    is_unknown     boolean     NOT NULL DEFAULT false,   -- what became of the last attempt is not known
    is_cancelled   boolean     NOT NULL DEFAULT false,   -- not wanted any more, but in work or of unknown outcome
    payload        jsonb       NOT NULL,
    correlation    text,
    causation      uuid,
    traceparent    text,
    created_at     timestamptz NOT NULL DEFAULT now(),
    changed_at     timestamptz NOT NULL DEFAULT now(),
    last_reason    text,                             -- a constant sentence, by which failures are grouped
    last_detail    text,
    PRIMARY KEY (tenant_id, kind, key),
    CHECK ((state = 'leased') = (lease_id IS NOT NULL) AND (state = 'leased') = (taken_seq IS NOT NULL))
) WITH (fillfactor = 80, autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 5000);
CREATE INDEX work_ready ON work (tenant_id, shop, endpoint_class, kind, priority, wanted_by) WHERE state = 'ready';
CREATE INDEX work_waiting ON work (tenant_id, shop, endpoint_class, due_at) WHERE state = 'waiting';
CREATE INDEX work_leased ON work (lease_id) WHERE lease_id IS NOT NULL;
CREATE INDEX work_failed ON work (tenant_id, changed_at) WHERE state = 'failed';

-- One row per tenant that ever wanted something: its place in the round.
CREATE TABLE work_tenants (
    tenant_id uuid        PRIMARY KEY,
    turn_at   timestamptz NOT NULL                   -- since when, or from when, it waits for its turn
) WITH (fillfactor = 50, autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 1000);
CREATE INDEX work_tenants_turn ON work_tenants (turn_at);

-- One row per shop and endpoint class that anything was ever wanted of.
CREATE TABLE work_lines (
    tenant_id      uuid        NOT NULL,
    shop           uuid        NOT NULL,
    endpoint_class text        NOT NULL,
    due_at         timestamptz NOT NULL,             -- from when there may be something to do
    free_at        timestamptz NOT NULL DEFAULT '-infinity',  -- not before: leased, throttled, broken, paused
    turn_at        timestamptz NOT NULL GENERATED ALWAYS AS (greatest(due_at, free_at)) STORED,
    token_at       timestamptz,                      -- a token was set aside for us, good from then
    token_epoch    bigint,
    PRIMARY KEY (tenant_id, shop, endpoint_class)
) WITH (fillfactor = 50, autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 1000);
CREATE INDEX work_lines_turn ON work_lines (tenant_id, turn_at);

-- One row per job in somebody's hands. Whoever settles the job deletes it; whoever takes the job over does so first.
CREATE TABLE work_leases (
    id             uuid        PRIMARY KEY,
    tenant_id      uuid        NOT NULL,
    shop           uuid        NOT NULL,
    endpoint_class text        NOT NULL,
    slot           integer     NOT NULL,             -- 1 up to how many jobs the kind allows at a time
    kind           text        NOT NULL,
    leased_by      text        NOT NULL,
    leased_at      timestamptz NOT NULL,
    lease_until    timestamptz NOT NULL,
    UNIQUE (tenant_id, shop, endpoint_class, slot)
) WITH (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 1000);

-- How fast a partner may be called: a bucket of tokens whose rate finds the partner's limit by itself.
CREATE TABLE work_budgets (
    app            text             NOT NULL,
    endpoint_class text             NOT NULL,
    account        uuid             NOT NULL,        -- whose limit: the shop's, the tenant's; all zeros: the app's own
    rate           double precision NOT NULL CHECK (rate > 0),   -- tokens a second
    tokens         double precision NOT NULL,        -- below zero: set aside for lines that wait
    refilled_at    timestamptz      NOT NULL,
    raised_at      timestamptz      NOT NULL,
    blocked_until  timestamptz      NOT NULL DEFAULT '-infinity',
    throttled_at   timestamptz,
    throttled_rate double precision,                 -- the rate that was too much
    streak         integer          NOT NULL DEFAULT 0,          -- throttled so often in a row
    epoch          bigint           NOT NULL DEFAULT 0,          -- tokens set aside before a throttling are void
    PRIMARY KEY (app, endpoint_class, account)
) WITH (fillfactor = 50);

-- Whether a partner is worth calling. No row: nothing has gone wrong yet.
CREATE TABLE work_breakers (
    app            text        NOT NULL,
    endpoint_class text        NOT NULL,
    account        uuid        NOT NULL,             -- all zeros: the partner as a whole
    state          text        NOT NULL CHECK (state IN ('closed', 'open', 'half')),
    failures       integer     NOT NULL,             -- in a row
    openings       integer     NOT NULL DEFAULT 0,   -- in a row
    open_until     timestamptz NOT NULL DEFAULT '-infinity',  -- half: until then the probe has time
    probe          uuid,                             -- the lease that tries it out
    failed_at      timestamptz NOT NULL,
    PRIMARY KEY (app, endpoint_class, account)
) WITH (fillfactor = 50);
CREATE INDEX work_breakers_failing ON work_breakers (app) WHERE failures > 0;

-- What people have stopped. An empty kind and a zero id mean all of them.
CREATE TABLE work_pauses (
    kind      text        NOT NULL DEFAULT '',
    tenant_id uuid        NOT NULL DEFAULT '00000000-0000-0000-0000-000000000000',
    shop      uuid        NOT NULL DEFAULT '00000000-0000-0000-0000-000000000000',
    reason    text        NOT NULL,
    paused_by text        NOT NULL,
    paused_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (tenant_id, kind, shop)
);

-- Rows of a tenant are for workers and for the owner's own functions only.
DO $$
DECLARE
    name text;
BEGIN
    FOREACH name IN ARRAY ARRAY['work', 'work_tenants', 'work_lines', 'work_leases', 'work_pauses'] LOOP
        EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', name);
        EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', name);
        EXECUTE format('CREATE POLICY owner_only ON %I TO CURRENT_USER USING (true) WITH CHECK (true)', name);
    END LOOP;
END $$;
