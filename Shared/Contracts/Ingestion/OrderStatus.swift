/// Where an order is in its life, whatever the channel calls it.
public enum OrderStatus: String, Codable, Sendable, Hashable, CaseIterable {
    /// Placed, not paid; stock is reserved.
    case unpaid
    /// Paid; the buyer may still cancel freely, and shipping is forbidden.
    case onHold
    case awaitingShipment
    /// Some units are on their way.
    case partiallyShipping
    /// Ship-confirmed.
    case awaitingCollection
    /// Handed over to the carrier.
    case inTransit
    case delivered
    case completed
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
    case replacement
    case exchange
    case cashOnDelivery
    case preOrder
    case test
}

/// Who buys the label.
public enum ShippingType: String, Codable, Sendable, Hashable, CaseIterable {
    /// The channel.
    case channel
    /// The seller, with a carrier of their own.
    case seller
    /// Nothing is sent: a digital good.
    case digital
    case other
}
