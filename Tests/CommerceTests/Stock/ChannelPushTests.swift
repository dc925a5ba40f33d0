import Commerce
import TestKit
import Testing

@Suite("A push to the channel")
struct ChannelPushTests {
    private let rules = ChannelPush.Rules(acceptsZero: true)

    private func push(
        limit: Int, own: Int, shipConfirmed: Int = 0, available: Int, committed: Int
    ) -> ChannelPush {
        ChannelPush(
            limit: limit, own: own, shipConfirmed: shipConfirmed, available: available, committed: committed)
    }

    @Test(
        "sets Q = max(0, limit − max(C, own))",
        arguments: [
            // limit, own, A, C: 60 − max(2, 2) = 58
            (60, 2, 40, 2, 58),
            // A sale that the channel knows and we do not: 60 − max(5, 2) = 55
            (60, 2, 40, 5, 55),
            // A cancel that the channel knows and we do not: 60 − max(1, 2) = 58
            (60, 2, 40, 1, 58),
            // 3 − 4 < 0
            (3, 4, 1, 0, 0),
            // Others have reserved more than there is.
            (-7, 0, 1, 0, 0),
        ] as [(Int, Int, Int, Int, Int)])
    func quantity(limit: Int, own: Int, available: Int, committed: Int, expected: Int) {
        let push = push(limit: limit, own: own, available: available, committed: committed)
        #expect(push.quantity == expected)
        #expect(push.outcome(under: rules) == .set(expected))
    }

    @Test(
        "counts what is shipped beside what the channel has sold: Q = max(0, limit − max(C + S, own))",
        arguments: [
            // limit, own, S, C: of 3 own the channel counts 2; 60 − max(2 + 1, 3) = 57
            (60, 3, 1, 2, 57),
            // The same, and it has sold one that we do not know: 60 − max(3 + 1, 3) = 56; max(3, 3) would leave 57
            (60, 3, 1, 3, 56),
            // One of ours is shipped, which we do not know yet: 60 − max(1 + 1, 3) = 57
            (60, 3, 1, 1, 57),
            // All are shipped: 60 − max(0 + 3, 3) = 57
            (60, 3, 3, 0, 57),
            // 3 − max(2 + 2, 3) < 0
            (3, 3, 2, 2, 0),
        ] as [(Int, Int, Int, Int, Int)])
    func shipped(limit: Int, own: Int, shipConfirmed: Int, committed: Int, expected: Int) {
        let push = push(limit: limit, own: own, shipConfirmed: shipConfirmed, available: 99, committed: committed)
        #expect(push.quantity == expected)
    }

    @Test("is skipped when the channel already shows Q")
    func skip() {
        #expect(push(limit: 60, own: 2, available: 58, committed: 2).outcome(under: rules) == .skip)
        #expect(push(limit: 1, own: 2, available: 0, committed: 0).outcome(under: rules) == .skip)
        let noZero = ChannelPush.Rules(acceptsZero: false)
        #expect(push(limit: 1, own: 2, available: 0, committed: 0).outcome(under: noZero) == .skip)
    }

    @Test("takes the listing down where the channel refuses 0")
    func zero() {
        let empty = push(limit: 2, own: 2, available: 3, committed: 2)
        #expect(empty.outcome(under: rules) == .set(0))
        #expect(empty.outcome(under: ChannelPush.Rules(acceptsZero: false)) == .deactivate)
    }

    @Test("tells no more than the channel takes, and then does not repeat itself")
    func maximum() {
        #expect(push(limit: 250_000, own: 0, available: 10, committed: 0).outcome(under: rules) == .set(99_999))
        #expect(push(limit: 250_000, own: 0, available: 99_999, committed: 0).outcome(under: rules) == .skip)
    }

    @Test("survives counts that make no sense")
    func absurd() {
        #expect(push(limit: .min, own: .max, available: 0, committed: .max).quantity == 0)
        #expect(push(limit: .max, own: .min, available: 0, committed: .min).quantity == .max)
        #expect(push(limit: 10, own: -5, shipConfirmed: -5, available: 0, committed: -5).quantity == 10)
        #expect(push(limit: 10, own: 0, shipConfirmed: .max, available: 0, committed: .max).quantity == 0)
    }

    @Test("never lets more be sold than the limit, whichever of us knows more sales")
    func property() {
        var generator = SeededGenerator(seed: 8)
        for _ in 0..<5_000 {
            let limit = Int.random(in: -50...200, using: &generator)
            let own = Int.random(in: 0...60, using: &generator)
            let committed = Int.random(in: 0...60, using: &generator)
            let quantity = push(limit: limit, own: own, available: 0, committed: committed).quantity
            #expect(quantity >= 0)
            #expect(quantity == 0 || quantity + max(own, committed) == limit)
        }
    }
}
