import Foundation
import Outbound
import PlatformKit
import TestKit

/// What we see of the platform: by SQL, past everything that it says of itself.
extension Site {
    // MARK: In flight

    /// What some processes, or the platform as a whole, have under way at an instant.
    ///
    /// Connections and leases name their process, so that neither what another instance has in its hands is counted nor
    /// what a dead one has left behind.
    func inFlight(_ posts: [Post]? = nil) async -> InFlight {
        let all = if let posts { posts } else { await crew.posts }
        return await inFlight(all, handed: (try? await management.unacknowledged()) ?? [:])
    }

    private func inFlight(_ posts: [Post], handed: [Int32: Int]) async -> InFlight {
        var seen = InFlight()
        var processes: [Int32] = []
        for post in posts { if let id = await crew.processID(post) { processes.append(id) } }
        if let counts = try? await counts(processes, of: Set(posts.map(\.service))) {
            (seen.transactions, seen.jobs, seen.purchases) = (counts[0], counts[1], counts[2])
        }
        seen.messages = processes.reduce(0) { $0 + handed[$1, default: 0] }
        // What the gateway has in its hands are webhooks that it has not answered; they all go to the first one.
        if posts.contains(Post(service: "gateway", number: 1)) {
            seen.messages += (try? await sandbox.read("/webhooks?limit=1"))?["open"].int ?? 0
        }
        return seen
    }

    /// Transactions, jobs and purchases in the hands of these processes.
    private func counts(_ processes: [Int32], of services: Set<String>) async throws -> [Int] {
        guard !processes.isEmpty else { return [0, 0, 0] }
        let theirs = "IN (" + processes.map { "'\($0)'" }.joined(separator: ",") + ")"
        let leases = Post.schemas.filter(services.contains).map {
            "(SELECT count(*) FROM \($0).work_leases WHERE substring(leased_by from '[0-9]+$') \(theirs))"
        }
        let purchases = """
            (SELECT count(*) FROM fulfillment.shipments s JOIN fulfillment.work w ON w.key = s.shipment_id::text
            JOIN fulfillment.work_leases l ON l.id = w.lease_id AND substring(l.leased_by from '[0-9]+$') \(theirs)
            WHERE jsonb_typeof(s.body->'purchase') = 'object')
            """
        let query = """
            SELECT (SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()
                    AND substring(application_name from '[0-9]+$') \(theirs) AND xact_start IS NOT NULL)::text,
                (\(leases.isEmpty ? "0" : leases.joined(separator: " + ")))::text,
                (\(services.contains("fulfillment") ? purchases : "0"))::text
            """
        return try await texts(query, columns: 3).first.map { $0.map { Int($0) ?? 0 } } ?? [0, 0, 0]
    }

    /// Freezes processes, waits until they have something in their hands, and answers what; they stay frozen.
    ///
    /// So what is counted is what is under way when the strike comes. The broker's counts are half a second late, and
    /// what it hands out meanwhile is in flight, too.
    ///
    /// - Parameter each: Whether each of them must have something, and is a strike of its own.
    func freeze(
        _ posts: [Post], each: Bool = false, within patience: Duration = .seconds(20)
    ) async throws -> InFlight {
        for post in posts { await crew.signal(post, SIGSTOP) }
        let limit = ContinuousClock.now + patience
        let groups = each ? posts.map { [$0] } : [posts]
        var seen: [InFlight] = []
        do {
            repeat {
                try await Task.sleep(for: .milliseconds(seen.isEmpty ? 600 : 200))
                let handed = (try? await management.unacknowledged()) ?? [:]
                seen = []
                for group in groups { seen.append(await inFlight(group, handed: handed)) }
            } while !seen.allSatisfy(\.isAny) && ContinuousClock.now < limit
        } catch {
            for post in posts { await crew.signal(post, SIGCONT) }
            throw error
        }
        return InFlight(each: seen)
    }

    /// Strikes what all processes stand on, while they are frozen with work in their hands; answers what work.
    ///
    /// - Parameter thaws: Whether they wake just before: what ends in peace takes its leave of them.
    func strikeFrozen(thaws: Bool = false, _ body: () async throws -> Void) async throws -> InFlight {
        let posts = await crew.posts
        let seen = try await freeze(posts)
        if thaws { for post in posts { await crew.signal(post, SIGCONT) } }
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
