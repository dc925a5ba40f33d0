import Contracts

/// What a batch of the catalogue lane knows: listings and levels, locked, and the tenant's SKUs by their codes.
struct Catalogue: Sendable {
    var listings: [ListingKey: Listing] = [:]
    var components: [ListingKey: [Component]] = [:]
    /// What channels themselves sell as one: units by the channel SKUs of the parts.
    var bundles: [ListingKey: [String: Int]] = [:]
    var skus: [CodeKey: SKUID] = [:]
    var levels: [LevelKey: Level] = [:]
    var warehouses: [WarehouseKey: LocationID] = [:]
    var defaultLocations: [TenantID: LocationID] = [:]

    /// Where the stock of a channel's warehouse lies.
    func location(of shop: ShopKey, _ channelWarehouse: String) -> LocationID? {
        warehouses[WarehouseKey(shop: shop, channelWarehouse: channelWarehouse)] ?? defaultLocations[shop.tenant]
    }

    /// Brings a change into the catalogue.
    mutating func apply(_ change: CatalogueChange) {
        listings[change.listing.key] = change.listing
        if let parts = change.components { components[change.listing.key] = parts }
        if let parts = change.bundle { bundles[change.listing.key] = parts }
        for move in change.moves {
            levels[move.level]?.apply(move)
            levels[move.level]?.version += 1
        }
    }
}

/// Names a SKU by the tenant's own code.
struct CodeKey: Hashable, Sendable {
    let tenant: TenantID
    let code: String
}

/// A listing as it stands now, and the first figures that came with it.
struct CatalogueChange: Sendable {
    let listing: Listing
    /// What it takes from stock, where that was just found out.
    let components: [Component]?
    let moves: [Move]
    /// What the channel says that a bundle is made of.
    var bundle: [String: Int]?
    /// Levels on which the listing draws from now on, so that its channel has to be told of them.
    var drawn: [LevelKey] = []
    /// What the listing showed when it came, where that is not what was counted before.
    var difference: StockDifference?
    let cause: Cause
}

/// A later listing's first figure that is not what was counted.
struct StockDifference: Hashable, Sendable {
    let code: String
    /// Units for sale and sold, as the channel has them.
    let shown: Int
    /// Units on hand.
    let counted: Int
}

extension Catalogue {
    /// Takes over one variant of a product as the channel describes it; nil when it is already known as newer.
    func describe(_ sku: ProductSKU, of product: ProductSynced, tenant: TenantID, cause: Cause) -> CatalogueChange? {
        let shop = ShopKey(tenant: tenant, shop: product.shop)
        let key = ListingKey(tenant: tenant, shop: product.shop, channelSKU: sku.channelSKU)
        guard var listing = listings[key], product.readAt > listing.syncedAt else { return nil }
        let wasActive = listing.isActive
        listing.channelProduct = product.channelProduct
        listing.sellerSKU = sku.sellerSKU
        listing.title = [product.title, sku.title].filter { !$0.isEmpty }.joined(separator: " · ")
        listing.isActive = product.isActive
        listing.syncedAt = product.readAt
        let isRemade = !sku.components.isEmpty && isRemade(key, sku.partUnits)
        let found = listing.trouble == nil && !isRemade ? nil : map(sku, of: product, tenant, &listing)
        // A bundle has no stock of its own.
        let isFirst = listing.firstStock == nil && listing.trouble == nil && sku.components.isEmpty
        if isFirst { listing.firstStock = sku.stock.reduce(0) { $0 + $1.available + $1.committed } }
        let parts = found ?? components[key] ?? []
        let moves = isFirst ? count(sku.stock, parts, shop, asOf: product.readAt) : []
        let begins = listing.isActive && (found != nil || !wasActive)
        let drawn = begins ? self.drawn(sku.stock, parts, shop) : []
        let difference = isFirst && moves.isEmpty ? difference(sku.stock, parts, shop) : nil
        return CatalogueChange(
            listing: listing, components: found, moves: moves,
            bundle: sku.components.isEmpty ? nil : sku.partUnits, drawn: drawn, difference: difference, cause: cause)
    }

    /// How the first figure of a later listing differs from what is counted; nil when it does not.
    private func difference(_ stock: [ChannelStock], _ parts: [Component], _ shop: ShopKey) -> StockDifference? {
        guard parts.count == 1, let part = parts.first, part.units == 1 else { return nil }
        let places = Set(stock.compactMap { location(of: shop, $0.channelWarehouse) })
        let levels = places.compactMap {
            self.levels[LevelKey(tenant: shop.tenant, sku: part.sku, location: $0)]
        }.filter(\.isCounted)
        let shown = stock.reduce(0) { $0 + $1.available + $1.committed }
        let counted = levels.reduce(0) { $0 + $1.onHand }
        guard let code = levels.first?.code, shown != counted else { return nil }
        return StockDifference(code: code, shown: shown, counted: counted)
    }

    /// Whether it is known where everything of a product lies. In a shop with one warehouse there is no question.
    func places(_ product: ProductSynced, _ tenant: TenantID) -> Bool {
        let shop = ShopKey(tenant: tenant, shop: product.shop)
        let named = Set(product.skus.flatMap { $0.stock.map(\.channelWarehouse) })
        return named.count < 2
            || named.allSatisfy { warehouses[WarehouseKey(shop: shop, channelWarehouse: $0)] != nil }
    }

    /// The levels of a listing's parts in the warehouses that it is sold from.
    private func drawn(_ stock: [ChannelStock], _ parts: [Component], _ shop: ShopKey) -> [LevelKey] {
        let places = stock.compactMap { location(of: shop, $0.channelWarehouse) }
        let locations = Set(places + [defaultLocations[shop.tenant]].compactMap { $0 })
        return parts.flatMap { part in
            locations.map { LevelKey(tenant: shop.tenant, sku: part.sku, location: $0) }
        }.filter { levels[$0] != nil }
    }

    /// Finds out what a listing takes from stock; a trouble that is not new stays as it is.
    private func map(
        _ sku: ProductSKU, of product: ProductSynced, _ tenant: TenantID, _ listing: inout Listing
    ) -> [Component]? {
        let key = listing.key
        if !sku.components.isEmpty, let found = parts(of: key, sku.partUnits) {
            listing.trouble = nil
            return found
        }
        switch CodeMapping.parts(of: sku, in: product) {
        case .success(let parts):
            let found = parts.compactMap { code, units in
                skus[CodeKey(tenant: tenant, code: code)].map { Component(sku: $0, units: units) }
            }
            guard found.count == parts.count else { return nil }
            listing.trouble = nil
            return found.sorted { $0.sku < $1.sku }
        case .failure(let unmapped):
            if listing.trouble != unmapped.trouble { listing.isReported = false }
            listing.trouble = unmapped.trouble
            return nil
        }
    }

    /// The first figures of SKUs that nobody has counted: what the channel has for sale and has sold but not shipped. A
    /// bundle tells nothing about its parts, and later listings of a SKU never change it.
    private func count(
        _ stock: [ChannelStock], _ parts: [Component], _ shop: ShopKey, asOf readAt: Instant
    ) -> [Move] {
        guard parts.count == 1, let part = parts.first, part.units == 1 else { return [] }
        var figures: [LevelKey: Int] = [:]
        for figure in stock {
            guard let location = location(of: shop, figure.channelWarehouse) else { continue }
            let key = LevelKey(tenant: shop.tenant, sku: part.sku, location: location)
            figures[key, default: 0] += figure.available + figure.committed
        }
        return figures.sorted { $0.key < $1.key }.compactMap { key, units in
            guard let level = levels[key], !level.isCounted else { return nil }
            // A figure of zero is a figure too: the level is known from now on.
            return Move(.counted, key, onHand: max(units, level.reserved + level.held) - level.onHand, asOf: readAt)
        }
    }
}
