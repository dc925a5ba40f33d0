/// A mean over several shops, each with its weight: the rating of a shop with 900 reviews counts more than one with 9.
struct Mean {
    private var sum: Int128 = 0
    private var weight: Int128 = 0

    /// Adds a shop's value.
    ///
    /// - Parameter weight: how many reviews or orders it rests on; none, and it says nothing.
    mutating func add(_ value: Quantity, weight: Int) {
        add(sum: Int128(value.millionths) * Int128(weight), weight: weight)
    }

    /// Adds a count out of a number, exactly: 3 returned of 41.
    mutating func add(count: Int, of weight: Int) {
        add(sum: Int128(count) * 1_000_000, weight: weight)
    }

    private mutating func add(sum: Int128, weight: Int) {
        guard weight > 0 else { return }
        self.sum += sum
        self.weight += Int128(weight)
    }

    /// Rounded down; nil when nothing has any weight.
    var value: Quantity? {
        guard weight > 0 else { return nil }
        return Quantity(millionths: Int64(clamping: sum.floored(by: weight)))
    }
}
