-- What every instance tells of itself every few seconds, so that any of them can answer for all. Unlogged: it is worth
-- nothing after a crash, and the disk is not waited for.
CREATE UNLOGGED TABLE instances (
    instance text        PRIMARY KEY,
    heard_at timestamptz NOT NULL,
    state    text        NOT NULL                -- JSON: version, readiness, what its lanes have in hand
) WITH (fillfactor = 20);

-- What operators have repaired by hand: who, when, by which command, what, and why. The steps of one command add up in
-- one row.
CREATE TABLE receipts (
    receipt_id uuid        PRIMARY KEY,
    actor      text        NOT NULL,
    command    text        NOT NULL,             -- a constant phrase, such as `failures replay`
    subject    text        NOT NULL,             -- what was chosen
    reason     text        NOT NULL,
    count      bigint      NOT NULL,             -- how many things it was done to
    began_at   timestamptz NOT NULL DEFAULT now(),
    last_at    timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX receipts_in_time ON receipts (began_at DESC, receipt_id DESC);
