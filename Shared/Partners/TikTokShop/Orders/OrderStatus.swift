public import Outbound

/// Where an order, or one of its lines, stands.
public struct OrderStatus: OpenWord {
    /// The channel's word, except that `CANCEL`, as webhooks have it, is `CANCELLED`, as the API has it.
    public let rawValue: String

    /// Any word.
    public init(rawValue: String) {
        self.rawValue = rawValue == "CANCEL" ? "CANCELLED" : rawValue
    }

    /// Placed, not paid.
    public static let unpaid = OrderStatus(rawValue: "UNPAID")
    /// Paid, in the hour in which the buyer may cancel freely; must not ship, has no address yet.
    public static let onHold = OrderStatus(rawValue: "ON_HOLD")
    /// May ship.
    public static let awaitingShipment = OrderStatus(rawValue: "AWAITING_SHIPMENT")
    /// Some lines have shipped.
    public static let partiallyShipping = OrderStatus(rawValue: "PARTIALLY_SHIPPING")
    /// Shipping is arranged, the carrier has not come yet.
    public static let awaitingCollection = OrderStatus(rawValue: "AWAITING_COLLECTION")
    /// Everything is with the carrier.
    public static let inTransit = OrderStatus(rawValue: "IN_TRANSIT")
    /// With the buyer.
    public static let delivered = OrderStatus(rawValue: "DELIVERED")
    /// Past returning, or refunded whole.
    public static let completed = OrderStatus(rawValue: "COMPLETED")
    /// Every item is cancelled.
    public static let cancelled = OrderStatus(rawValue: "CANCELLED")
}
