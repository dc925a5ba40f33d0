import AMQP
import Contracts
import Foundation
import Postgres

/// Messages that could not be handled, kept as rows for people.
enum FailureLog {
    /// One message on its way into `failures`.
    struct Entry {
        let arrival: Arrival
        let cause: String
        let detail: String
    }

    /// The longest text that is kept.
    private static let longest = 2000

    /// A text that the row takes.
    private static func plain(_ text: String) -> String {
        String(text.prefix(longest)).storable
    }

    /// Writes failures; one that fails again is open again, with its first time kept.
    static func write(_ entries: [Entry], _ lane: Lane, _ vault: Vault?, _ pipeline: inout Pipeline) throws {
        guard !entries.isEmpty else { return }
        let entries = unique(entries)
        let arrivals = entries.map(\.arrival)
        let messages = try arrivals.map { try StoredMessage($0).text() }
        let kept = try arrivals.map { try KeptBody($0, in: lane, vault) }
        pipeline.run(
            """
            INSERT INTO failures
                (message_id, lane, tenant_id, type, cause, detail, message, body, sealed_key, orders, outline, attempts,
                first_at)
            SELECT id, \(lane.queue), coalesce(tenant, \(lane.tenantOfUser)), type, cause, detail, message, body, key,
                string_to_array(orders, E'\\n'), outline, attempts, coalesce(first_at, now())
            FROM unnest(\(arrivals.map(\.metadata.id)), \(arrivals.map { $0.metadata.tenant?.uuid }),
                \(arrivals.map(\.delivery.properties.userID)), \(arrivals.map { plain($0.metadata.name.rawValue) }),
                \(entries.map { plain($0.cause) }), \(entries.map { plain($0.detail) }), \(messages),
                \(kept.map(\.bytes)), \(kept.map(\.key)), \(kept.map(\.orders)), \(kept.map(\.outline)),
                \(arrivals.map { $0.metadata.attempt + 1 }), \(arrivals.map(\.firstAt)))
                AS new
                    (id, tenant, sender, type, cause, detail, message, body, key, orders, outline, attempts, first_at)
            ON CONFLICT (message_id, lane) DO UPDATE SET cause = excluded.cause, detail = excluded.detail,
                attempts = failures.attempts + 1, last_at = now(), state = 'open'
            """)
    }

    /// How long settled failures are kept after they failed last, in days.
    static let memory = 180
    /// The most that are dropped at once.
    private static let mostForgotten = 10_000

    /// Drops what people have settled long ago. Open ones stay.
    static func forgetSettled(_ database: PostgresPool) async throws {
        try await database.run(
            """
            DELETE FROM failures USING (
                SELECT message_id, lane FROM failures
                WHERE state <> 'open' AND last_at < now() - make_interval(days => \(Int32(memory)))
                ORDER BY last_at LIMIT \(mostForgotten) FOR UPDATE SKIP LOCKED
            ) AS old WHERE failures.message_id = old.message_id AND failures.lane = old.lane
            """)
    }

    /// Makes failures of rows of `deferred` that cannot become messages again; their bodies move as they lie.
    static func move(
        _ rows: [(row: DueMessage, trouble: DueMessage.Trouble)], _ lane: Lane, _ database: PostgresPool
    ) async throws {
        guard !rows.isEmpty else { return }
        let envelopes = rows.map(\.row.envelope)
        try await database.run(
            """
            WITH gone AS (
                DELETE FROM deferred WHERE lane = \(lane.queue) AND message_id = ANY(\(rows.map(\.row.id))) RETURNING *
            )
            INSERT INTO failures (message_id, lane, tenant_id, type, cause, detail, message, body, sealed_key, orders,
                outline, erased_at, attempts, first_at)
            SELECT message_id, lane, coalesce(tenant, \(lane.tenantOfUser)), type, cause, detail, message, body,
                sealed_key, orders, outline, erased_at, attempt, first_at
            FROM gone JOIN unnest(\(rows.map(\.row.id)), \(envelopes.map { $0?.tenant?.uuid }),
                \(envelopes.map { $0?.user }), \(envelopes.map { plain($0?.name ?? "unknown") }),
                \(rows.map(\.trouble.cause)), \(rows.map(\.trouble.detail)))
                AS new (message_id, tenant, sender, type, cause, detail) USING (message_id)
            ORDER BY message_id
            ON CONFLICT (message_id, lane) DO UPDATE SET cause = excluded.cause, detail = excluded.detail,
                last_at = now(), state = 'open'
            """)
    }

    /// One entry per message, in key order: a statement may touch a row once.
    private static func unique(_ entries: [Entry]) -> [Entry] {
        let byID = Dictionary(entries.map { ($0.arrival.metadata.id, $0) }) { first, _ in first }
        return byID.values.sorted { $0.arrival.metadata.id < $1.arrival.metadata.id }
    }
}

extension Arrival {
    /// When the message first was deferred; nil for one that comes straight from its queue.
    var firstAt: Date? {
        if case .deferred(_, let firstAt, _, _) = origin { firstAt } else { nil }
    }
}
