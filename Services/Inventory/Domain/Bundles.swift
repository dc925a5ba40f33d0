import Contracts

extension Catalogue {
    /// What a bundle takes from stock by what its parts take; nil as long as one of them is not mapped.
    ///
    /// - Parameter named: Units of the parts by their channel SKUs.
    func parts(of bundle: ListingKey, _ named: [String: Int]) -> [Component]? {
        var sums: [SKUID: Int] = [:]
        for (channelSKU, units) in named {
            let part = ListingKey(tenant: bundle.tenant, shop: bundle.shop, channelSKU: channelSKU)
            guard part != bundle, let found = components[part], !found.isEmpty else { return nil }
            for component in found { sums[component.sku, default: 0] += component.units * units }
        }
        guard !sums.isEmpty, sums.values.allSatisfy({ $0 <= CodeMapping.mostUnitsOfPart }) else { return nil }
        return sums.map { Component(sku: $0, units: $1) }.sorted { $0.sku < $1.sku }
    }

    /// Bundles that can be mapped now that their parts are.
    func completed(cause: Cause) -> [CatalogueChange] {
        bundles.sorted { $0.key < $1.key }.compactMap { key, named in
            guard var listing = listings[key], listing.trouble != nil, let found = parts(of: key, named) else {
                return nil
            }
            listing.trouble = nil
            return CatalogueChange(listing: listing, components: found, moves: [], cause: cause)
        }
    }

    /// Whether a bundle has other parts than before and was mapped by those: what a person has mapped stays.
    func isRemade(_ bundle: ListingKey, _ named: [String: Int]) -> Bool {
        guard let before = bundles[bundle], before != named else { return false }
        return parts(of: bundle, named) != nil && parts(of: bundle, before) == components[bundle]
    }
}

extension ProductSKU {
    /// Units of a bundle's parts by their channel SKUs; none for a plain variant.
    var partUnits: [String: Int] {
        Dictionary(components.map { ($0.channelSKU, $0.units) }) { $0.addingReportingOverflow($1).partialValue }
    }
}
