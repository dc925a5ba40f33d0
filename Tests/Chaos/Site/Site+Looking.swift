import Foundation
import Outbound
import PlatformKit
import TestKit

/// What we see of the platform: by SQL, past everything that it says of itself.
extension Site {
    // MARK: In flight

    /// What the platform as a whole has under way at an instant, by the broker's last count.
    ///
    /// Connections and leases name their process, so that neither what another instance has in its hands is counted nor
    /// what a dead one has left behind.
    func inFlight() async -> InFlight {
        var seen = await inHand(await crew.posts)
        let handed = await handed()
        seen.messages = seen.processes.reduce(0) { $0 + handed[$1, default: 0] }
        return seen
    }

    /// Transactions, jobs and purchases of some processes, which the database knows to the instant.
    func inHand(_ posts: [Post]) async -> InFlight {
        var seen = InFlight()
        for post in posts { if let id = await crew.processID(post) { seen.processes.append(id) } }
        if let counts = try? await counts(seen.processes, of: Set(posts.map(\.service))) {
            (seen.transactions, seen.jobs, seen.purchases) = (counts[0], counts[1], counts[2])
        }
        return seen
    }

    /// What the broker has handed to each process and not been told is done; nothing while it does not answer.
    func handed() async -> [Int32: Int] { (try? await management.unacknowledged()) ?? [:] }

    /// Webhooks that are sent and not answered, by the sandbox's ids; none while it does not answer.
    func webhooks() async -> Set<Int> {
        guard let newest = try? await sandbox.read("/webhooks?limit=200") else { return [] }
        return Set(newest["deliveries"].list.filter { $0["state"].text == "inFlight" }.compactMap { $0["id"].int })
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
