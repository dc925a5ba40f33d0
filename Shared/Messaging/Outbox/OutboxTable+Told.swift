import Contracts
import Foundation
import Postgres

/// What was told, kept for three days.
extension OutboxTable {
    /// Messages that were told, in the order of their time, as they would be sent to one queue alone.
    ///
    /// - Parameters:
    ///   - lane: Whose queue it is.
    ///   - after: The last message at `since` that is not meant any more; nil: all at that moment are.
    /// - Returns: The messages, and where they end.
    static func told(
        _ lane: Topology.Lane, since: Instant, after: UUID?, limit: Int, _ vault: Vault?,
        _ database: PostgresPool
    ) async throws -> [(message: Outgoing, at: Instant)] {
        return try await database.rows(
            """
            SELECT (extract(epoch FROM told_at) * 1000)::bigint, id, type, tenant_id, correlation, causation,
                headers, body, sealed_key
            FROM told
            WHERE told_at >= \(start(since)) AND (told_at, id) > (\(start(since)), \(after ?? least))
                AND type = ANY(\(lane.keys))
            ORDER BY told_at, id LIMIT \(limit)
            """
        ) { row in
            (at: Instant(milliseconds: try row.next(Int64.self)), row: try ToldRow(try row.next(), row: &row))
        }
        .map { (try $0.row.outgoing(to: lane, vault), $0.at) }
    }

    /// No message has this id.
    private static let least = UUID(uuid: (0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0))

    /// Exact to the millisecond, which a date of Foundation's is not.
    private static func start(_ instant: Instant) -> SQL {
        "timestamptz 'epoch' + \(instant.milliseconds) * interval '1 millisecond'"
    }
}
