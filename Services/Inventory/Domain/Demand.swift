import Contracts

/// What an order message asks of stock.
struct Demand: Hashable, Sendable {
    /// Units of one listing.
    struct Units: Hashable, Sendable {
        /// Neither handed over nor cancelled.
        var pending = 0
        /// Of these, what is confirmed as shipped.
        var shipConfirmed = 0
        var handedOver = 0
    }

    /// Whether the seller's stock is concerned at all.
    let isOurs: Bool
    /// By channel SKU: an order may have several lines of one listing.
    let lines: [String: Units]

    /// The most units of one line that are believed; far above what any order has, far below what overflows.
    static let mostUnits = 1_000_000

    /// Reads what a message asks for.
    init(_ message: OrderChanged) throws(Absurdity) {
        isOurs = !message.flags.contains(.fulfilledByChannel) && message.shipping != .digital
        guard message.lines.count <= OrderChanged.mostLines else { throw Absurdity(field: "lines") }
        var lines: [String: Units] = [:]
        for (index, line) in message.lines.enumerated() {
            try Self.check(line.units, of: index)
            let isCancelled = message.status == .cancelled
            lines[line.channelSKU, default: Units()].pending +=
                isCancelled ? 0 : line.units.open + line.units.shipConfirmed
            lines[line.channelSKU, default: Units()].shipConfirmed += isCancelled ? 0 : line.units.shipConfirmed
            lines[line.channelSKU, default: Units()].handedOver += line.units.handedOver
        }
        self.lines = lines
    }

    /// Whether any of it is handed over.
    var hasLeft: Bool { lines.values.contains { $0.handedOver > 0 } }

    private static func check(_ units: OrderLine.Units, of index: Int) throws(Absurdity) {
        let counts = [
            ("open", units.open), ("shipConfirmed", units.shipConfirmed), ("handedOver", units.handedOver),
            ("cancelled", units.cancelled),
        ]
        for (name, count) in counts where !(0...mostUnits).contains(count) {
            throw Absurdity(field: "lines[\(index)].units.\(name)")
        }
    }

    /// A figure that cannot be true.
    struct Absurdity: Error {
        /// Where it stands.
        let field: String
    }
}
