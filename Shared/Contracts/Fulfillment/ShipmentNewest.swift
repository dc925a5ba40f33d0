/// Request: which is the newest shipment of each order of a page?
public struct ShipmentNewest: Request {
    /// Its name on the wire.
    public static let name: MessageName = "shop.shipment.newest.v1"
    /// Our ids of the orders; at most 200.
    public var orders: [OrderID]

    /// The newest shipments of these orders.
    public struct Reply: Codable, Sendable, Hashable {
        /// The newest shipment of each order that has one.
        public var shipments: [ShipmentRecord]

        /// Puts the record together.
        public init(shipments: [ShipmentRecord]) {
            self.shipments = shipments
        }
    }

    /// Puts the record together.
    public init(orders: [OrderID]) {
        self.orders = orders
    }
}
