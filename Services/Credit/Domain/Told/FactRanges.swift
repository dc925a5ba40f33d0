import Contracts

extension ShopFactsRead {
    /// The figures that cannot be true, by their names; of what is not told nothing is wrong.
    var impossible: [String] {
        let figures: [(String, Int?, ClosedRange<Int>)] = [
            ("rating", rating, Self.hundredthsOfStars), ("performance", performance, Self.hundredthsOfStars),
            ("satisfaction", satisfaction, Self.hundredthsOfPercent), ("answered", answered, Self.hundredthsOfPercent),
            ("reviews", reviews, Self.counts), ("violations", violations, Self.counts),
            ("newProducts", newProducts, Self.counts),
        ]
        return figures.filter { _, figure, range in figure.map { !range.contains($0) } ?? false }.map(\.0)
    }

    private static var hundredthsOfStars: ClosedRange<Int> { 0...500 }
    private static var hundredthsOfPercent: ClosedRange<Int> { 0...10_000 }
    /// More than any shop has, and nothing that a sum could not hold.
    private static var counts: ClosedRange<Int> { 0...1_000_000_000 }
}
