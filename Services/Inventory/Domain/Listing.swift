import Contracts
import Foundation

/// What is offered on a channel, and what is known of it.
struct Listing: Hashable, Sendable {
    /// Why nothing of the tenant's is mapped to a listing.
    enum Trouble: String, Sendable {
        /// The seller gave it no code.
        case blank
        /// Two variants of one product have the same code, so that it does not tell which is which.
        case ambiguous
        /// It was sold or named, but never described.
        case unknown
    }

    let key: ListingKey
    var channelProduct = ""
    var sellerSKU = ""
    var title = ""
    var isActive = true
    /// Nil: it is mapped.
    var trouble: Trouble? = .unknown
    /// Whether its trouble was reported.
    var isReported = false
    var syncedAt = Instant(milliseconds: 0)
    /// What the channel had when the listing was first described: for sale and sold; nil before.
    var firstStock: Int?
}

/// How the codes of a product's variants name the tenant's SKUs.
enum CodeMapping {
    /// The most SKUs of one product, and warehouses of one SKU, that are believed.
    static let mostSKUs = 1_000
    /// The most units that are believed of one SKU in one warehouse.
    static let mostUnits = 100_000_000

    /// The most units of a SKU in one unit of a listing.
    static let mostUnitsOfPart = 10_000

    /// A code as it is compared and kept: an accent is part of its letter, however it was typed (Unicode Standard Annex
    /// 15, form C). Strings compare so in any case, columns do not.
    static func code(_ sellerSKU: String) -> String {
        sellerSKU.trimmingCharacters(in: .whitespacesAndNewlines).precomposedStringWithCanonicalMapping
    }

    /// What one unit of a variant takes, by code; or why nobody can tell.
    static func parts(
        of sku: ProductSKU, in product: ProductSynced
    ) -> Result<[String: Int], Unmapped> {
        if !sku.components.isEmpty { return parts(of: sku.components) }
        let code = code(sku.sellerSKU)
        guard !code.isEmpty else { return .failure(Unmapped(trouble: .blank)) }
        let twins = product.skus.filter { $0.components.isEmpty && self.code($0.sellerSKU) == code }
        guard twins.count == 1 else { return .failure(Unmapped(trouble: .ambiguous)) }
        return .success([code: 1])
    }

    private static func parts(of components: [OrderLine.Component]) -> Result<[String: Int], Unmapped> {
        var parts: [String: Int] = [:]
        for component in components {
            let code = code(component.sellerSKU)
            guard !code.isEmpty, (1...mostUnitsOfPart).contains(component.units) else {
                return .failure(Unmapped(trouble: .blank))
            }
            parts[code, default: 0] += component.units
        }
        return .success(parts)
    }

    /// A listing that nothing is mapped to.
    struct Unmapped: Error, Hashable {
        let trouble: Listing.Trouble
    }
}

extension ProductSynced {
    /// The first figure that cannot be true; nil when all can.
    var absurdity: String? {
        guard skus.count <= CodeMapping.mostSKUs else { return "skus" }
        for (index, sku) in skus.enumerated() {
            guard sku.stock.count <= CodeMapping.mostSKUs else { return "skus[\(index)].stock" }
            for (place, part) in sku.components.enumerated() {
                let range = 1...CodeMapping.mostUnitsOfPart
                if !range.contains(part.units) { return "skus[\(index)].components[\(place)].units" }
            }
            for (place, stock) in sku.stock.enumerated() {
                let range = 0...CodeMapping.mostUnits
                if !range.contains(stock.available) { return "skus[\(index)].stock[\(place)].available" }
                if !range.contains(stock.committed) { return "skus[\(index)].stock[\(place)].committed" }
            }
        }
        return nil
    }
}
