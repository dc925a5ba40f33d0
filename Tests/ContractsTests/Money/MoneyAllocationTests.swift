import Contracts
import TestKit
import Testing

@Suite("Allocation by largest remainder")
struct MoneyAllocationTests {
    private func split(_ cents: Int64, _ weights: [Int64]) throws -> [Int64] {
        try Money(minorUnits: cents, currency: .usd).allocated(by: weights).map(\.minorUnits)
    }

    @Test("gives what is left over to those who lost most, the earlier first")
    func golden() throws {
        // 100 ÷ 3 = 33.3… each, one left: the first
        #expect(try split(100, [1, 1, 1]) == [34, 33, 33])
        // 10 × 5/9 = 5.56, × 3/9 = 3.33, × 1/9 = 1.11: one left, to 5.56
        #expect(try split(10, [5, 3, 1]) == [6, 3, 1])
        // 5 × 1/2 each = 2.5 and 2.5
        #expect(try split(5, [7, 7]) == [3, 2])
        #expect(try split(-100, [1, 1, 1]) == [-34, -33, -33])
        #expect(try split(1, [0, 1, 0]) == [0, 1, 0])
        #expect(try split(0, [3, 4]) == [0, 0])
        #expect(try split(.min, [1]) == [.min])
        #expect(try split(.max, [.max, .max]) == [4_611_686_018_427_387_904, 4_611_686_018_427_387_903])
    }

    @Test("refuses weights that say nothing", arguments: [[], [0, 0], [1, -1], [-1]] as [[Int64]])
    func invalid(weights: [Int64]) {
        #expect(throws: MoneyError.invalidWeights) { try split(100, weights) }
    }

    @Test("adds up to the whole, within one unit of the exact share, nothing for a weight of zero")
    func property() throws {
        var generator = SeededGenerator(seed: 3)
        for _ in 0..<1_000 {
            let whole = Int64.random(in: .min ... .max, using: &generator) >> Int.random(in: 0...62, using: &generator)
            var weights = (0..<Int.random(in: 1...20, using: &generator)).map { _ in
                Bool.random(using: &generator) ? 0 : Int64.random(in: 1...10_000, using: &generator)
            }
            weights.append(Int64.random(in: 1...100, using: &generator))
            let parts = try split(whole, weights)
            let total = weights.reduce(Int128(0)) { $0 + Int128($1) }
            #expect(parts.reduce(Int128(0)) { $0 + Int128($1) } == Int128(whole))
            for (part, weight) in zip(parts, weights) {
                #expect(abs(Int128(part) * total - Int128(whole) * Int128(weight)) < total)
                #expect(weight > 0 || part == 0)
            }
        }
    }
}
