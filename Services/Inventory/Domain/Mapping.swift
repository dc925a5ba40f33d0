import Contracts

/// What a person says a listing takes from stock.
enum Mapping {
    /// The most parts of a bundle.
    static let mostParts = 100
    private static let mostUnits = 10_000

    /// The parts, if they can be.
    ///
    /// - Parameter skus: Those of the tenant's that are known, among the ones that are named.
    static func parts(_ wanted: [ListingMap.Part], known skus: Set<SKUID>) throws(Obstacle) -> [Component] {
        guard (1...mostParts).contains(wanted.count) else {
            throw .outOfRange("/parts", "must be 1 to \(mostParts)")
        }
        var parts: [SKUID: Int] = [:]
        for (index, part) in wanted.enumerated() {
            guard (1...mostUnits).contains(part.units) else {
                throw .outOfRange("/parts/\(index)/units", "must be 1 to \(mostUnits)")
            }
            guard skus.contains(part.sku) else { throw .unknown("SKU", at: "/parts/\(index)/sku") }
            guard parts.updateValue(part.units, forKey: part.sku) == nil else {
                throw Obstacle(.wrong, code: "namedTwice", field: "/parts/\(index)/sku", "is named twice")
            }
        }
        return parts.map { Component(sku: $0, units: $1) }.sorted { $0.sku < $1.sku }
    }
}
