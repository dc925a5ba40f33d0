import Contracts
import Foundation
import Testing

@testable import Shopos

/// Failures that are replayed step by step.
struct SettlingTests {
    private let settling = FailureSettling(
        act: .replay, choice: FailureChoice(cause: "a bug"), services: ["inventory"], rate: 1000, limit: 1000)
    private let start = Instant(milliseconds: 1_000_000)

    /// A service in which everything that is handed back fails again at once: 250 messages, the oldest first.
    private final class Unlucky {
        var failures = (0..<250).map { Instant(milliseconds: 900_000 + $0) }
        var questions: [FailureSettle] = []

        func answer(_ question: FailureSettle) -> Settled {
            questions.append(question)
            func isMeant(_ failure: Instant) -> Bool { question.before.map { failure < $0 } ?? true }
            let chosen = failures.indices.filter { isMeant(failures[$0]) }.prefix(question.limit ?? 100)
            for index in chosen { failures[index] = Instant(milliseconds: 2_000_000) }
            return Settled(count: chosen.count, left: failures.count(where: isMeant))
        }
    }

    @Test("what fails again is not handed back again: 250 are 100, 100 and 50")
    func failsAgainNot() async throws {
        let service = Unlucky()
        let settled = try await settling.settle(before: start, atMost: 1000) { question, _ throws(Trouble) in
            service.answer(question)
        }
        #expect(settled == Settled(count: 250, left: 0))
        #expect(service.questions.map(\.before) == [start, start, start])
    }

    @Test("no more than asked for: 120 are 100 and 20")
    func noMoreAsked() async throws {
        let service = Unlucky()
        let settled = try await settling.settle(before: start, atMost: 120) { question, _ throws(Trouble) in
            service.answer(question)
        }
        #expect(settled == Settled(count: 120, left: 130))
        #expect(service.questions.map(\.limit) == [100, 20])
    }
}
