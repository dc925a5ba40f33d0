import Testing

@testable import BenchKit
@testable import W1Driver

@Suite("Statistics")
struct StatisticsTests {
    /// Nearest rank: the ⌈share·n⌉-th from below. Of 1 to 200 that is ⌈0.5·200⌉ = 100 and ⌈0.99·200⌉ = 198; of five
    /// values ⌈2.5⌉ = the third and ⌈4.95⌉ = the fifth.
    private static let ranks: [(values: [Double], share: Double, expected: Double)] = [
        ((1...200).reversed().map { Double($0) }, 0.5, 100), ((1...200).map { Double($0) }, 0.99, 198),
        ([50, 15, 40, 20, 35], 0.5, 35), ([50, 15, 40, 20, 35], 0.99, 50), ([7], 0.01, 7), ([7, 8], 0, 7),
        ([7, 8], 1, 8),
    ]

    @Test("a percentile is the value of the nearest rank, in whatever order the values come", arguments: ranks)
    func percentile(values: [Double], share: Double, expected: Double) {
        #expect(Statistics.percentile(share, of: values) == expected)
    }

    @Test("the median is the middle, or the mean of the two in the middle")
    func median() {
        #expect(Statistics.median([9, 1, 4]) == 4)
        #expect(Statistics.median([9, 1, 4, 6]) == 5)
    }

    @Test("nothing has neither")
    func nothing() {
        #expect(Statistics.percentile(0.5, of: []) == nil)
        #expect(Statistics.median([]) == nil)
    }
}
