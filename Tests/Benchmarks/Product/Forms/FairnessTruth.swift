import PlatformKit
import TestKit

/// Compares what the services have done with the channel's books: nothing is set aside twice.
struct FairnessTruth: Sendable {
    let platform: Platform
    let crowd: Crowd
    let burst: Burst
    let past: Fairness.Past

    /// What is wrong, a sentence each; empty when all is right.
    func differences() async throws -> [String] {
        var found = try await Rest(platform: platform).failures() + units() + shelves()
        if past.seconds == nil { found.append("the past of \(past.orders) orders was not read to its end") }
        return try await found
            + Check(platform: platform).run(["orderStock", "handedOver", "ledger", "labels", "channelStock"])
    }

    /// Of the SKU that everybody wants no more is set aside than there is, and no less.
    private func units() async throws -> [String] {
        let rows = try await platform.texts(
            """
            SELECT count(*) FILTER (WHERE o.state IN ('reserved', 'deducted'))::text,
                count(*) FILTER (WHERE o.state = 'waiting' AND o.is_oversell)::text, count(*)::text,
                coalesce(sum(n.reserved + n.deducted), 0)::text
            FROM inventory.skus s JOIN inventory.needs n USING (tenant_id, sku_id)
                JOIN inventory.orders o USING (tenant_id, order_id)
            WHERE s.tenant_id = '\(crowd.star.tenant)' AND s.code = '\(Crowd.viral)'
            """, columns: 4)
        let figures = rows.first?.compactMap { Int($0) } ?? []
        return Self.differences(figures, sold: burst.viral, units: Crowd.units)
    }

    /// - Parameter figures: Orders that have their unit, orders that wait as oversold, all orders, units set aside.
    static func differences(_ figures: [Int], sold: Int, units: Int) -> [String] {
        let has = min(sold, units)
        let expected = [has, sold - has, sold, has]
        guard figures != expected else { return [] }
        return ["orders with a unit, waiting, all, and units set aside are \(figures), not \(expected)"]
    }

    /// The moves of all tenants, and the channel's own shelves. No level can be oversold: its table forbids it.
    private func shelves() async throws -> [String] {
        var found: [String] = []
        let uncovered = try await platform.count("inventory.moves WHERE uncovered > 0")
        if uncovered > 0 { found.append("\(uncovered) orders were handed over of which the books had nothing") }
        if try await platform.sandbox.read("/check")["mismatches"].list.count > 0 {
            found.append("the channel's own shelves do not add up")
        }
        return found
    }
}
