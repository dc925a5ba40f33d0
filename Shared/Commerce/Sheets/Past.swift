public import Contracts

/// What all versions of an order together say about its past. Each part only ever moves one way, so it is the same in
/// whichever order the versions come, and a late one still adds what it alone has seen.
public struct Past: Codable, Hashable, Sendable {
    /// When nothing was left to be shipped for the first time.
    public private(set) var fullyShippedAt: Instant?
    /// When the carrier took the first parcel.
    public private(set) var handedOverAt: Instant?
    /// The most units of each channel SKU that were ever shipped: some may have been cancelled since.
    public private(set) var mostShipped: [String: Int] = [:]
    /// The same by kind of price (``SoldLine/price``); nil: noted before prices were.
    public private(set) var mostShippedAtPrice: [String: Int]?
    /// The first time that the channel has told for its being shipped, whatever its units said.
    public private(set) var toldShippedAt: Instant?

    /// Nothing was seen yet.
    public init() {}

    /// Notes what a version says.
    mutating func note(_ message: OrderChanged, _ sold: SoldOrder) {
        let shipped = sold.shipped(by: \.channelSKU)
        mostShipped.merge(shipped, uniquingKeysWith: max)
        mostShippedAtPrice = (mostShippedAtPrice ?? [:]).merging(sold.shipped(by: \.price), uniquingKeysWith: max)
        for told in [message.shippedAt, message.handedOverAt].compactMap(\.self) {
            toldShippedAt = earlier(toldShippedAt, told)
        }
        if !shipped.isEmpty && sold.lines.allSatisfy({ $0.open == 0 }) {
            fullyShippedAt = earlier(fullyShippedAt, message.fullyShippedAt)
        }
        if message.lines.contains(where: { $0.units.handedOver > 0 }) {
            handedOverAt = earlier(handedOverAt, message.handedOverAt ?? message.updatedAt)
        }
    }
}

extension OrderChanged {
    /// When the last line of an order was ship-confirmed of which nothing is left to be shipped. Where the channel does
    /// not tell: before the carrier took it, and before the order came to be as it is. What was shipped before it was
    /// first seen is not late for that.
    fileprivate var fullyShippedAt: Instant {
        shippedAt ?? earlier(handedOverAt, updatedAt)
    }
}

/// The earlier of two instants, of which the first may be unknown.
public func earlier(_ known: Instant?, _ other: Instant) -> Instant {
    min(known ?? other, other)
}
