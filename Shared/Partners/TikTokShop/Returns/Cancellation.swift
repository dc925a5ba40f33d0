public import Outbound

/// A cancellation, or the wish for one.
public struct Cancellation: Codable, Sendable, Hashable, PageItem {
    /// The field that holds the list.
    public static let listKey = "cancellations"

    /// The channel's id.
    @Loose public var id: String?
    /// The order.
    @Loose public var orderID: String?
    /// `CANCEL` by seller or system, `BUYER_CANCEL` by the buyer; older ones have other words.
    @Loose public var type: String?
    /// Where it stands.
    @Loose public var status: CancellationStatus?
    /// `BUYER`, `SELLER` or `SYSTEM`.
    @Loose public var role: String?
    /// The reason's key.
    @Loose public var reason: String?
    /// The reason for people.
    @Loose public var reasonText: String?
    /// When it was asked for.
    @Loose public var createTime: UnixSeconds?
    /// When it last changed.
    @Loose public var updateTime: UnixSeconds?
    /// What the seller has to do.
    public var nextActions: [SellerAction]?
    /// What the buyer gets back.
    public var refundAmount: RefundAmount?
    /// Whether the channel raises its own stock again.
    @Loose public var replenishesStock: Bool?
    /// The units, one each.
    public var lineItems: [CancelledLine]?

    /// An empty one, to be filled.
    public init() {}

    private enum CodingKeys: String, CodingKey {
        case role
        case id = "cancel_id"
        case orderID = "order_id"
        case type = "cancel_type"
        case status = "cancel_status"
        case reason = "cancel_reason"
        case reasonText = "cancel_reason_text"
        case createTime = "create_time"
        case updateTime = "update_time"
        case nextActions = "seller_next_action_response"
        case refundAmount = "refund_amount"
        case replenishesStock = "should_replenish_stock"
        case lineItems = "cancel_line_items"
    }
}

/// One unit of a cancellation.
public struct CancelledLine: Codable, Sendable, Hashable {
    /// The channel's id of this unit's cancellation.
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
        case id = "cancel_line_item_id"
        case orderLineItemID = "order_line_item_id"
        case skuID = "sku_id"
        case sellerSKU = "seller_sku"
        case refundAmount = "refund_amount"
    }
}
