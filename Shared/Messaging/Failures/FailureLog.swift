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

    /// The longest detail that is kept.
    private static let longestDetail = 2000

    /// Writes failures; one that fails again is open again, with its first time kept.
    static func write(_ entries: [Entry], lane: String, _ pipeline: inout Pipeline) throws {
        guard !entries.isEmpty else { return }
        let entries = unique(entries)
        let arrivals = entries.map(\.arrival)
        let messages = try arrivals.map { try StoredMessage($0).text() }
        pipeline.run(
            """
            INSERT INTO failures
                (message_id, lane, tenant_id, type, cause, detail, message, body, attempts, first_at)
            SELECT id, \(lane), tenant, type, cause, detail, message, body, attempts, coalesce(first_at, now())
            FROM unnest(\(arrivals.map(\.metadata.id)), \(arrivals.map { $0.metadata.tenant?.uuid }),
                \(arrivals.map(\.metadata.name.rawValue)), \(entries.map(\.cause)),
                \(entries.map { String($0.detail.prefix(longestDetail)).storable }), \(messages),
                \(arrivals.map(\.delivery.body)), \(arrivals.map { $0.metadata.attempt + 1 }),
                \(arrivals.map(\.firstAt)))
                AS new (id, tenant, type, cause, detail, message, body, attempts, first_at)
            ON CONFLICT (message_id, lane) DO UPDATE SET cause = excluded.cause, detail = excluded.detail,
                attempts = failures.attempts + 1, last_at = now(), state = 'open'
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
        if case .deferred(let firstAt) = origin { firstAt } else { nil }
    }
}
