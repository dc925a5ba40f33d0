public import Outbound

/// Cancels an order, or some units of it (US and UK, out of stock), as its seller. It takes no idempotency key; a
/// repeat is refused as ``TikTokShopError/Kind/alreadyCancelled``.
public struct CancelOrder: TikTokShopCall {
    /// "Cancel Order".
    public static let endpoint = Endpoint.cancelOrder

    /// The cancellation that came of it.
    public struct Reply: Codable, Sendable, Hashable {
        /// Its id.
        @Loose public var id: String?
        /// Where it stands.
        @Loose public var status: CancellationStatus?

        /// An empty one, to be filled.
        public init() {}

        private enum CodingKeys: String, CodingKey {
            case id = "cancel_id"
            case status = "cancel_status"
        }
    }

    /// Units of a SKU.
    public struct Part: Encodable, Sendable, Hashable {
        /// The listing's variant.
        public let skuID: String
        /// How many units.
        public let quantity: Int

        /// Some units.
        public init(skuID: String, quantity: Int) {
            self.skuID = skuID
            self.quantity = quantity
        }

        enum CodingKeys: String, CodingKey {
            case quantity
            case skuID = "sku_id"
        }
    }

    /// The order.
    public let orderID: String
    /// One of ``Eligibility/reasons``.
    public let reason: String
    /// Which units; nil is the whole order.
    public let parts: [Part]?

    /// A cancellation with its reason.
    public init(orderID: String, reason: String, parts: [Part]? = nil) {
        self.orderID = orderID
        self.reason = reason
        self.parts = parts
    }

    /// Order, reason and units.
    public var body: (any Encodable & Sendable)? { Body(orderID: orderID, reason: reason, parts: parts) }

    /// Without an order or a reason.
    public var problem: String? {
        if orderID.isEmpty { return "order_id: is empty" }
        if reason.isEmpty { return "cancel_reason: is empty" }
        let isPositive = (parts ?? []).allSatisfy { $0.quantity > 0 }
        return isPositive ? nil : "skus: a quantity is not positive"
    }

    private struct Body: Encodable {
        let orderID: String
        let reason: String
        let parts: [Part]?

        enum CodingKeys: String, CodingKey {
            case orderID = "order_id"
            case reason = "cancel_reason"
            case parts = "skus"
        }
    }
}
