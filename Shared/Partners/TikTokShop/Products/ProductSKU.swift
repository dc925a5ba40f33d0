public import Outbound

/// A variant of a listing.
public struct ProductSKU: Codable, Sendable, Hashable {
    /// The channel's id.
    @Loose public var id: String?
    /// The seller's own number; may be blank or shared.
    @Loose public var sellerSKU: String?
    /// Its price.
    public var price: Price?
    /// Units by warehouse, as of the listing; ``SearchInventory`` tells more.
    public var inventory: [Stock]?
    /// What sets it apart, such as colour and size.
    public var attributes: [Attribute]?
    /// `NORMAL` or `DEACTIVATED`.
    public var statusInfo: Status?
    /// What a bundle is made of.
    public var combinedSKUs: [CombinedSKU]?

    /// An empty one, to be filled.
    public init() {}

    /// What a variant costs.
    public struct Price: Codable, Sendable, Hashable {
        /// ISO 4217.
        @Loose public var currency: String?
        /// With taxes, where the market has them in prices.
        @Loose public var salePrice: String?
        /// Without taxes.
        @Loose public var taxExclusivePrice: String?

        /// An empty one, to be filled.
        public init() {}

        private enum CodingKeys: String, CodingKey {
            case currency
            case salePrice = "sale_price"
            case taxExclusivePrice = "tax_exclusive_price"
        }
    }

    /// Units in a warehouse.
    public struct Stock: Codable, Sendable, Hashable {
        /// The channel's id of the warehouse.
        @Loose public var warehouseID: String?
        /// Units that can still be bought.
        @Loose public var quantity: Int?

        /// An empty one, to be filled.
        public init() {}

        private enum CodingKeys: String, CodingKey {
            case quantity
            case warehouseID = "warehouse_id"
        }
    }

    /// One thing that sets a variant apart.
    public struct Attribute: Codable, Sendable, Hashable {
        /// Such as "Colour".
        @Loose public var name: String?
        /// Such as "Blue".
        @Loose public var value: String?

        /// An empty one, to be filled.
        public init() {}

        private enum CodingKeys: String, CodingKey {
            case name
            case value = "value_name"
        }
    }

    /// Whether a variant is sold.
    public struct Status: Codable, Sendable, Hashable {
        /// `NORMAL` or `DEACTIVATED`.
        @Loose public var status: String?

        /// An empty one, to be filled.
        public init() {}
    }

    private enum CodingKeys: String, CodingKey {
        case id, price, inventory
        case sellerSKU = "seller_sku"
        case attributes = "sales_attributes"
        case statusInfo = "status_info"
        case combinedSKUs = "combined_skus"
    }
}
