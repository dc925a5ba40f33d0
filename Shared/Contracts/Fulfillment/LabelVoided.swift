/// A label is not used; its refund is asked for.
public struct LabelVoided: Event {
    /// Its name on the wire.
    public static let name: MessageName = "shop.label.voided.v1"
    /// Our id of the parcel.
    public var shipment: ShipmentID
    /// Our id of the order.
    public var order: OrderID
    /// The connected shop.
    public var shop: ShopID
    /// A constant word: `cancelled`, `addressChanged`, `byHand`, `duplicate`, `unlistedCarrier`, `shippedElsewhere`.
    public var reason: String
    /// How far the refund is: `requested`, `settled`, `refused`.
    public var refund: String
    /// When it was voided.
    public var at: Instant
    /// The label's number at the carrier's, which tells two labels of one parcel apart; nil where it is not known.
    public var tracking: String?
    /// What the label cost; nil where it is not known.
    public var cost: Money?

    /// Puts the record together.
    public init(
        shipment: ShipmentID, order: OrderID, shop: ShopID, reason: String, refund: String, at: Instant,
        tracking: String? = nil, cost: Money? = nil
    ) {
        self.shipment = shipment
        self.order = order
        self.shop = shop
        self.reason = reason
        self.refund = refund
        self.at = at
        self.tracking = tracking
        self.cost = cost
    }
}
