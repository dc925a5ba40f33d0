import Commerce
import Testing

@Suite("Available to sell (metric 20)")
struct AvailableToSellTests {
    @Test(
        "is what is on hand less reserved, held and buffer, never below 0",
        arguments: [
            (100, 30, 10, 5, 55), (10, 10, 0, 0, 0), (10, 8, 1, 5, 0), (0, 0, 0, 0, 0), (5, 0, 0, 0, 5),
            (.max, 0, 0, 0, .max), (.min, .max, .max, .max, 0), (.max, .min, .min, .min, .max),
        ] as [(Int, Int, Int, Int, Int)])
    func level(onHand: Int, reserved: Int, held: Int, buffer: Int, expected: Int) {
        let level = StockLevel(onHand: onHand, reserved: reserved, held: held, buffer: buffer)
        #expect(level.availableToSell == expected)
    }

    @Test("of a bundle is what its scarcest component allows")
    func bundle() {
        // ⌊7 ÷ 2⌋ = 3, ⌊9 ÷ 1⌋ = 9, ⌊20 ÷ 6⌋ = 3
        let parts = [(7, 2), (9, 1), (20, 6)].map { Bundle.Component(available: $0.0, units: $0.1) }
        #expect(Bundle(components: parts).availableToSell == 3)
        #expect(Bundle(components: parts + [.init(available: 1, units: 2)]).availableToSell == 0)
    }

    @Test("of a bundle that maps to nothing, or to no units of something, is 0")
    func wrongBundle() {
        #expect(Bundle(components: []).availableToSell == 0)
        #expect(Bundle(components: [.init(available: 9, units: 0)]).availableToSell == 0)
        #expect(Bundle(components: [.init(available: 9, units: -1)]).availableToSell == 0)
        #expect(Bundle(components: [.init(available: -9, units: 1)]).availableToSell == 0)
    }
}
