import PlatformKit
import TestKit

/// What is still under way, and what was given up.
struct Rest: Sendable {
    let platform: Platform

    /// Waits until nothing is on its way any more: no message told and not heard, no work that is due.
    func come(within patience: Duration = .seconds(300)) async throws {
        try await eventually(within: patience, "the platform is at rest") { try await openly() == 0 }
    }

    /// Waits until nothing that comes again and again has been due for five seconds.
    func comeInTime(within patience: Duration) async throws {
        let late = Post.schemas.map { schema in
            """
            (SELECT count(*) FROM \(schema).work WHERE every IS NOT NULL AND state IN ('ready', 'waiting')
                AND due_at < now() - interval '5 seconds')
            """
        }
        try await eventually(within: patience, "nothing is late") {
            try await platform.number("SELECT " + late.joined(separator: " + ")) == 0
        }
    }

    /// How much is on its way. Work that comes again and again, or a long time from now, is no unrest.
    private func openly() async throws -> Int {
        let tables = Post.schemas.flatMap { schema in
            ["outbox", "deferred", "suspects"].map { "(SELECT count(*) FROM \(schema).\($0))" }
        }
        let work = Post.schemas.map { schema in
            """
            (SELECT count(*) FROM \(schema).work WHERE every IS NULL AND state <> 'failed'
                AND due_at < now() + interval '30 seconds')
            """
        }
        let rows = try await platform.number("SELECT " + (tables + work).joined(separator: " + "))
        guard rows == 0 else { return rows }
        return try await platform.management.queues().reduce(0) { $0 + $1.ready + $1.unacknowledged }
    }

    /// Messages and work that somebody gave up, a sentence for each kind.
    func failures() async throws -> [String] {
        var found: [String] = []
        for schema in Post.schemas {
            let rows = try await platform.texts(
                """
                SELECT type, cause, count(*)::text FROM \(schema).failures WHERE state = 'open' GROUP BY 1, 2
                UNION ALL SELECT kind, last_reason, count(*)::text FROM \(schema).work WHERE state = 'failed'
                    GROUP BY 1, 2
                """, columns: 3)
            found += rows.map { "\(schema) gave up \($0[2]) × \($0[0]): \($0[1])" }
        }
        return found
    }
}
