import Foundation
import PlatformKit
import TestKit

/// Too few units for everybody in the middle of the storm: of one ware of each shop nearly all units are set aside, and
/// more buyers come at once than there is left for. Who does not get one waits, and is served when they are given back.
struct Scarcity: Sendable {
    let shops: Shops
    /// Units that are left to sell, and buyers who come for them.
    private static let left = 3
    private static let buyers = 6

    /// Sets aside what there is of the last ware of each shop but some units, and sells more of it than these.
    func begin() async throws {
        for number in 1...Shops.count {
            let ware = Shops.ware(number, Shops.wares)
            try await eventually(within: .seconds(90), "\(ware) is scarce") { try await setAside(ware) }
            try await buy(ware, in: shops.ids[number - 1])
        }
    }

    /// A request that was not answered may have been granted all the same, so what is set aside is looked up.
    private func setAside(_ ware: String) async throws -> Bool {
        guard try await shops.site.count(Self.held + " WHERE s.code = '\(ware)' AND h.state = 'held'") == 0 else {
            return true
        }
        let rows = try await shops.site.texts(
            """
            SELECT sku_id::text, location_id::text, (on_hand - reserved - held - \(Self.left))::text
            FROM inventory.levels JOIN inventory.skus USING (tenant_id, sku_id) WHERE code = '\(ware)'
            """, columns: 3)
        for row in rows {
            try await shops.brand.door.post(
                "/v1/stock/holds",
                [
                    "sku": .string(row[0]), "location": .string(row[1]), "units": .integer(Int(row[2]) ?? 0),
                    "reason": "scarcity",
                ])
        }
        return false
    }

    /// The channel may have heard of it already, and sell no more than it has.
    private func buy(_ ware: String, in shop: String) async throws {
        for _ in 0..<Self.buyers {
            let order: JSONValue = [
                "lines": [["sku": .string(ware), "units": 1]], "shipping": "SELLER", "plan": ["pays_after_seconds": 0],
            ]
            guard (try? await shops.site.sandbox.post("/shops/\(shop)/orders", order)) != nil else { return }
        }
    }

    /// Gives everything back; answers how many orders had to wait until then.
    ///
    /// - Throws: `ConditionNotMet` where an order goes on waiting though all that it needs is there.
    func end() async throws -> Int {
        try await eventually(within: .seconds(120), "nobody waits for what is there") {
            try await shops.site.count(Self.idle) == 0
        }
        let waited = try await shops.site.count("inventory.orders WHERE state = 'waiting'")
        try await eventually(within: .seconds(90), "what was set aside is given back") {
            let held = try await shops.site.texts(
                "SELECT h.hold_id::text FROM \(Self.held) WHERE h.state = 'held'", columns: 1)
            for hold in held { try await shops.brand.door.delete("/v1/stock/holds/\(hold[0])") }
            return held.isEmpty
        }
        return waited
    }

    private static let held = "inventory.holds h JOIN inventory.skus s USING (tenant_id, sku_id)"

    /// Orders that wait though each level has all that they lack of it.
    private static let idle = """
        inventory.orders o WHERE o.state = 'waiting' AND NOT EXISTS (
            SELECT FROM inventory.needs n JOIN inventory.levels l USING (tenant_id, sku_id, location_id)
            WHERE (n.tenant_id, n.order_id) = (o.tenant_id, o.order_id)
                AND l.on_hand - l.reserved - l.held < n.wanted - n.reserved)
            AND NOT EXISTS (
                SELECT FROM inventory.unmapped_lines u
                WHERE (u.tenant_id, u.order_id) = (o.tenant_id, o.order_id) AND u.pending > 0)
        """
}
