/// Request: all that is known of one order. Personal data is not among it.
public struct OrderGet: Request {
    /// Its name on the wire.
    public static let name: MessageName = "shop.order.get.v1"
    /// Our id, or the channel's.
    public var order: String

    /// The order and its log.
    public struct Reply: Codable, Sendable, Hashable {
        /// The tenant whose order it is.
        public var tenant: TenantID
        /// What people call the shop.
        public var shopTitle: String
        /// The order as it stands.
        public var order: OrderChanged
        /// When we first saw it.
        public var firstSeenAt: Instant
        /// What happened to it, version by version.
        public var events: [OrderEvent]
        /// Its cancellations and returns.
        public var returns: [ReturnChanged]
        /// What became of a person's wish to cancel it; nil: nobody had one.
        public var cancel: OrderCancel.Reply?

        /// Puts the record together.
        public init(
            tenant: TenantID, shopTitle: String, order: OrderChanged, firstSeenAt: Instant, events: [OrderEvent],
            returns: [ReturnChanged], cancel: OrderCancel.Reply? = nil
        ) {
            self.tenant = tenant
            self.shopTitle = shopTitle
            self.order = order
            self.firstSeenAt = firstSeenAt
            self.events = events
            self.returns = returns
            self.cancel = cancel
        }
    }

    /// Puts the record together.
    public init(order: String) {
        self.order = order
    }
}
