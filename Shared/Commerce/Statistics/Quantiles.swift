/// The two order statistics that tiles show, by definitions that need no interpolation parameter.
public enum Quantiles {
    /// The middle value; of an even number of values the mean of the two in the middle. Nil of none.
    public static func median(_ values: some Sequence<Double>) -> Double? {
        let sorted = values.sorted()
        guard !sorted.isEmpty else { return nil }
        let upper = sorted[sorted.count / 2]
        return sorted.count % 2 == 1 ? upper : (sorted[sorted.count / 2 - 1] + upper) / 2
    }

    /// The 90th percentile by nearest rank: the smallest value that at least 90 % of all do not exceed, the
    /// ⌈0.9 n⌉-th in order. It is always one of the values. Nil of none.
    public static func p90(_ values: some Sequence<Double>) -> Double? {
        let sorted = values.sorted()
        guard !sorted.isEmpty else { return nil }
        // In integers, because 0.9 · 10 in floating point is a hair above 9.
        let rank = (9 * sorted.count + 9) / 10
        return sorted[rank - 1]
    }
}
