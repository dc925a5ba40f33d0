import BenchKit
import PlatformKit

/// Compares what the services have stored with what was ordered, and with each other.
struct FlowTruth: Sendable {
    let platform: Platform
    let workload: Workload

    /// What is wrong, a sentence each; empty when all is right.
    func differences() async throws -> [String] {
        var found = try await Rest(platform: platform).failures()
        let sums = [
            ("orders that Ingestion has", "SELECT count(*) FROM ingestion.orders", workload.orders.count),
            (
                "orders that are counted", "SELECT sum(paid_orders) FROM analytics.rollups WHERE grain = 'day'",
                workload.orders.count
            ),
            (
                "minor units that are counted", "SELECT sum(gmv) FROM analytics.rollups WHERE grain = 'day'",
                workload.orders.reduce(0) { $0 + Int($1.cents) }
            ),
            (
                "units that are counted", "SELECT sum(units) FROM analytics.rollups WHERE grain = 'day'",
                workload.orders.reduce(0) { $0 + Int($1.units) }
            ),
            ("shipments", "SELECT count(*) FROM fulfillment.shipments", workload.orders.count),
            ("orders that wait although their stock suffices", Self.needless, 0),
            ("levels that are not the sum of what orders took", Self.unbalanced, 0),
        ]
        for (name, query, expected) in sums {
            let number = try await platform.number(query)
            if number != expected { found.append("\(name): \(number), not \(expected)") }
        }
        // The channel has never heard of these orders, so its stock and its handovers are not compared.
        return try await found + Check(platform: platform).run(["orderStock", "ledger", "labels"])
    }

    /// Stock only falls in this run: what suffices at the end would have sufficed before.
    private static let needless = """
        SELECT count(*) FROM inventory.orders o WHERE state = 'waiting' AND NOT EXISTS (
            SELECT FROM inventory.needs n JOIN inventory.levels l USING (tenant_id, sku_id, location_id)
            WHERE (n.tenant_id, n.order_id) = (o.tenant_id, o.order_id)
                AND l.on_hand - l.reserved - l.held < n.wanted)
        """
    private static let unbalanced = """
        SELECT count(*) FROM inventory.levels l LEFT JOIN LATERAL (
            SELECT coalesce(sum(n.reserved), 0) AS units FROM inventory.needs n
            WHERE (n.tenant_id, n.sku_id, n.location_id) = (l.tenant_id, l.sku_id, l.location_id)) taken ON true
        WHERE l.reserved <> taken.units
        """
}
