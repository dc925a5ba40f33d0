/// Request: all that is known of the shipments of one order. Personal data is not among it.
public struct OrderShipmentsGet: Request {
    /// Its name on the wire.
    public static let name: MessageName = "shop.order_shipments.get.v1"
    /// Our id of the order.
    public var order: OrderID

    /// The shipments of the order, each with its log.
    public struct Reply: Codable, Sendable, Hashable {
        /// Newest first, at most 20; none of an order without any.
        public var shipments: [ShipmentGet.Reply]

        /// Puts the record together.
        public init(shipments: [ShipmentGet.Reply]) {
            self.shipments = shipments
        }
    }

    /// Puts the record together.
    public init(order: OrderID) {
        self.order = order
    }
}
