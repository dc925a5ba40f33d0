/// A label is bought and kept.
public struct LabelBought: Event {
    /// Its name on the wire.
    public static let name: MessageName = "shop.label.bought.v1"
    /// Our id of the parcel.
    public var shipment: ShipmentID
    /// Our id of the order.
    public var order: OrderID
    /// The connected shop.
    public var shop: ShopID
    /// Who carries it, such as `usps`.
    public var carrier: String
    /// The carrier's service, as the carrier calls it.
    public var service: String
    /// The carrier's tracking number.
    public var tracking: String
    /// What it costs.
    public var cost: Money
    /// When it was bought.
    public var at: Instant

    /// Puts the record together.
    public init(
        shipment: ShipmentID, order: OrderID, shop: ShopID, carrier: String, service: String, tracking: String,
        cost: Money, at: Instant
    ) {
        self.shipment = shipment
        self.order = order
        self.shop = shop
        self.carrier = carrier
        self.service = service
        self.tracking = tracking
        self.cost = cost
        self.at = at
    }
}
