import Foundation
import TestKit
import Testing

@Suite("A clock that tests move")
struct TestClockTests {
    @Test("the clock stands still until it is moved, and shows the time of day")
    func time() {
        let clock = TestClock()
        // 1 March 2026 is day 20 513 after the epoch: 20 513 × 86 400 s, and noon is 43 200 s more.
        #expect(clock.date == Date(timeIntervalSince1970: 20_513 * 86_400 + 43_200))
        clock.advance(by: .seconds(60))
        #expect(clock.now.offset == .seconds(60))
        #expect(clock.date == Date(timeIntervalSince1970: 20_513 * 86_400 + 43_260))
    }

    @Test("sleepers wake when their time has come, and not before")
    func sleepers() async throws {
        let clock = TestClock()
        let woken = Notes<Int>()
        try await withThrowingTaskGroup(of: Void.self) { group in
            for seconds in [3, 1, 2] {
                group.addTask {
                    try await clock.sleep(for: .seconds(seconds))
                    woken.add(seconds)
                }
            }
            try await eventually("all sleep") { clock.sleepers == 3 }
            clock.advance(by: .seconds(1))
            try await eventually("the first is awake") { woken.all == [1] }
            #expect(clock.sleepers == 2)
            clock.advance(by: .seconds(5))
            try await group.waitForAll()
        }
        #expect(Set(woken.all) == [1, 2, 3])
    }

    @Test("a cancelled sleeper wakes with an error and leaves nothing behind")
    func cancelled() async throws {
        let clock = TestClock()
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await clock.sleep(for: .seconds(1)) }
            try await eventually("it sleeps") { clock.sleepers == 1 }
            group.cancelAll()
            await #expect(throws: CancellationError.self) { try await group.waitForAll() }
        }
        #expect(clock.sleepers == 0)
    }

    @Test("a deadline that has passed is no sleep at all")
    func past() async throws {
        let clock = TestClock()
        try await clock.sleep(until: clock.now)
        clock.advance(by: .seconds(5))
        try await clock.sleep(until: clock.now.advanced(by: .seconds(-1)))
    }

    @Test("a condition that does not come is told by its sentence and its last error")
    func notMet() async throws {
        struct Hidden: Error {}
        let error = await #expect(throws: ConditionNotMet.self) {
            try await eventually(within: .milliseconds(20), "the sun rises") { throw Hidden() }
        }
        let text = try #require(error).description
        #expect(text.contains("not so that the sun rises") && text.contains("Hidden"))
    }
}
