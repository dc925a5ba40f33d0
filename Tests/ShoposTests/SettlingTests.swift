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

    @Test("who is interrupted in a pause asks for nothing more, and is told that something is left")
    func interrupted() async throws {
        let slow = FailureSettling(
            act: .replay, choice: FailureChoice(cause: "a bug"), services: ["inventory"], rate: 0.001, limit: 1000)
        let start = start
        let asked = AsyncStream.makeStream(of: Void.self)
        let task = Task {
            let service = Unlucky()
            let settled = try await slow.settle(before: start, atMost: 1000) { question, _ throws(Trouble) in
                asked.continuation.yield()
                return service.answer(question)
            }
            return (settled, service.questions.count)
        }
        for await _ in asked.stream { break }
        task.cancel()
        let (settled, questions) = try await task.value
        #expect(settled == Settled(count: 100, left: 150))
        #expect(questions == 1)
        let line = SettledReport.Line(service: "inventory", count: 100, left: 150)
        #expect(SettledReport(act: "replayed", services: [line], silent: [], isInterrupted: true).status == .amiss)
        #expect(SettledReport(act: "replayed", services: [line], silent: []).status == .fine, "a limit was reached")
    }

    @Test("what is discarded is not waited for: nothing becomes due")
    func discarded() async throws {
        let service = Unlucky()
        // At this rate a pause would last for a day.
        let discarding = FailureSettling(
            act: .discard, choice: FailureChoice(cause: "a bug"), services: ["inventory"], rate: 0.001, limit: .max)
        let settled = try await discarding.settle(before: start, atMost: .max) { question, _ throws(Trouble) in
            service.answer(question)
        }
        #expect(settled == Settled(count: 250, left: 0))
    }
}
