import AMQP
import Contracts
import Foundation
import Postgres

/// Messages that wait in the database for another try.
enum Deferral {
    /// One message on its way into `deferred`.
    struct Entry {
        let arrival: Arrival
        let pause: Duration
        let reason: String
        /// Whether a handler has tried it.
        let isAttempt: Bool
    }

    /// How long an instance may take over a message that it has taken back before another one takes it, in seconds: a
    /// batch takes a fraction of one.
    static let claim = 20.0

    /// Writes messages that come back later; one that is there already gets its new time.
    static func write(_ entries: [Entry], _ lane: Lane, _ vault: Vault?, _ pipeline: inout Pipeline) throws {
        guard !entries.isEmpty else { return }
        let entries = entries.sorted { $0.arrival.metadata.id < $1.arrival.metadata.id }
        let messages = try entries.map { try StoredMessage($0.arrival).text() }
        let kept = try entries.map { try KeptBody($0.arrival, in: lane, vault) }
        let pauses = entries.map { $0.pause / .seconds(1) }
        pipeline.run(
            """
            INSERT INTO deferred
                (message_id, lane, message, body, sealed_key, orders, outline, reason, attempt, due_at)
            SELECT id, \(lane.queue), message, body, key, string_to_array(orders, E'\\n'), outline, reason, attempt,
                now() + make_interval(secs => pause)
            FROM unnest(\(entries.map(\.arrival.metadata.id)), \(messages), \(kept.map(\.bytes)),
                \(kept.map(\.key)), \(kept.map(\.orders)), \(kept.map(\.outline)), \(entries.map(\.reason)),
                \(entries.map { $0.arrival.metadata.attempt + ($0.isAttempt ? 1 : 0) }), \(pauses))
                AS new (id, message, body, key, orders, outline, reason, attempt, pause)
            ON CONFLICT (message_id, lane) DO UPDATE SET reason = excluded.reason, attempt = excluded.attempt,
                due_at = excluded.due_at, claimed_until = NULL
            """)
    }

    /// Removes messages that have been settled.
    static func remove(_ ids: [UUID], lane: String, _ pipeline: inout Pipeline) {
        guard !ids.isEmpty else { return }
        pipeline.run("DELETE FROM deferred WHERE lane = \(lane) AND message_id = ANY(\(ids))")
    }

    /// Takes messages that are due. They stay in the table until they are settled; should we die, another instance
    /// takes them when the claim is over.
    static func takeDue(lane: String, limit: Int, _ database: PostgresPool) async throws -> [DueMessage] {
        try await database.rows(
            """
            WITH due AS MATERIALIZED (
                SELECT message_id, claimed_until IS NOT NULL AS was_taken FROM deferred
                WHERE lane = \(lane) AND due_at <= now() AND (claimed_until IS NULL OR claimed_until < now())
                ORDER BY due_at LIMIT \(limit) FOR UPDATE SKIP LOCKED)
            UPDATE deferred SET claimed_until = now() + make_interval(secs => \(claim)) FROM due
            WHERE lane = \(lane) AND deferred.message_id = due.message_id
            RETURNING deferred.message_id, message, body, sealed_key, attempt, first_at, erased_at IS NOT NULL,
                was_taken, extract(epoch FROM now() - due_at)::double precision,
                extract(epoch FROM now() - first_at)::double precision
            """, as: DueMessage.self)
    }

    /// A message that was taken back.
    struct Claimed: Sendable {
        let row: UUID
        /// Whether somebody had it before and never settled it, which it stays to be known by.
        let wasTaken: Bool
    }

    /// Gives up the claims on messages that nobody has begun with.
    static func release(_ claimed: [Claimed], lane: String, _ database: PostgresPool) async throws {
        try await database.run(
            """
            UPDATE deferred SET claimed_until = CASE WHEN was_taken THEN now() END
            FROM unnest(\(claimed.map(\.row)), \(claimed.map(\.wasTaken))) AS given (row, was_taken)
            WHERE lane = \(lane) AND message_id = given.row AND claimed_until > now()
            """)
    }
}
