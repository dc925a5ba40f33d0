/// Sets how many units of a listing's variants can be bought. Sets, not adds; there is no compare-and-set and no
/// idempotency key, so that orders race with it: read before and after.
public struct UpdateInventory: TikTokShopCall {
    /// What was refused; the rest was set.
    public typealias Reply = InventoryUpdateResult
    /// "Update Inventory".
    public static let endpoint = Endpoint.updateInventory

    /// One variant.
    public struct SKU: Encodable, Sendable, Hashable {
        /// The variant.
        public let id: String
        /// Every warehouse it lies in; leaving one out is error 12019028.
        public let inventory: [Stock]

        /// A variant with all of its warehouses.
        public init(id: String, inventory: [Stock]) {
            self.id = id
            self.inventory = inventory
        }
    }

    /// One warehouse.
    public struct Stock: Encodable, Sendable, Hashable {
        /// The channel's id of the warehouse.
        public let warehouseID: String
        /// Units that can be bought, without those of open orders. 1 to 99 999 are documented, 0 is not.
        public let quantity: Int

        /// Units in a warehouse.
        public init(warehouseID: String, quantity: Int) {
            self.warehouseID = warehouseID
            self.quantity = quantity
        }

        enum CodingKeys: String, CodingKey {
            case quantity
            case warehouseID = "warehouse_id"
        }
    }

    /// The listing.
    public let productID: String
    /// Its variants.
    public let skus: [SKU]

    /// New stock for one listing.
    public init(productID: String, skus: [SKU]) {
        self.productID = productID
        self.skus = skus
    }

    /// The listing stands in the path.
    public var pathArguments: [String] { [productID] }

    /// The variants.
    public var body: (any Encodable & Sendable)? { ["skus": skus] }

    /// Nothing to set, or a number that is none.
    public var problem: String? {
        if skus.isEmpty { return "skus: sets nothing" }
        if skus.contains(where: \.inventory.isEmpty) { return "inventory: a SKU without a warehouse" }
        let isInRange = skus.allSatisfy { $0.inventory.allSatisfy { (0...99_999).contains($0.quantity) } }
        return isInRange ? nil : "quantity: from 0 to 99999"
    }
}
