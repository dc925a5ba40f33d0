-- What operators look for and settle, step by step, among very many.

-- The oldest open failures of a queue, and how many there are of it; of a cause; of a brand.
CREATE INDEX failures_open_of_lane ON failures (lane, first_at, message_id) WHERE state = 'open';
CREATE INDEX failures_open_of_cause ON failures (cause, first_at, message_id) WHERE state = 'open';
CREATE INDEX failures_open_of_tenant ON failures (tenant_id, first_at, message_id) WHERE state = 'open';
DROP INDEX failures_by_cause;

-- How many messages of a queue wait, and since when.
CREATE INDEX deferred_of_lane ON deferred (lane, first_at);

-- Failures that people have settled are dropped after some months.
CREATE INDEX failures_settled ON failures (last_at) WHERE state <> 'open';
