/// Request: all that is known of one shipment. Personal data is not among it.
public struct ShipmentGet: Request {
    /// Its name on the wire.
    public static let name: MessageName = "shop.shipment.get.v1"
    /// Our id of the parcel.
    public var shipment: ShipmentID

    /// The shipment and its log.
    public struct Reply: Codable, Sendable, Hashable {
        /// The shipment as it stands.
        public var shipment: ShipmentRecord
        /// What happened to it, oldest first; at most 500.
        public var events: [ShipmentEvent]

        /// Puts the record together.
        public init(shipment: ShipmentRecord, events: [ShipmentEvent]) {
            self.shipment = shipment
            self.events = events
        }
    }

    /// Puts the record together.
    public init(shipment: ShipmentID) {
        self.shipment = shipment
    }
}
