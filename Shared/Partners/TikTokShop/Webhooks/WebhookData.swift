public import Outbound

/// What webhooks carry, all kinds together: each fills the fields that concern it.
public struct WebhookData: Decodable, Sendable, Hashable {
    /// The order.
    @Loose public var orderID: String?
    /// Where the order stands.
    @Loose public var orderStatus: OrderStatus?
    /// The order goes through ON_HOLD, not: is there now.
    @Loose public var passesOnHold: Bool?
    /// When the thing changed.
    @Loose public var updateTime: UnixSeconds?
    /// When the thing was made.
    @Loose public var createTime: UnixSeconds?
    /// The cancellation.
    @Loose public var cancelID: String?
    /// Where the cancellation stands.
    @Loose public var cancelStatus: CancellationStatus?
    /// The return.
    @Loose public var returnID: String?
    /// `REFUND`, `RETURN_AND_REFUND` or `REPLACEMENT`.
    @Loose public var returnType: String?
    /// Where the return stands.
    @Loose public var returnStatus: ReturnStatus?
    /// The goods on their way back.
    @Loose public var rmaID: String?
    /// The request after the sale.
    @Loose public var afterSaleID: String?
    /// The listing.
    @Loose public var productID: String?
    /// The listing's variant.
    @Loose public var skuID: String?
    /// Where the listing stands.
    @Loose public var status: String?
    /// The packages.
    public var packages: [Package]?
    /// For people.
    @Loose public var message: String?
    /// When the authorization ends.
    @Loose public var expirationTime: UnixSeconds?

    /// Listings that were combined, by the channel's ids.
    public var combinedProducts: [String] = []

    /// An empty one, to be filled.
    public init() {}

    /// Every order that the webhook is about, each once.
    public var orderIDs: [String] {
        Self.distinct([orderID].compactMap(\.self) + (packages ?? []).flatMap { $0.orderIDs ?? [] })
    }

    /// Every listing that the webhook is about, each once.
    public var productIDs: [String] {
        Self.distinct([productID].compactMap(\.self) + combinedProducts)
    }

    private static func distinct(_ names: [String]) -> [String] {
        var seen = Set<String>()
        return names.filter { !$0.isEmpty && seen.insert($0).inserted }
    }

    /// A package and the orders in it.
    public struct Package: Decodable, Sendable, Hashable {
        /// The package.
        @Loose public var id: String?
        /// The orders in it.
        public var orderIDs: [String]?

        /// An empty one, to be filled.
        public init() {}

        enum CodingKeys: String, CodingKey {
            case id = "package_id"
            case orderIDs = "order_id_list"
        }
    }

    enum CodingKeys: String, CodingKey {
        case message, status
        case orderID = "order_id"
        case orderStatus = "order_status"
        case passesOnHold = "is_on_hold_order"
        case updateTime = "update_time"
        case createTime = "create_time"
        case cancelID = "cancel_id"
        case cancelStatus = "cancel_status"
        case returnID = "return_id"
        case returnType = "return_type"
        case returnStatus = "return_status"
        case rmaID = "rma_id"
        case afterSaleID = "aftersales_request_id"
        case productID = "product_id"
        case skuID = "sku_id"
        case packages = "package_list"
        case expirationTime = "expiration_time"
        case combinedProducts = "products"
        case addedProducts = "added_product_ids"
        case removedProducts = "removed_product_ids"
    }
}
