import Contracts
import Testing

@testable import Shopos

/// How long a lane's messages have waited, as `shopos queues` and `status` show it.
struct LaneAgeTests {
    private static let now = Instant(milliseconds: 1_800_000_000_000)

    private func lane(lag: Int? = nil, settled: Int? = nil, inHand: Int? = nil) -> LaneState {
        let ago = { (seconds: Int?) in
            seconds.map { Instant(milliseconds: Self.now.milliseconds - Int64($0) * 1000) }
        }
        return LaneState(
            queue: "inventory.orders", isUp: true, settled: 1, lagMilliseconds: lag, lastAt: ago(settled),
            inHandSince: ago(inHand), deferred: 0, deferredSince: nil, failures: 0, suspects: 0)
    }

    @Test("what has been in hand for longer than half a minute stands, however fast the last batch was")
    func inHand() {
        let stuck = lane(lag: 111, settled: 75, inHand: 75)
        #expect(stuck.age(at: Self.now) == 75_000 && stuck.stands(at: Self.now))
        let slow = lane(lag: 111, settled: 20, inHand: 20)
        #expect(slow.age(at: Self.now) == 20_000 && !slow.stands(at: Self.now))
    }

    @Test("the last batch tells an age for a minute, and nothing of an idle queue afterwards")
    func idle() {
        #expect(lane(lag: 780_000, settled: 30).age(at: Self.now) == 780_000, "old messages came a moment ago")
        #expect(lane(lag: 780_000, settled: 61).age(at: Self.now) == nil)
        #expect(lane().age(at: Self.now) == nil && !lane().stands(at: Self.now))
    }
}
