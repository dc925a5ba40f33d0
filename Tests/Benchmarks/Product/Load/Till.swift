import PlatformKit
import TestKit

/// Sells in the sandbox's shops, paid at once.
struct Till: Sendable {
    let platform: Platform
    let shipping: String

    /// Sells orders of one unit of what the shop has besides what everybody wants; answers the channel's ids.
    @discardableResult
    func sell(_ orders: Int, plainOf shop: Bazaar.Shop) async throws -> [String] {
        try await sell(orders, of: shop.listings.keys.filter { $0 != Crowd.viral }.min() ?? "", in: shop)
    }

    /// Sells orders of one unit of a ware; answers the channel's ids.
    func sell(_ orders: Int, of code: String, in shop: Bazaar.Shop) async throws -> [String] {
        guard orders > 0 else { return [] }
        let answer = try await platform.sandbox.post(
            "/shops/\(shop.id)/orders",
            [
                "lines": [["sku": .string(code), "units": 1]], "count": .integer(orders),
                "shipping": .string(shipping), "plan": ["pays_after_seconds": 0],
            ])
        return answer["orders"].list.compactMap { $0["id"].text }
    }
}
