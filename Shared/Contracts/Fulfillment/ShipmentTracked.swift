/// A parcel moved.
public struct ShipmentTracked: Event {
    /// Its name on the wire.
    public static let name: MessageName = "shop.shipment.tracked.v1"
    /// Our id of the parcel.
    public var shipment: ShipmentID
    /// Our id of the order.
    public var order: OrderID
    /// The connected shop.
    public var shop: ShopID
    /// How far it is: `preTransit`, `transit`, `delivered`, `returned`, `failure` or `unknown`.
    public var status: String
    /// What was seen, in the partner's own words.
    public var detail: String?
    /// When the carrier saw it.
    public var at: Instant
    /// The carrier's first scan, as far as it is known; this message tells the newest sighting alone.
    public var handedOverAt: Instant?

    /// Puts the record together.
    public init(
        shipment: ShipmentID, order: OrderID, shop: ShopID, status: String, detail: String? = nil, at: Instant,
        handedOverAt: Instant? = nil
    ) {
        self.shipment = shipment
        self.order = order
        self.shop = shop
        self.status = status
        self.detail = detail
        self.at = at
        self.handedOverAt = handedOverAt
    }
}
