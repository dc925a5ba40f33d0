/// Nothing is missing any more for a shipment's label: from now on its time runs (metric 25). Said once per shipment.
public struct ShipmentReady: Event {
    /// Its name on the wire.
    public static let name: MessageName = "shop.shipment.ready.v1"
    /// Our id of the parcel.
    public var shipment: ShipmentID
    /// Our id of the order.
    public var order: OrderID
    /// The connected shop.
    public var shop: ShopID
    /// When the last thing came that was missing.
    public var at: Instant

    /// Puts the record together.
    public init(shipment: ShipmentID, order: OrderID, shop: ShopID, at: Instant) {
        self.shipment = shipment
        self.order = order
        self.shop = shop
        self.at = at
    }
}
