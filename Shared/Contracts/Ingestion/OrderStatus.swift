/// Where an order is in its life, whatever the channel calls it.
public enum OrderStatus: String, Codable, Sendable, Hashable, CaseIterable {
    /// Placed, not paid; stock is reserved.
    case unpaid
    /// Paid; the buyer may still cancel freely, and shipping is forbidden.
    case onHold
    /// Paid, and to be shipped.
    case awaitingShipment
    /// Some units are on their way.
    case partiallyShipping
    /// Ship-confirmed: the carrier is to take it.
    case awaitingCollection
    /// Handed over to the carrier.
    case inTransit
    /// The channel says that it arrived.
    case delivered
    /// Delivered, and the time for returns is over.
    case completed
    /// Cancelled whole; nothing of it is sent.
    case cancelled
    /// A word of the channel's that we do not know; see `channelStatus`.
    case other

    /// The order of a life, for telling which of two snapshots of the same second is the later one.
    public var rank: Int {
        switch self {
        case .other: 0
        case .unpaid: 1
        case .onHold: 2
        case .awaitingShipment: 3
        case .partiallyShipping: 4
        case .awaitingCollection: 5
        case .inTransit: 6
        case .delivered: 7
        case .completed: 8
        case .cancelled: 9
        }
    }
}

/// What is special about an order.
public enum OrderFlag: String, Codable, Sendable, Hashable, CaseIterable {
    /// A free sample for a creator.
    case sample
    /// A sample that is paid first and refunded on a sales target.
    case refundableSample
    /// The channel's own warehouse ships it; it never touches the seller's stock.
    case fulfilledByChannel
    /// The buyer wants to cancel and nobody has decided yet.
    case cancelRequested
    /// Sent in place of what was wrong or broken; nothing is sold.
    case replacement
    /// Sent in exchange for what came back; nothing is sold.
    case exchange
    /// Paid at the door.
    case cashOnDelivery
    /// Sold before it is there.
    case preOrder
    /// Placed to try the shop out.
    case test
}

/// Who buys the label.
public enum ShippingType: String, Codable, Sendable, Hashable, CaseIterable {
    /// The channel buys the label.
    case channel
    /// The seller, with a carrier of their own.
    case seller
    /// Nothing is sent: a digital good.
    case digital
    /// A word of the channel's that we do not know.
    case other
}
