import Commerce
import TestKit
import Testing

@Suite("Median and 90th percentile")
struct QuantilesTests {
    @Test(
        "follow their definitions",
        arguments: [
            ([7], 7, 7), ([9, 1], 5, 9), ([3, 1, 2], 2, 3),
            // Ten values: mean of the 5th and 6th; the 9th (⌈9⌉).
            ([10, 9, 8, 7, 6, 5, 4, 3, 2, 1], 5.5, 9),
            // Eleven values: the 6th; the 10th (⌈9.9⌉).
            ([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11], 6, 10),
            ([5, 5, 5, 5], 5, 5),
        ] as [([Double], Double, Double)])
    func golden(values: [Double], median: Double, p90: Double) {
        #expect(Quantiles.median(values) == median)
        #expect(Quantiles.p90(values) == p90)
    }

    @Test("leave at most a tenth of the values above and reach at least nine tenths")
    func property() throws {
        var generator = SeededGenerator(seed: 6)
        for count in 1...120 {
            let values = (0..<count).map { _ in Double(Int.random(in: 0...50, using: &generator)) }
            let p90 = try #require(Quantiles.p90(values))
            #expect(10 * values.filter { $0 <= p90 }.count >= 9 * count)
            #expect(10 * values.filter { $0 < p90 }.count < 9 * count)
        }
    }

    @Test("of nothing are nil")
    func nothing() {
        #expect(Quantiles.median([]) == nil)
        #expect(Quantiles.p90([]) == nil)
    }
}
