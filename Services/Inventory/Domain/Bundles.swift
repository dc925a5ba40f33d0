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

    /// Maps a tenant's bundles that can be mapped now that their parts are. A batch knows those of other tenants too,
    /// which are not this message's to tell of.
    mutating func complete(of tenant: TenantID, cause: Cause) -> [CatalogueChange] {
        var changes: [CatalogueChange] = []
        // A bundle may be part of another one; deeper than that nobody packs.
        for _ in 0..<2 {
            let completed = completed(of: tenant, cause: cause)
            for change in completed { apply(change) }
            changes += completed
        }
        return changes
    }

    private func completed(of tenant: TenantID, cause: Cause) -> [CatalogueChange] {
        bundles.filter { $0.key.tenant == tenant }.sorted { $0.key < $1.key }.compactMap { key, named in
            guard var listing = listings[key], listing.trouble != nil, let found = parts(of: key, named) else {
                return nil
            }
            listing.trouble = nil
            return CatalogueChange(listing: listing, components: found, moves: [], cause: cause)
        }
    }

    /// The bundles that take what their parts take: what a person has mapped otherwise follows nothing.
    ///
    /// - Parameter listing: A bundle that is not meant: it is being mapped itself.
    func followers(but listing: ListingKey) -> Set<ListingKey> {
        let found = bundles.filter { key, named in
            guard key != listing, key.tenant == listing.tenant, let parts = parts(of: key, named) else { return false }
            return parts == components[key]
        }
        return Set(found.keys)
    }

    /// Maps bundles anew whose parts take something else now.
    ///
    /// - Parameter followers: Those that took what their parts took before.
    mutating func follow(_ followers: Set<ListingKey>, cause: Cause) -> [CatalogueChange] {
        var changes: [ListingKey: CatalogueChange] = [:]
        // The second time for bundles of bundles.
        for _ in 0..<2 {
            let followed = followed(followers, cause: cause)
            for change in followed {
                apply(change)
                changes[change.listing.key] = change
            }
        }
        return changes.values.sorted { $0.listing.key < $1.listing.key }
    }

    private func followed(_ followers: Set<ListingKey>, cause: Cause) -> [CatalogueChange] {
        followers.compactMap { key in
            guard let listing = listings[key], let found = parts(of: key, bundles[key] ?? [:]),
                found != components[key]
            else { return nil }
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
