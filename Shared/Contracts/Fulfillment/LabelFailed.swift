/// No label could be had for a shipment.
public struct LabelFailed: Event {
    /// Its name on the wire.
    public static let name: MessageName = "shop.label.failed.v1"
    /// Our id of the parcel.
    public var shipment: ShipmentID
    /// Our id of the order.
    public var order: OrderID
    /// The connected shop.
    public var shop: ShopID
    /// A constant word: `badAddress`, `noRates`, `carrierError`, `missingWeight`.
    public var reason: String
    /// What the partner says, in a sentence.
    public var detail: String
    /// When it failed.
    public var at: Instant

    /// Puts the record together.
    public init(shipment: ShipmentID, order: OrderID, shop: ShopID, reason: String, detail: String, at: Instant) {
        self.shipment = shipment
        self.order = order
        self.shop = shop
        self.reason = reason
        self.detail = detail
        self.at = at
    }
}
