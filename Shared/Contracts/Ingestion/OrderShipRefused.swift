/// The channel will not take a ship command; its cause is the command.
public struct OrderShipRefused: Event {
    /// Its name on the wire.
    public static let name: MessageName = "shop.order.ship_refused.v1"
    /// Our id of the order.
    public var order: OrderID
    /// Our id of the parcel.
    public var shipment: ShipmentID
    /// A constant word to act on, such as `onHold`, `cancelled`, `unsupportedMarket`, `badTracking`, `unknownCarrier`,
    /// `scopeMissing`, `givenUp`.
    public var reason: String
    /// The channel's own sentence.
    public var detail: String

    /// Puts the record together.
    public init(order: OrderID, shipment: ShipmentID, reason: String, detail: String) {
        self.order = order
        self.shipment = shipment
        self.reason = reason
        self.detail = detail
    }
}
