import Foundation
import PlatformKit
import TestKit

/// Brands with connected shops, each with wares of its own.
struct Bazaar: Sendable {
    /// One SKU that a shop offers.
    struct Ware: Sendable, Equatable {
        /// The seller's own name of it.
        let code: String
        /// Minor units.
        let price: Int64
        let stock: Int
    }

    /// One listing as the channel names it.
    struct Listing: Sendable, Equatable {
        let sku: String
        let product: String
        let code: String
    }

    struct Shop: Sendable {
        /// The channel's id.
        let id: String
        /// By the seller's own names.
        let listings: [String: Listing]
    }

    let brands: [Brand]
    let shops: [Shop]

    /// Variants of one product, where nothing else is wanted; the channel bears no more than a few dozen.
    static let variants = 20

    /// Makes the brands and their shops, connects them as sellers do, and returns when all wares are counted.
    ///
    /// - Parameters:
    ///   - variants: Wares of one product.
    ///   - wares: Of a shop by its number, from 0.
    static func open(
        on platform: Platform, brands: Int, shopsOfEach: Int, variants: Int = variants, wares: (Int) -> [Ware]
    ) async throws -> Bazaar {
        let agency = try await Agency(of: platform)
        var (all, shops): ([Brand], [Shop]) = ([], [])
        var listings = 0
        for number in 0..<brands {
            var seller = JSONValue.null
            for _ in 0..<shopsOfEach {
                let made = try await platform.sandbox.post(
                    "/shops", wish(shops.count, wares(shops.count), variants: variants, seller: seller))
                seller = made["seller"]
                shops.append(shop(made))
                listings += shops.last?.listings.count ?? 0
            }
            let brand = try await agency.brand(
                "Bench \(number)", scopes: ["connections:read", "connections:write", "stock:write"],
                seller: seller.text ?? "")
            try await brand.connect()
            all.append(brand)
        }
        let expected = listings
        try await eventually(within: .seconds(600), "all \(expected) wares are counted") {
            try await platform.count("inventory.levels WHERE counted_at IS NOT NULL") == expected
        }
        return Bazaar(brands: all, shops: shops)
    }

    /// What the sandbox is asked for.
    static func wish(
        _ number: Int, _ wares: [Ware], variants: Int = variants, seller: JSONValue
    ) -> JSONValue {
        let products = stride(from: 0, to: wares.count, by: variants).map { start -> JSONValue in
            let skus = wares[start..<min(start + variants, wares.count)].map { ware -> JSONValue in
                [
                    "seller_sku": .string(ware.code), "name": .string(ware.code),
                    "price_minor": .integer(Int(ware.price)), "stock": [.integer(ware.stock)],
                ]
            }
            return [
                "title": .string("Ware \(number)-\(start / variants)"), "weight_grams": 400, "size_cm": [20, 10, 8],
                "skus": .array(skus),
            ]
        }
        var wish: [String: JSONValue] = [
            "region": "US", "name": .string("Bench \(number)"), "shows_on_hold": false, "products": .array(products),
        ]
        if seller != .null { wish["seller"] = seller }
        return .object(wish)
    }

    /// What the sandbox has made of it.
    static func shop(_ made: JSONValue) -> Shop {
        var listings: [String: Listing] = [:]
        for product in made["products"].list {
            for sku in product["skus"].list {
                let code = sku["seller_sku"].text ?? ""
                listings[code] = Listing(sku: sku["id"].text ?? "", product: product["id"].text ?? "", code: code)
            }
        }
        return Shop(id: made["id"].text ?? "", listings: listings)
    }
}
