-- What every service keeps about its messages, inside its own schema.

-- One row per message and lane that was handled: the reason why a repeat has no effect. Partitioned by the time inside
-- the version 7 id, a day each, so that old days are dropped instead of deleted.
CREATE TABLE inbox (
    message_id uuid NOT NULL,
    lane       text NOT NULL,
    PRIMARY KEY (message_id, lane)
) PARTITION BY RANGE (message_id);

-- Messages that a transaction has decided to send and the broker has not confirmed yet.
CREATE TABLE outbox (
    id            uuid PRIMARY KEY,
    exchange      text        NOT NULL,
    routing_key   text        NOT NULL,
    type          text        NOT NULL,
    tenant_id     uuid,
    correlation   text,
    causation     uuid,
    headers       text,                          -- further headers as JSON
    body          bytea       NOT NULL,
    claimed_until timestamptz NOT NULL,          -- until then the instance that wrote or swept the row publishes it
    attempts      integer     NOT NULL DEFAULT 0,
    last_error    text
) WITH (fillfactor = 90);

-- Messages that wait for another try; the broker no longer holds them.
CREATE TABLE deferred (
    message_id    uuid        NOT NULL,
    lane          text        NOT NULL,
    message       text        NOT NULL,          -- properties as JSON
    body          bytea       NOT NULL,
    reason        text        NOT NULL,
    attempt       integer     NOT NULL,
    first_at      timestamptz NOT NULL DEFAULT now(),
    due_at        timestamptz NOT NULL,
    claimed_until timestamptz,
    PRIMARY KEY (message_id, lane)
);
CREATE INDEX deferred_due ON deferred (due_at);

-- Messages that were in a consumer's hands when it died; noted before each further try, alone.
CREATE TABLE suspects (
    message_id uuid        NOT NULL,
    lane       text        NOT NULL,
    seen       integer     NOT NULL,
    last_at    timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (message_id, lane)
);

-- Messages that could not be handled, kept for people: listed, explained, replayed, discarded.
CREATE TABLE failures (
    message_id uuid        NOT NULL,
    lane       text        NOT NULL,
    tenant_id  uuid,
    type       text        NOT NULL,
    cause      text        NOT NULL,             -- a constant sentence, by which failures are grouped
    detail     text        NOT NULL,
    message    text        NOT NULL,
    body       bytea       NOT NULL,
    attempts   integer     NOT NULL,
    first_at   timestamptz NOT NULL,
    last_at    timestamptz NOT NULL DEFAULT now(),
    state      text        NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'replayed', 'discarded')),
    PRIMARY KEY (message_id, lane)
);
CREATE INDEX failures_by_tenant ON failures (tenant_id, last_at DESC);
CREATE INDEX failures_by_cause ON failures (cause, last_at DESC) WHERE state = 'open';

-- The smallest version 7 id of an instant.
CREATE FUNCTION first_id_of(instant timestamptz) RETURNS uuid LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN (rpad(lpad(to_hex((extract(epoch FROM instant) * 1000)::bigint), 12, '0'), 32, '0'))::uuid;

-- Makes the inbox's days up to a week ahead and drops those older than 14 days. Several instances may call it at once.
CREATE FUNCTION keep_inbox_partitions() RETURNS void LANGUAGE plpgsql SECURITY DEFINER
SET search_path = :schema, pg_temp SET client_min_messages = warning AS $$
DECLARE
    midnight timestamptz;
    partition text;
BEGIN
    PERFORM pg_advisory_xact_lock(hashtext(':schema.inbox'));
    FOR offset_days IN -14..7 LOOP
        midnight := date_trunc('day', now(), 'UTC') + make_interval(days => offset_days);
        partition := 'inbox_' || to_char(midnight AT TIME ZONE 'UTC', 'YYYYMMDD');
        IF to_regclass(partition) IS NULL THEN
            EXECUTE format('CREATE TABLE %I PARTITION OF inbox FOR VALUES FROM (%L) TO (%L)', partition,
                first_id_of(midnight), first_id_of(midnight + interval '1 day'));
        END IF;
    END LOOP;
    FOR partition IN
        SELECT c.relname FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
        WHERE i.inhparent = 'inbox'::regclass
            AND c.relname < 'inbox_' || to_char(now() AT TIME ZONE 'UTC' - interval '14 days', 'YYYYMMDD')
    LOOP
        EXECUTE format('DROP TABLE %I', partition);
    END LOOP;
END $$;
