public import Outbound

/// Stock of a listing as the channel counts it.
public struct ProductInventory: Codable, Sendable, Hashable, PageItem {
    /// The field that holds the list.
    public static let listKey = "inventory"

    /// The listing.
    @Loose public var productID: String?
    /// Its variants.
    public var skus: [SKUInventory]?

    /// An empty one, to be filled.
    public init() {}

    private enum CodingKeys: String, CodingKey {
        case skus
        case productID = "product_id"
    }
}

/// Stock of a variant.
public struct SKUInventory: Codable, Sendable, Hashable {
    /// The variant.
    @Loose public var id: String?
    /// The seller's own number.
    @Loose public var sellerSKU: String?
    /// Units that can be bought, over all warehouses.
    @Loose public var totalAvailable: Int?
    /// Units of orders that have not shipped, over all warehouses.
    @Loose public var totalCommitted: Int?
    /// The same by warehouse; an update must name every one of them.
    public var warehouses: [WarehouseInventory]?
    /// Where what can be bought lies: in the shop, or locked for campaigns and creators.
    public var distribution: Distribution?

    /// An empty one, to be filled.
    public init() {}

    private enum CodingKeys: String, CodingKey {
        case id
        case sellerSKU = "seller_sku"
        case totalAvailable = "total_available_quantity"
        case totalCommitted = "total_committed_quantity"
        case warehouses = "warehouse_inventory"
        case distribution = "total_available_inventory_distribution"
    }
}

/// Stock of a variant in a warehouse.
public struct WarehouseInventory: Codable, Sendable, Hashable {
    /// The channel's id of the warehouse.
    @Loose public var warehouseID: String?
    /// Units that can be bought: what an update sets.
    @Loose public var available: Int?
    /// Units of orders that have not shipped.
    @Loose public var committed: Int?

    /// An empty one, to be filled.
    public init() {}

    private enum CodingKeys: String, CodingKey {
        case warehouseID = "warehouse_id"
        case available = "available_quantity"
        case committed = "committed_quantity"
    }
}

/// Who may sell what can be bought.
public struct Distribution: Codable, Sendable, Hashable {
    /// A share of it.
    public struct Share: Codable, Sendable, Hashable {
        /// Units.
        @Loose public var quantity: Int?

        /// An empty one, to be filled.
        public init() {}
    }

    /// Everyone.
    public var inShop: Share?
    /// Campaigns alone; stock cannot be set below these locks.
    public var campaigns: [Share]?
    /// Creators alone; see ``campaigns``.
    public var creators: [Share]?

    /// An empty one, to be filled.
    public init() {}

    /// Units that an update cannot take away (error 12052393).
    public var locked: Int {
        ((campaigns ?? []) + (creators ?? [])).reduce(0) { $0 + max(0, min($1.quantity ?? 0, 1 << 40)) }
    }

    private enum CodingKeys: String, CodingKey {
        case inShop = "in_shop_inventory"
        case campaigns = "campaign_inventory"
        case creators = "creator_inventory"
    }
}
