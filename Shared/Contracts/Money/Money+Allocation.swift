extension Money {
    /// Splits the amount in proportion to weights so that the parts add up to it exactly (largest remainder).
    ///
    /// Every part is rounded towards zero; the minor units left over go, one each, to the parts that lost most,
    /// the earlier one where two lost the same. A weight of 0 gets nothing.
    ///
    /// - Parameter weights: at least one, none negative, not all zero.
    public func allocated(by weights: [Int64]) throws(MoneyError) -> [Money] {
        let total = weights.reduce(Int128(0)) { $0 + Int128($1) }
        guard weights.allSatisfy({ $0 >= 0 }), total > 0 else { throw .invalidWeights }
        let sign: Int128 = minorUnits < 0 ? -1 : 1
        let whole = Int128(minorUnits.magnitude)
        let exact = weights.map { (whole * Int128($0)).quotientAndRemainder(dividingBy: total) }
        let leftOver = whole - exact.reduce(Int128(0)) { $0 + $1.quotient }
        let lucky = Self.largestRemainders(exact.map(\.remainder), count: Int(leftOver))
        return exact.indices.map { index in
            let units = exact[index].quotient + (lucky.contains(index) ? 1 : 0)
            // A part is no larger than the whole, which fitted.
            return Money(minorUnits: Int64(sign * units), currency: currency)
        }
    }

    private static func largestRemainders(_ remainders: [Int128], count: Int) -> Set<Int> {
        let order = remainders.indices.sorted { left, right in
            remainders[left] == remainders[right] ? left < right : remainders[left] > remainders[right]
        }
        return Set(order.prefix(count))
    }
}
