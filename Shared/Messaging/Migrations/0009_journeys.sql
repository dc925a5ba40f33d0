-- An operator's question after one order finds its messages without a look at every one.

-- The journey that a message belongs to, out of its properties as `deferred` and `failures` keep them: StoredMessage
-- writes the names in alphabetical order. Not read as JSON, which PostgreSQL refuses where a sender's zero byte is in
-- it; and only from the beginning, since senders name their headers as they like. Null when there is none, and for one
-- that is written with escapes: no id of ours is.
CREATE FUNCTION journey_of(message text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN substring(message FROM
    '^\{(?:"causation":"[^"]*",)?(?:"contentType":"(?:[^"\\]|\\.)*",)?"correlation":"([^"\\]*)"');

CREATE INDEX failures_of_journey ON failures (journey_of(message));
