import BenchKit
import Postgres

/// How far the stages have come, by what they have committed.
struct Progress: Sendable {
    let database: PostgresPool
    let orders: Int
    private static let patience = Duration.seconds(600)

    /// Waits until the rollup knows every order and what became of it.
    ///
    /// - Parameter look: is called at each look, some milliseconds apart; what it throws ends the wait.
    func complete(_ look: () async throws -> Void) async throws {
        // Rarely enough to cost the database next to nothing.
        try await wait(.milliseconds(50), look) { try await rollup() >= 2 * orders }
    }

    /// Waits until a stage has committed a share of its work; `look` is as at ``complete(_:)``.
    func reach(_ share: Double, of stage: String, _ look: () async throws -> Void) async throws {
        try await wait(.milliseconds(5), look) { try await self.share(of: stage) >= share }
    }

    private func wait(
        _ pause: Duration, _ look: () async throws -> Void, until isThere: () async throws -> Bool
    ) async throws {
        let end = ContinuousClock.now + Self.patience
        while try await !isThere() {
            try await look()
            guard ContinuousClock.now < end else { throw Incomplete(orders: orders, facts: try await rollup()) }
            try await Task.sleep(for: pause)
        }
    }

    /// Facts that the rollup has counted: two for each order.
    func rollup() async throws -> Int {
        try await count("SELECT coalesce(sum(orders + reserved + rejected), 0)::bigint FROM analytics.daily")
    }

    /// The share of its work that a stage has committed.
    func share(of stage: String) async throws -> Double {
        switch stage {
        case "ingestion": Double(try await count("SELECT count(*) FROM ingestion.orders")) / Double(orders)
        case "inventory": Double(try await count("SELECT count(*) FROM inventory.inbox")) / Double(orders)
        default: Double(try await rollup()) / Double(2 * orders)
        }
    }

    /// Messages that are not known to have reached the broker.
    func unsent() async throws -> Int {
        try await count(
            "SELECT (SELECT count(*) FROM ingestion.outbox) + (SELECT count(*) FROM inventory.outbox)")
    }

    private func count(_ sql: SQL) async throws -> Int {
        Int(try await database.rows(sql, as: Int64.self).first ?? 0)
    }

    struct Incomplete: Error, CustomStringConvertible {
        let orders: Int
        let facts: Int
        var description: String { "after \(Progress.patience) the rollup had \(facts) of \(2 * orders) facts" }
    }
}
