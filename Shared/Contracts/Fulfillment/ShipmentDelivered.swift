/// The carrier says that a parcel has arrived (metric 27).
public struct ShipmentDelivered: Event {
    /// Its name on the wire.
    public static let name: MessageName = "shop.shipment.delivered.v1"
    /// Our id of the parcel.
    public var shipment: ShipmentID
    /// Our id of the order.
    public var order: OrderID
    /// The connected shop.
    public var shop: ShopID
    /// The carrier's first scan, as far as it is known.
    public var handedOverAt: Instant?
    /// The carrier's scan at the door.
    public var deliveredAt: Instant

    /// Puts the record together.
    public init(
        shipment: ShipmentID, order: OrderID, shop: ShopID, handedOverAt: Instant? = nil, deliveredAt: Instant
    ) {
        self.shipment = shipment
        self.order = order
        self.shop = shop
        self.handedOverAt = handedOverAt
        self.deliveredAt = deliveredAt
    }
}
