/// Request: have the channel cancel an order, whole. What the channel makes of it comes with the next ``OrderChanged``.
///
/// Refused as `conflict` with the code `handedOver` or `cancelledAlready`.
public struct OrderCancel: Request {
    /// Its name on the wire.
    public static let name: MessageName = "shop.order.cancel.v1"
    /// Our id, or the channel's.
    public var order: String
    /// The channel's word for why, such as `seller_cancel_reason_out_of_stock`; nil: that one.
    public var reason: String?

    /// What is under way.
    public struct Reply: Codable, Sendable, Hashable {
        /// Our id of the order.
        public var order: OrderID
        /// How far it is: `wanted` (the channel is being asked), `accepted` or `refused`.
        public var state: String
        /// The channel's sentence, where it refused.
        public var detail: String?

        /// Puts the record together.
        public init(order: OrderID, state: String, detail: String? = nil) {
            self.order = order
            self.state = state
            self.detail = detail
        }
    }

    /// Puts the record together.
    public init(order: String, reason: String? = nil) {
        self.order = order
        self.reason = reason
    }
}
