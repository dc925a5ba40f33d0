/// The few statistics that the report needs.
package enum Statistics {
    /// The value that at least so much of all values do not exceed: the nearest rank, ⌈share·n⌉ from below.
    ///
    /// - Parameter share: from 0 to 1.
    /// - Returns: nil of nothing.
    package static func percentile(_ share: Double, of values: [Double]) -> Double? {
        guard !values.isEmpty else { return nil }
        let rank = Int((share * Double(values.count)).rounded(.up))
        return values.sorted()[min(max(rank, 1), values.count) - 1]
    }

    /// The middle value; of an even number of them the mean of the two in the middle.
    package static func median(_ values: [Double]) -> Double? {
        guard !values.isEmpty else { return nil }
        let sorted = values.sorted()
        return (sorted[(sorted.count - 1) / 2] + sorted[sorted.count / 2]) / 2
    }
}
