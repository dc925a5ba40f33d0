public import Contracts

/// What messages have told of the sale of one order: its newest version, what earlier ones have seen, and what was
/// undone. It is the same whether they come in order, late or twice.
public struct SaleSheet: Codable, Hashable, Sendable {
    /// The newest version; nil until one has come.
    public private(set) var sold: SoldOrder?
    /// What all versions have seen.
    public private(set) var past = Past()
    /// Cancellations and returns, by the channel's id.
    public private(set) var refunds: [String: Refund] = [:]

    /// Nothing is known yet.
    public init() {}

    /// Notes a version of the order.
    ///
    /// - Parameter zone: of the shop's days, for the channel's missing ship-by.
    public mutating func take(_ message: OrderChanged, zone: Zone) throws(Absurdity) {
        let version = try SoldOrder(message, zone: zone)
        past.note(message, version)
        if version.version > sold?.version ?? 0 { sold = version }
    }

    /// Notes a cancellation or a return.
    public mutating func take(_ message: ReturnChanged) throws(Absurdity) {
        let refund = try Refund(message)
        let known = refunds[message.channelReturn]
        guard known != nil || refunds.count < Believable.returns else { throw Absurdity(field: "channelReturn") }
        if refund.version > known?.version ?? 0 { refunds[message.channelReturn] = refund }
    }
}
