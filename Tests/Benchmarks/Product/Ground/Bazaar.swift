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
    ///   - agency: Who looks after them; nil: the platform's first, which is founded.
    ///   - variants: Wares of one product.
    ///   - wares: Of a shop by its number, from 0.
    static func open(
        on platform: Platform, agency: Agency? = nil, brands: Int, shopsOfEach: Int, variants: Int = variants,
        wares: (Int) -> [Ware]
    ) async throws -> Bazaar {
        let agency = if let agency { agency } else { try await Agency(of: platform) }
        var (all, shops): ([Brand], [Shop]) = ([], [])
        for number in 0..<brands {
            let made = try await found(
                "Bench \(number)", agency, on: platform, shops: shopsOfEach, from: shops.count, variants: variants,
                wares: wares)
            try await connect(made.brand)
            all.append(made.brand)
            shops += made.shops
        }
        let expected = shops.reduce(0) { $0 + $1.listings.count }
        try await eventually(within: .seconds(600), "all \(expected) wares are counted") {
            try await platform.count("inventory.levels WHERE counted_at IS NOT NULL") == expected
        }
        return Bazaar(brands: all, shops: shops)
    }

    /// Makes a brand and its seller's shops, which it may then connect.
    ///
    /// - Parameters:
    ///   - first: The number of its first shop.
    ///   - wares: Of a shop by its number.
    static func found(
        _ name: String, _ agency: Agency, on platform: Platform, shops count: Int, from first: Int = 0,
        variants: Int = variants, wares: (Int) -> [Ware]
    ) async throws -> (brand: Brand, shops: [Shop]) {
        var seller = JSONValue.null
        var shops: [Shop] = []
        for number in first..<(first + count) {
            let made = try await platform.sandbox.post(
                "/shops", wish(number, wares(number), variants: variants, seller: seller))
            seller = made["seller"]
            shops.append(shop(made))
        }
        let brand = try await agency.brand(
            name, scopes: ["connections:read", "connections:write", "stock:write"], seller: seller.text ?? "")
        return (brand, shops)
    }

    /// The seller agrees. On a slow machine the gateway says after some seconds that it will not wait any longer; the
    /// shops are connected all the same.
    static func connect(_ brand: Brand) async throws {
        do { try await brand.connect() } catch let error as Door.Refused where error.status == 503 {}
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
