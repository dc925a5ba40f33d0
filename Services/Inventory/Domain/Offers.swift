import Contracts
import Foundation

/// What a batch of the pushes lane knows: the products that draw on SKUs that changed, and all that their figures need.
struct Offers: Sendable {
    /// One product on a channel, with everything that may be told of it.
    struct Product: Sendable {
        let key: ProductKey
        /// The last command's number, and what it said.
        var sequence: Int
        var told: [ChannelStockSet.Limit]
        /// Whether the channel has answered the last command. As long as it has not, a newer one takes its place, and
        /// has to say what it said.
        var isAnswered = true
        /// When the channel has answered last.
        var answeredAt: Instant?
        /// Its listings with what they take from stock.
        var listings: [String: [Component]] = [:]
    }

    var products: [ProductKey: Product] = [:]
    /// By SKU, the listings that draw on it.
    var drawers: [SKUKey: Set<ListingKey>] = [:]
    var productOf: [ListingKey: ProductKey] = [:]
    var levels: [LevelKey: Level] = [:]
    /// What a listing has reserved of a SKU somewhere.
    var reserved: [OwnKey: Own] = [:]
    /// A shop's warehouses and where their stock lies.
    var warehouses: [ShopKey: [String: LocationID]] = [:]
    /// Listings of products whose stock others changed; sales of their own are known to the channel.
    var changed: [ProductKey: Set<String>] = [:]
    /// Products that are told even what they were told before.
    var insisted: Set<ProductKey> = []
    var alerts: [SKUKey: Alert] = [:]
    /// Tenants whose channels take no stock of 0.
    var withoutZero: Set<TenantID> = []

    /// Names a product on a channel.
    struct ProductKey: Hashable, Sendable {
        let shop: ShopKey
        let channelProduct: String
    }

    /// Names one of the tenant's SKUs.
    struct SKUKey: Hashable, Sendable {
        let tenant: TenantID
        let sku: SKUID
    }

    /// What one listing has of one level, in units of the SKU.
    struct Own: Hashable, Sendable {
        var reserved = 0
        /// Of these, what is confirmed as shipped and so not counted by the channel any more.
        var shipConfirmed = 0
    }

    /// Names what one listing has of one level.
    struct OwnKey: Hashable, Sendable {
        let listing: ListingKey
        let level: LevelKey
    }
}

extension Offers {
    /// How far the clocks of channels may be from ours.
    private static let clockSkew: Int64 = 60_000

    /// The listings that a change of a SKU concerns: all that draw on it but the one that sold. That one counts its own
    /// sales, yet not those that are shipped: if it was told older figures since the sale, or is being told, it may
    /// have taken the units for unsold.
    func concerned(_ sku: SKUKey, by change: StockChanged) -> [ListingKey] {
        (drawers[sku] ?? []).filter { listing in
            guard let seller = change.soldBy, listing.isNamed(seller) else { return true }
            return change.shippedSince.map { wasTold(listing, since: $0) } ?? false
        }.sorted()
    }

    /// Whether a listing is to be told even the figures that it was told last: its channel has put cancelled units back
    /// on sale by itself, and what it was told since they were ordered may have been told without that order.
    func mustTell(_ listing: ListingKey, of change: StockChanged) -> Bool {
        if change.mustTell == true { return true }
        guard let since = change.cancelledSince, change.cancelledOf.map(listing.isNamed) ?? true else { return false }
        return wasTold(listing, since: since)
    }

    private func wasTold(_ listing: ListingKey, since sale: Instant) -> Bool {
        guard let product = productOf[listing].flatMap({ products[$0] }) else { return false }
        guard product.isAnswered else { return true }
        return product.answeredAt.map { $0.milliseconds >= sale.milliseconds - Self.clockSkew } ?? false
    }

    /// What the channel is to be told of a product's changed listings, and of those of a command that is under way, in
    /// every warehouse of the shop.
    func limits(of key: ProductKey) -> [ChannelStockSet.Limit] {
        guard let product = products[key] else { return [] }
        let warehouses = (warehouses[key.shop] ?? [:]).sorted { $0.key < $1.key }
        let underWay = product.isAnswered ? [] : Set(product.told.map(\.channelSKU))
        return (changed[key] ?? []).union(underWay).sorted().flatMap { channelSKU in
            warehouses.compactMap { warehouse, location in
                offer(of: channelSKU, product, at: location).map {
                    ChannelStockSet.Limit(
                        channelSKU: channelSKU, channelWarehouse: warehouse, limit: $0.limit, own: $0.own,
                        shipConfirmed: $0.shipConfirmed > 0 ? $0.shipConfirmed : nil)
                }
            }
        }
    }

    private func offer(of channelSKU: String, _ product: Product, at location: LocationID) -> Offer? {
        let shop = product.key.shop
        let listing = ListingKey(tenant: shop.tenant, shop: shop.shop, channelSKU: channelSKU)
        func level(_ sku: SKUID) -> LevelKey { LevelKey(tenant: shop.tenant, sku: sku, location: location) }
        return Offer(product.listings[channelSKU] ?? []) {
            levels[level($0)]
        } own: {
            reserved[OwnKey(listing: listing, level: level($0))] ?? Own()
        }
    }
}

/// Whether a SKU runs low.
struct Alert: Hashable, Sendable {
    let code: String
    let threshold: Int
    /// Whether this fall was told already.
    var isLow: Bool

    /// What a new figure means: a fall is told once, and again only after a rise above the threshold.
    mutating func note(available: Int) -> Bool {
        let wasLow = isLow
        isLow = available <= threshold
        return isLow && !wasLow
    }
}
