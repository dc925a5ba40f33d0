public import Outbound

/// An order as the channel tells it. Every field may be missing; amounts are decimal texts in the order's currency.
public struct Order: Codable, Sendable, Hashable, PageItem {
    /// The field that holds the list.
    public static let listKey = "orders"

    /// The channel's id, 18 or 19 digits.
    @Loose public var id: String?
    /// Where it stands.
    @Loose public var status: OrderStatus?
    /// `NORMAL`, `PRE_ORDER`, `ZERO_LOTTERY` and others.
    @Loose public var orderType: String?
    /// `TIKTOK_SHOP`, or Tokopedia in Indonesia.
    @Loose public var commercePlatform: String?
    /// The buyer's id.
    @Loose public var userID: String?
    /// A relay address, not the buyer's own.
    @Loose public var buyerEmail: String?
    /// What the buyer wrote.
    @Loose public var buyerMessage: String?
    /// What the seller wrote in Seller Center.
    @Loose public var sellerNote: String?
    /// When it was placed.
    @Loose public var createTime: UnixSeconds?
    /// When it was paid.
    @Loose public var paidTime: UnixSeconds?
    /// When it last changed; orders the snapshots of one order.
    @Loose public var updateTime: UnixSeconds?
    /// When it was made ready to ship; unset until then. Of a split order the lines tell the truth.
    @Loose public var readyToShipTime: UnixSeconds?
    /// When the carrier took it; unset until then.
    @Loose public var collectionTime: UnixSeconds?
    /// When its last parcel arrived; unset until then, and where the channel does not tell.
    @Loose public var deliveryTime: UnixSeconds?
    /// When it was cancelled.
    @Loose public var cancelTime: UnixSeconds?
    /// Why it was cancelled.
    @Loose public var cancelReason: String?
    /// When it must be ready to ship.
    @Loose public var readyToShipDue: UnixSeconds?
    /// When it must be with the carrier.
    @Loose public var handoverDue: UnixSeconds?
    /// When it is cancelled for not having shipped.
    @Loose public var shippingDue: UnixSeconds?
    /// Who packs it.
    @Loose public var fulfillmentType: FulfillmentType?
    /// Whose label it ships under.
    @Loose public var shippingType: ShippingType?
    /// `HOME_DELIVERY` or a pick-up point.
    @Loose public var deliveryType: String?
    /// What the buyer chose; shipping providers are listed per option.
    @Loose public var deliveryOptionID: String?
    /// Its name.
    @Loose public var deliveryOptionName: String?
    /// From which warehouse it ships.
    @Loose public var warehouseID: String?
    /// Mirrors one package; of a split order the lines tell the truth.
    @Loose public var shippingProvider: String?
    /// See ``shippingProvider``.
    @Loose public var shippingProviderID: String?
    /// See ``shippingProvider``.
    @Loose public var trackingNumber: String?
    /// Its packages; in the US and UK none before shipping.
    public var packages: [PackageReference]?
    /// A sample for a creator: worth nothing, no revenue.
    @Loose public var isSample: Bool?
    /// A sample that its buyer paid and gets back on reaching a target.
    @Loose public var isRefundableSample: Bool?
    /// It went or will go through ON_HOLD; it does not mean that it is there now.
    @Loose public var passesOnHold: Bool?
    /// Paid on delivery.
    @Loose public var isCashOnDelivery: Bool?
    /// The buyer wants to cancel; undecided.
    @Loose public var isBuyerRequestCancel: Bool?
    /// Replaces goods of another order.
    @Loose public var isReplacement: Bool?
    /// Sent in exchange for goods of another order.
    @Loose public var isExchange: Bool?
    /// The buyer changed the address after ordering.
    @Loose public var hasUpdatedRecipientAddress: Bool?
    /// Amounts of the whole order.
    public var payment: Payment?
    /// Where it goes; masked or empty by status, shipping type and market.
    public var recipientAddress: RecipientAddress?
    /// One per unit: two of one thing are two lines.
    public var lineItems: [LineItem]?

    /// An empty one, to be filled.
    public init() {}

    private enum CodingKeys: String, CodingKey {
        case id, status, payment, packages
        case orderType = "order_type"
        case commercePlatform = "commerce_platform"
        case userID = "user_id"
        case buyerEmail = "buyer_email"
        case buyerMessage = "buyer_message"
        case sellerNote = "seller_note"
        case createTime = "create_time"
        case paidTime = "paid_time"
        case updateTime = "update_time"
        case readyToShipTime = "rts_time"
        case collectionTime = "collection_time"
        case deliveryTime = "delivery_time"
        case cancelTime = "cancel_time"
        case cancelReason = "cancel_reason"
        case readyToShipDue = "rts_sla_time"
        case handoverDue = "tts_sla_time"
        case shippingDue = "shipping_due_time"
        case fulfillmentType = "fulfillment_type"
        case shippingType = "shipping_type"
        case deliveryType = "delivery_type"
        case deliveryOptionID = "delivery_option_id"
        case deliveryOptionName = "delivery_option_name"
        case warehouseID = "warehouse_id"
        case shippingProvider = "shipping_provider"
        case shippingProviderID = "shipping_provider_id"
        case trackingNumber = "tracking_number"
        case isSample = "is_sample_order"
        case isRefundableSample = "is_refundable_sample"
        case passesOnHold = "is_on_hold_order"
        case isCashOnDelivery = "is_cod"
        case isBuyerRequestCancel = "is_buyer_request_cancel"
        case isReplacement = "is_replacement_order"
        case isExchange = "is_exchange_order"
        case hasUpdatedRecipientAddress = "has_updated_recipient_address"
        case recipientAddress = "recipient_address"
        case lineItems = "line_items"
    }
}

/// A package of an order, by its id alone.
public struct PackageReference: Codable, Sendable, Hashable {
    /// The channel's id.
    @Loose public var id: String?

    /// An empty one, to be filled.
    public init() {}
}
