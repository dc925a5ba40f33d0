import Commerce
import Testing

@Suite("The Wilson interval")
struct WilsonIntervalTests {
    @Test(
        "has the published values of the score method (Newcombe 1998, Statistics in Medicine 17, table I)",
        arguments: [
            (81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0, 0.1611), (1, 29, 0.0061, 0.1718),
        ] as [(Int, Int, Double, Double)])
    func published(successes: Int, trials: Int, lower: Double, upper: Double) throws {
        let interval = try #require(WilsonInterval(successes: successes, trials: trials))
        #expect(abs(interval.lower - lower) < 0.00005)
        #expect(abs(interval.upper - upper) < 0.00005)
    }

    @Test("is symmetric and stays within 0 and 1")
    func bounds() throws {
        for trials in 1...60 {
            for successes in 0...trials {
                let interval = try #require(WilsonInterval(successes: successes, trials: trials))
                let mirror = try #require(WilsonInterval(successes: trials - successes, trials: trials))
                let share = Double(successes) / Double(trials)
                #expect(
                    0 <= interval.lower && interval.lower <= share && share <= interval.upper && interval.upper <= 1)
                #expect(abs(interval.lower - (1 - mirror.upper)) < 1e-12)
            }
        }
    }

    @Test("does not exist without trials or for impossible counts")
    func impossible() {
        #expect(WilsonInterval(successes: 0, trials: 0) == nil)
        #expect(WilsonInterval(successes: 2, trials: 1) == nil)
        #expect(WilsonInterval(successes: -1, trials: 1) == nil)
        #expect(WilsonInterval(successes: 0, trials: -1) == nil)
    }
}
