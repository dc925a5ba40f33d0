import Foundation
import Postgres

/// Messages that were in a consumer's hands when it died.
///
/// The broker counts for every message that was fetched, guilty or not. So each is noted before it is tried again,
/// alone; the guilty one is the one that is found there again and again.
enum Suspects {
    /// Noted so often, a message is not run again.
    static let limit = 3

    /// Notes messages and answers how often each has been noted by now; committed before any of them runs.
    static func note(_ ids: [UUID], lane: String, _ database: PostgresPool) async throws -> [UUID: Int] {
        let rows = try await database.rows(
            """
            INSERT INTO suspects (message_id, lane, seen)
            SELECT id, \(lane), 1 FROM unnest(\(ids)) AS new (id) ORDER BY id
            ON CONFLICT (message_id, lane) DO UPDATE SET seen = suspects.seen + 1, last_at = now()
            RETURNING message_id, seen
            """, as: (UUID, Int32).self)
        return Dictionary(rows.map { ($0.0, Int($0.1)) }) { first, _ in first }
    }

    /// Clears messages that were settled.
    static func clear(_ ids: [UUID], lane: String, _ pipeline: inout Pipeline) {
        guard !ids.isEmpty else { return }
        pipeline.run("DELETE FROM suspects WHERE lane = \(lane) AND message_id = ANY(\(ids))")
    }
}
