/// The counted stock of one SKU at one location, as one channel sees it.
public struct StockLevel: Hashable, Sendable {
    /// Sellable units that are there.
    public let onHand: Int
    /// Units of orders.
    public let reserved: Int
    /// Units that a person set aside.
    public let held: Int
    /// Units kept back from the channel for safety.
    public let buffer: Int

    /// Takes the four counts.
    public init(onHand: Int, reserved: Int, held: Int, buffer: Int) {
        self.onHand = onHand
        self.reserved = reserved
        self.held = held
        self.buffer = buffer
    }

    /// Metric 20: available to sell = max(0, on hand − reserved − held − channel buffer).
    public var availableToSell: Int {
        // 128 bits, because a count that came from outside may be absurd.
        let free = Int128(onHand) - Int128(reserved) - Int128(held) - Int128(buffer)
        return Int(min(max(free, 0), Int128(Int.max)))
    }
}
