/// How many of the cancelled units of each line had been shipped before: those of which more were shipped once.
struct Leaving: Hashable, Sendable {
    /// In the order of the lines.
    private(set) var late: [Int]

    init(_ sold: SoldOrder, _ past: Past) {
        late = Array(repeating: 0, count: sold.lines.count)
        if past.mostShipped.isEmpty && past.toldShippedAt != nil && sold.lines.allSatisfy({ $0.open == 0 }) {
            // First seen when all was over: that it was shipped the channel tells, but not how much of it.
            late = sold.lines.map(\.cancelled)
            return
        }
        var gone = past.mostShipped
        for (name, units) in sold.shipped(by: \.channelSKU) { gone[name, default: 0] -= units }
        var goneAtPrice = past.mostShippedAtPrice ?? [:]
        for (name, units) in sold.shipped(by: \.price) { goneAtPrice[name, default: 0] -= units }
        // First those that cost what the shipped ones did; the rest where prices are told differently than before.
        for (index, line) in sold.lines.enumerated() {
            let units = take(index, of: line, atMost: goneAtPrice[line.price] ?? 0, &gone)
            goneAtPrice[line.price, default: 0] -= units
        }
        for (index, line) in sold.lines.enumerated() { take(index, of: line, atMost: line.cancelled, &gone) }
    }

    /// Counts cancelled units of a line as shipped, as many as are gone; answers how many.
    @discardableResult
    private mutating func take(_ index: Int, of line: SoldLine, atMost most: Int, _ gone: inout [String: Int]) -> Int {
        let units = max(0, min(most, line.cancelled - late[index], gone[line.channelSKU] ?? 0))
        late[index] += units
        gone[line.channelSKU, default: 0] -= units
        return units
    }
}
