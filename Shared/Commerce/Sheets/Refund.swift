public import Contracts

/// What the newest version of a cancellation or a return says, as far as figures need it.
public struct Refund: Codable, Hashable, Sendable {
    /// Counts the changes from 1.
    public let version: Int
    /// What is undone.
    public let kind: ReturnChanged.Kind
    /// How far it is.
    public let status: ReturnChanged.Status
    /// Who asked for it: `buyer`, `seller`, `system`.
    public let requestedBy: String?
    /// Of all its amounts.
    public let currency: Currency
    /// What it consists of.
    public let lines: [Line]
    /// For goods, in minor units; refunds of shipping and tax play no part.
    public let goods: Int64

    /// Units of one listing that are undone.
    public struct Line: Codable, Hashable, Sendable {
        /// Nil: any of the order's.
        public let channelSKU: String?
        /// 0: all that are left.
        public let units: Int
        /// The part of the refund for these goods, in minor units.
        public let goods: Int64
        /// The channel's ids of the order's lines, one per unit; nil where it names none.
        public var channelLines: [String]?
    }

    /// Reads a message, and refuses what cannot be true.
    public init(_ message: ReturnChanged) throws(Absurdity) {
        guard message.lines.count <= Believable.lines else { throw Absurdity(field: "lines") }
        try Believable.check(amount: message.goodsRefund, "goodsRefund")
        for (index, line) in message.lines.enumerated() {
            try Believable.check(units: line.units, "lines[\(index)].units")
            try Believable.check(amount: line.goodsRefund, "lines[\(index)].goodsRefund")
            try Believable.check(units: line.channelLines?.count ?? 0, "lines[\(index)].channelLines")
        }
        version = message.version
        kind = message.kind
        status = message.status
        requestedBy = message.requestedBy
        currency = message.currency
        goods = message.goodsRefund
        lines = message.lines.map {
            Line(channelSKU: $0.channelSKU, units: $0.units, goods: $0.goodsRefund, channelLines: $0.channelLines)
        }
    }

    /// What was given back for goods. A cancellation gives nothing back here: its units are cancelled units of the
    /// order, and count as such.
    var refunded: [Line] {
        guard status == .completed, kind != .cancellation else { return [] }
        return lines.isEmpty ? [Line(channelSKU: nil, units: 0, goods: goods)] : lines
    }

    /// The goods came back for money: what decides where nothing was paid for them (metric 3).
    public var isReturnCompleted: Bool { status == .completed && kind == .returnAndRefund }

    /// Who cancelled units of the order, where this is a cancellation that was granted.
    public var canceller: FulfillmentRate.Canceller? {
        guard kind == .cancellation, status == .approved || status == .completed else { return nil }
        return switch requestedBy?.lowercased() {
        case "buyer": .buyer
        case "seller": .seller
        case nil: nil
        default: .platform
        }
    }
}
