public import Outbound

/// A return, a refund without one, or a replacement.
public struct ReturnOrder: Codable, Sendable, Hashable, PageItem {
    /// The field that holds the list.
    public static let listKey = "return_orders"

    /// The channel's id.
    @Loose public var id: String?
    /// The order.
    @Loose public var orderID: String?
    /// `REFUND`, `RETURN_AND_REFUND` or `REPLACEMENT`.
    @Loose public var type: String?
    /// Where it stands.
    @Loose public var status: ReturnStatus?
    /// `BUYER`, `SELLER` or `SYSTEM`.
    @Loose public var role: String?
    /// The reason's key.
    @Loose public var reason: String?
    /// The reason for people.
    @Loose public var reasonText: String?
    /// `PLATFORM_SHIPPED` or the buyer's own.
    @Loose public var method: String?
    /// Who brings it back.
    @Loose public var providerName: String?
    /// Under which number it comes back.
    @Loose public var trackingNumber: String?
    /// When it was asked for.
    @Loose public var createTime: UnixSeconds?
    /// When it last changed.
    @Loose public var updateTime: UnixSeconds?
    /// What the seller has to do.
    public var nextActions: [SellerAction]?
    /// What the buyer gets back.
    public var refundAmount: RefundAmount?
    /// The units, one each.
    public var lineItems: [ReturnedLine]?

    /// An empty one, to be filled.
    public init() {}

    private enum CodingKeys: String, CodingKey {
        case role
        case id = "return_id"
        case orderID = "order_id"
        case type = "return_type"
        case status = "return_status"
        case reason = "return_reason"
        case reasonText = "return_reason_text"
        case method = "return_method"
        case providerName = "return_provider_name"
        case trackingNumber = "return_tracking_number"
        case createTime = "create_time"
        case updateTime = "update_time"
        case nextActions = "seller_next_action_response"
        case refundAmount = "refund_amount"
        case lineItems = "return_line_items"
    }
}

/// One unit of a return.
public struct ReturnedLine: Codable, Sendable, Hashable {
    /// The channel's id of this unit's return.
    @Loose public var id: String?
    /// The order's line.
    @Loose public var orderLineItemID: String?
    /// The listing's variant.
    @Loose public var skuID: String?
    /// The seller's own number.
    @Loose public var sellerSKU: String?
    /// What the buyer gets back for it.
    public var refundAmount: RefundAmount?

    /// An empty one, to be filled.
    public init() {}

    private enum CodingKeys: String, CodingKey {
        case id = "return_line_item_id"
        case orderLineItemID = "order_line_item_id"
        case skuID = "sku_id"
        case sellerSKU = "seller_sku"
        case refundAmount = "refund_amount"
    }
}
