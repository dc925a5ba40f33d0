import Foundation
import PlatformKit
import TestKit

/// A brand with some connected shops, each with wares of its own: no unit is offered twice, so nothing may ever be
/// oversold.
struct Shops: Sendable {
    let site: Site
    /// The sandbox's ids.
    let ids: [String]
    /// Whose shops they are.
    let brand: Brand

    /// Calls are made one after the other for each shop, so many of them bear the rate and what piles up.
    static let count = 8
    static let wares = 3
    /// More than is sold in a run.
    private static let stock = 50_000

    /// Makes the brand and its shops, and connects them as a seller does.
    static func open(on site: Site) async throws -> Shops {
        var ids: [String] = []
        var seller = JSONValue.null
        for number in 1...count {
            let made = try await site.sandbox.post("/shops", shop(number, seller))
            ids.append(made["id"].text ?? "")
            seller = made["seller"]
        }
        let brand = try await Agency(of: site.platform).brand(
            "Chaos brand", scopes: ["connections:read", "connections:write", "stock:read", "stock:write"],
            seller: seller.text ?? "")
        let shops = Shops(site: site, ids: ids, brand: brand)
        try await shops.connect()
        try await eventually(within: .seconds(180), "all wares are counted") {
            try await site.count("inventory.levels WHERE counted_at IS NOT NULL") == count * wares
        }
        try await shops.warmUp()
        return shops
    }

    /// Sells as much at once as is wanted for the platform to learn what its partners bear: it begins slowly, and what
    /// piles up behind a fault in its first minutes would wait for that and not for the fault.
    private func warmUp() async throws {
        let orders = site.settings.warmth
        if orders > 0 { try await spike(orders) }
        // Some are cancelled, some are never paid.
        try await eventually(within: .seconds(180), "most of the first orders are through") {
            let shipped = "fulfillment.shipments WHERE state IN ('shipped', 'inTransit', 'delivered')"
            return try await site.count(shipped) * 4 >= orders * ids.count * 3
        }
    }

    /// What the seller calls a ware of a shop; both count from 1.
    static func ware(_ shop: Int, _ ware: Int) -> String { "C\(shop)-\(ware)" }

    private static func shop(_ number: Int, _ seller: JSONValue) -> JSONValue {
        let products = (1...wares).map { ware -> JSONValue in
            [
                "title": .string("Ware \(number)-\(ware)"), "weight_grams": 400, "size_cm": [20, 10, 8],
                "skus": [
                    [
                        "seller_sku": .string(Self.ware(number, ware)), "price_minor": .integer(900 + 100 * ware),
                        "stock": [.integer(stock)],
                    ]
                ],
            ]
        }
        var wish: [String: JSONValue] = [
            "region": "US", "name": .string("Chaos \(number)"), "products": .array(products),
        ]
        if seller != .null { wish["seller"] = seller }
        return .object(wish)
    }

    /// The seller agrees, for the first time or again; every shop is spoken for with new tokens from then on.
    func connect() async throws { try await brand.connect() }

    // MARK: Selling

    /// Buyers come at a steady rate, with all that buyers do: cancels at every stage, samples, gifts, changes of
    /// address. Nothing comes back within a run.
    func sell(perSecond rate: Double) async throws {
        try await site.sandbox.post(
            "/generator",
            [
                "per_minute": .number(rate * 60),
                "mix": ["seller_shipping": 0.25, "spike": 0, "sends_back": 0, "refund_only": 0],
            ])
    }

    /// So many orders at once in every shop.
    func spike(_ orders: Int) async throws {
        for shop in ids { try await site.sandbox.post("/shops/\(shop)/orders", ["count": .integer(orders)]) }
    }

    /// No more buyers.
    func close() async throws { try await site.sandbox.delete("/generator") }

    /// One plain order, to see whether it goes all the way; answers its id.
    func probe(_ number: Int) async throws -> String {
        let shop = number % ids.count
        let placed = try await site.sandbox.post(
            "/shops/\(ids[shop])/orders",
            [
                "lines": [["sku": .string(Self.ware(shop + 1, 1)), "units": 1]], "shipping": "SELLER",
                "plan": ["pays_after_seconds": 0],
            ])
        return placed["orders"].list.first?["id"].text ?? ""
    }
}
