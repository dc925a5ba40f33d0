import Foundation
import Outbound
import Postgres
import TestKit

/// What we see of the platform: by SQL, past everything that it says of itself.
extension Site {
    /// Counts rows; the text follows `FROM`.
    func count(_ rows: String) async throws -> Int {
        try await number("SELECT count(*) FROM \(rows)")
    }

    /// One number.
    func number(_ query: String) async throws -> Int {
        Int(try await database.first(SQL(unsafe: "SELECT coalesce((\(query))::bigint, 0)"), as: Int64.self) ?? 0)
    }

    /// Rows of texts; NULL becomes empty.
    func texts(_ query: String, columns: Int) async throws -> [[String]] {
        try await database.rows(SQL(unsafe: query)) { row in
            try (0..<columns).map { _ in try row.next(String?.self) ?? "" }
        }
    }

    // MARK: In flight

    /// What some services, or the platform as a whole, have under way at an instant.
    func inFlight(_ services: Set<String> = Set(Post.services)) async -> InFlight {
        var seen = InFlight()
        let roles = services.map { "'\($0)_worker'" }.joined(separator: ",")
        seen.transactions =
            (try? await count(
                """
                pg_stat_activity WHERE datname = current_database() AND usename IN (\(roles))
                    AND xact_start IS NOT NULL
                """)) ?? 0
        for schema in services where Post.schemas.contains(schema) {
            seen.jobs += (try? await count("\(schema).work_leases")) ?? 0
        }
        if services.contains("fulfillment") {
            seen.purchases =
                (try? await count("fulfillment.shipments WHERE jsonb_typeof(body->'purchase') = 'object'")) ?? 0
        }
        let queues = (try? await management.queues()) ?? []
        seen.messages = queues.filter { queue in services.contains { queue.name.hasPrefix("\($0).") } }
            .reduce(0) { $0 + $1.unacknowledged }
        // What the gateway has in its hands are webhooks that it has not answered.
        if services.contains("gateway") {
            seen.messages += (try? await sandbox.read("/webhooks?limit=1"))?["open"].int ?? 0
        }
        return seen
    }

    /// Freezes processes, waits until they have something in their hands, and answers what; they stay frozen.
    ///
    /// So what is counted is what is under way when the strike comes. The broker's counts are half a second late, and
    /// what it hands out meanwhile is in flight, too.
    func freeze(_ posts: [Post]) async throws -> InFlight {
        for post in posts { await crew.signal(post, SIGSTOP) }
        let limit = ContinuousClock.now + .seconds(20)
        var seen = InFlight()
        do {
            repeat {
                try await Task.sleep(for: .milliseconds(700))
                seen = await inFlight(Set(posts.map(\.service)))
            } while !seen.isAny && ContinuousClock.now < limit
        } catch {
            for post in posts { await crew.signal(post, SIGCONT) }
            throw error
        }
        return seen
    }

    /// Strikes what all processes stand on, while they are frozen with work in their hands; answers what work.
    func strikeFrozen(_ body: () async throws -> Void) async throws -> InFlight {
        let posts = await crew.posts
        let seen = try await freeze(posts)
        let result = await outcome { try await body() }
        for post in posts { await crew.signal(post, SIGCONT) }
        try result.get()
        return seen
    }

    // MARK: Flow

    /// Whether one order has gone all the way: reserved, bought for, told to the channel, counted.
    func hasFlown(_ channelOrder: String) async throws -> Bool {
        try await count(
            """
            ingestion.orders o JOIN inventory.orders i ON i.order_id = o.id JOIN fulfillment.shipments f
                ON f.order_id = o.id JOIN analytics.orders a ON a.order_id = o.id
            WHERE o.channel_order = '\(channelOrder)' AND i.state IN ('reserved', 'deducted')
                AND f.state IN ('shipped', 'inTransit', 'delivered') AND a.version > 0
            """) == 1
    }

    /// Whether an instance says that it is ready; false also when it says nothing.
    func isReady(_ post: Post) async -> Bool {
        guard let url = try? await crew.readiness(post) else { return false }
        return (try? await sandbox.send(.get, url).status) == 200
    }
}

/// Work under way.
struct InFlight: Sendable {
    /// How many strikes found it; more than one where a fault strikes by itself.
    var strikes = 1
    /// Handed out by the broker, not acknowledged.
    var messages = 0
    /// Open in the database.
    var transactions = 0
    /// Calls to partners in workers' hands.
    var jobs = 0
    /// Labels that were asked for and not entered.
    var purchases = 0

    var isAny: Bool { messages + transactions + jobs + purchases > 0 }

    static func + (left: InFlight, right: InFlight) -> InFlight {
        InFlight(
            strikes: left.strikes, messages: left.messages + right.messages,
            transactions: left.transactions + right.transactions,
            jobs: left.jobs + right.jobs, purchases: left.purchases + right.purchases)
    }
}
