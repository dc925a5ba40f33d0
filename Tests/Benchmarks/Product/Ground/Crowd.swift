import Foundation
import PlatformKit
import TestKit

/// Who sells: many small tenants, one with a SKU that everybody wants, and one that comes later with its past.
struct Crowd: Sendable {
    /// Tenants with a shop each.
    let others: [Bazaar.Shop]
    /// The shops of the one whose SKU everybody wants: each offers all units that there are, for they are the same.
    let star: Star
    /// Whose shop is not connected yet.
    let late: Late

    /// The tenant with the viral SKU.
    struct Star: Sendable {
        let tenant: String
        let shops: [Bazaar.Shop]
    }

    /// The tenant with the past.
    struct Late: Sendable {
        let brand: Brand
        let shop: Bazaar.Shop
        /// Orders of its past.
        let orders: Int
    }

    /// The code of the SKU that everybody wants.
    static let viral = "VIRAL"
    /// Units of it that there are.
    static let units = 500
    /// Shops of the tenant that offers it.
    static let shops = 10

    /// Makes and connects them, but for the last one.
    ///
    /// - Parameters:
    ///   - others: How many small tenants.
    ///   - past: How many orders the last one has in its past of 90 days.
    static func gather(on platform: Platform, others: Int, past: Int) async throws -> Crowd {
        let agency = try await Agency(of: platform)
        let many = try await Bazaar.open(on: platform, agency: agency, brands: others, shopsOfEach: 1) { number in
            (1...3).map { Bazaar.Ware(code: "B\(number)-\($0)", price: 900 + 100 * Int64($0), stock: 50_000) }
        }
        let star = try await star(agency, on: platform)
        let late = try await Bazaar.found("Late", agency, on: platform, shops: 1) { _ in
            [Bazaar.Ware(code: "L", price: 1200, stock: 50_000)]
        }
        // It is read an hour later at most: none of it must have fallen out of the 90 days by then.
        try await platform.sandbox.post(
            "/shops/\(late.shops[0].id)/history", ["orders": .integer(past), "days": 89])
        return Crowd(
            others: many.shops, star: star, late: Late(brand: late.brand, shop: late.shops[0], orders: past))
    }

    private static func star(_ agency: Agency, on platform: Platform) async throws -> Star {
        let found = try await Bazaar.found("Star", agency, on: platform, shops: shops) { number in
            [
                Bazaar.Ware(code: viral, price: 1900, stock: units),
                Bazaar.Ware(code: plain(number), price: 900, stock: 50_000),
            ]
        }
        try await Bazaar.connect(found.brand)
        // One level of the SKU that all shops share, and one of each shop's own.
        try await eventually(within: .seconds(600), "the wares of the tenant with the viral SKU are counted") {
            try await platform.count(
                "inventory.levels WHERE counted_at IS NOT NULL AND tenant_id = '\(found.brand.tenant)'") == shops + 1
        }
        return Star(tenant: found.brand.tenant, shops: found.shops)
    }

    /// The code of what one of its shops sells besides.
    static func plain(_ shop: Int) -> String { "PLAIN-\(shop)" }
}
