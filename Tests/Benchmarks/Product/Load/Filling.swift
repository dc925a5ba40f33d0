import Foundation
import PlatformKit

/// A past of many brands, written by SQL after the model of orders that the platform itself has made.
struct Filling: Sendable {
    /// Orders of all brands; one tenth is the large brand's.
    let orders: Int
    /// Brands besides the large one.
    let brands: Int
    /// SKUs of the large brand.
    let skus: Int

    private static let script = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "fill.sql")

    /// Writes it all; some minutes for a million orders.
    func write(_ settings: ProductSettings, on platform: Platform) async throws {
        let psql = try Program(
            settings.psql,
            [
                "-X", "-q", "-v", "ON_ERROR_STOP=1", "-v", "orders=\(orders)", "-v", "brands=\(brands)", "-v",
                "skus=\(skus)", "-f", Self.script.path(), platform.settings.database,
            ],
            settings: ["PATH": "/usr/bin:/bin", "HOME": "/"], log: settings.folder.appending(path: "fill.log"))
        try await psql.ended(within: .seconds(3600))
    }

    /// How many orders a brand has.
    func orders(of brand: Int) -> Int {
        (0..<orders).count { order in
            let owner = order % 10 == 0 ? 0 : 1 + (order / 10 * 9 + order % 10) % brands
            return owner == brand
        }
    }
}
