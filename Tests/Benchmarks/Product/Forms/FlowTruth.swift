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
            ("shipments", "SELECT count(*) FROM fulfillment.shipments", workload.orders.count),
            ("orders that wait although their stock suffices", Self.needless, 0),
            ("levels that are not the sum of what orders took", Self.unbalanced, 0),
        ]
        for (name, query, expected) in sums {
            let number = try await platform.number(query)
            if number != expected { found.append("\(name): \(number), not \(expected)") }
        }
        let (counted, sold) = (try await counted(), Self.sold(workload.orders))
        if counted != sold { found.append("orders, minor units and units by tenant are \(counted), not \(sold)") }
        // The channel has never heard of these orders, so its stock and its handovers are not compared.
        return try await found
            + Check(platform: platform).run(["orderStock", "ledger", "labels"], within: .seconds(3600))
    }

    /// Orders, minor units and units that each tenant has sold, the least first: services name tenants otherwise.
    static func sold(_ orders: [PlacedOrder]) -> [[Int]] {
        Dictionary(grouping: orders, by: \.tenant).values
            .map { [$0.count, $0.reduce(0) { $0 + Int($1.cents) }, $0.reduce(0) { $0 + Int($1.units) }] }
            .sorted { $0.lexicographicallyPrecedes($1) }
    }

    /// The same, as the rollup has it.
    private func counted() async throws -> [[Int]] {
        try await platform.texts(
            """
            SELECT sum(paid_orders)::text, sum(gmv)::text, sum(units)::text FROM analytics.rollups
            WHERE grain = 'day' GROUP BY tenant_id ORDER BY sum(paid_orders), sum(gmv), sum(units)
            """, columns: 3
        ).map { row in row.compactMap { Int($0) } }
    }

    /// Stock only falls in this run: what suffices at the end would have sufficed before.
    private static let needless = """
        SELECT count(*) FROM inventory.orders o WHERE state = 'waiting' AND NOT EXISTS (
            SELECT FROM inventory.needs n JOIN inventory.levels l USING (tenant_id, sku_id, location_id)
            WHERE (n.tenant_id, n.order_id) = (o.tenant_id, o.order_id)
                AND l.on_hand - l.reserved - l.held < n.wanted)
        """
    private static let unbalanced = """
        SELECT count(*) FROM inventory.levels l FULL JOIN (
            SELECT tenant_id, sku_id, location_id, sum(reserved) AS units FROM inventory.needs
            WHERE reserved > 0 GROUP BY 1, 2, 3) taken USING (tenant_id, sku_id, location_id)
        WHERE l.reserved IS DISTINCT FROM coalesce(taken.units, 0)
        """
}
