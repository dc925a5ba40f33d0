import Contracts
import Foundation
import Postgres
import Testing

@testable import Messaging

@Suite struct SettlementTests {
    @Test("pauses double up to a minute", arguments: [(1, 1.0), (2, 2.0), (3, 4.0), (6, 32.0), (7, 60.0), (100, 60.0)])
    func pausesDoubleUpToAMinute(attempt: Int, seconds: Double) {
        let backoff = WorkBackoff()
        #expect(backoff.pause(after: attempt, jitter: 0) == .seconds(seconds))
        #expect(backoff.pause(after: attempt, jitter: 0.5) == .seconds(seconds * 1.5))
    }

    @Test("there is time to commit after the deadline and a sign may be missed")
    func thereIsTimeToCommitAfterTheDeadlineAndASignMayBeMissed() {
        #expect(WorkLimits(deadline: .seconds(30)).patience == .seconds(50))
        #expect(WorkLimits.silence >= WorkLimits.sign * 2, "one sign that is lost costs no lease")
    }

    @Test("repeated wishes in one call become one")
    func repeatedWishesInOneCallBecomeOne() throws {
        let tenant = TenantID.mint()
        let soon = WorkItem(Push.self, tenant: tenant, key: "k", payload: Push.Payload(quantity: 1))
        let later = WorkItem(
            Push.self, tenant: tenant, key: "k", payload: Push.Payload(quantity: 2), after: .seconds(60))
        let pulled = later.pulled(to: soon)
        #expect(pulled.pause == .zero)
        #expect(try pulled.encodedPayload().decode(Push.Payload.self).quantity == 2)
    }

    @Test("a bell that rang while nobody listened is heard")
    func aBellThatRangWhileNobodyListenedIsHeard() async {
        let bell = Doorbell()
        let seen = bell.rings
        bell.ring()
        #expect(await bell.wait(after: seen, until: .now + .seconds(3600)) == seen + 1)
    }

    @Test("who waits for a bell can be cancelled")
    func whoWaitsForABellCanBeCancelled() async {
        let bell = Doorbell()
        let waiting = Task { await bell.wait(after: bell.rings) }
        waiting.cancel()
        await waiting.value
        #expect(!bell.isAwaited)
    }
}
