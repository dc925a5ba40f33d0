import Foundation
import Testing

@testable import Messaging

@Suite struct SettlementTests {
    @Test(arguments: [(1, 1.0), (2, 2.0), (3, 4.0), (6, 32.0), (7, 60.0), (100, 60.0)])
    func pausesDoubleUpToAMinute(attempt: Int, seconds: Double) {
        let backoff = WorkBackoff()
        #expect(backoff.pause(after: attempt, jitter: 0) == .seconds(seconds))
        #expect(backoff.pause(after: attempt, jitter: 0.5) == .seconds(seconds * 1.5))
    }

    @Test func aLeaseOutlastsTheDeadline() {
        #expect(WorkLimits(deadline: .seconds(30)).lease == .seconds(50))
    }
}
