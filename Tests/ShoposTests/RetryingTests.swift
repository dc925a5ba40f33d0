import Contracts
import Foundation
import Testing

@testable import Shopos

/// Work that is tried again step by step.
struct RetryingTests {
    private let retrying = WorkRetrying(
        choice: WorkChoice(reason: "a bug"), services: ["fulfillment"], rate: 1000, limit: 1000)
    private let start = Instant(milliseconds: 1_000_000)

    /// A service in which everything that is tried again is given up again at once: 250 pieces.
    private final class Unlucky {
        var pieces = (0..<250).map { Instant(milliseconds: 900_000 + $0) }
        var questions: [WorkSettle] = []
        /// Of a build that does not know the moment before which is meant.
        var isOld = false

        func answer(_ question: WorkSettle) -> Settled {
            questions.append(question)
            func isMeant(_ piece: Instant) -> Bool { isOld || question.before.map { piece < $0 } ?? true }
            let chosen = pieces.indices.filter { isMeant(pieces[$0]) }.prefix(question.limit ?? 100)
            for index in chosen { pieces[index] = Instant(milliseconds: 2_000_000) }
            return Settled(count: chosen.count, left: pieces.count(where: isMeant))
        }
    }

    @Test("more than a step goes on in steps, each piece once: 250 are 100, 100 and 50", arguments: [false, true])
    func steps(isOld: Bool) async {
        let service = Unlucky()
        service.isOld = isOld
        let course = await retrying.retry(before: start, atMost: 1000) { question, _ throws(Trouble) in
            service.answer(question)
        }
        // An old build finds again what it has tried: 100 and, as it then says, 250 more.
        #expect(course.settled.count == (isOld ? 350 : 250) && course.trouble == nil)
        #expect(service.questions.map(\.limit) == (isOld ? [100, 100, 100, 50] : [100, 100, 50]))
        #expect(service.questions.allSatisfy { $0.before == start && $0.perSecond == 1000 && $0.act == .retry })
        if !isOld { #expect(course.settled.left == 0) }
    }

    @Test("no more than asked for, and what is left is told: 120 are 100 and 20")
    func noMoreAsked() async {
        let service = Unlucky()
        let course = await retrying.retry(before: start, atMost: 120) { question, _ throws(Trouble) in
            service.answer(question)
        }
        #expect(course.settled == Settled(count: 120, left: 130))
        #expect(service.questions.map(\.limit) == [100, 20])
    }

    @Test("the next step waits until the one before is due; who interrupts then asks for nothing more")
    func interrupted() async {
        let slow = WorkRetrying(
            choice: WorkChoice(reason: "a bug"), services: ["fulfillment"], rate: 0.001, limit: 1000)
        let start = start
        let asked = AsyncStream.makeStream(of: Void.self)
        let task = Task {
            let service = Unlucky()
            let course = await slow.retry(before: start, atMost: 1000) { question, _ throws(Trouble) in
                asked.continuation.yield()
                return service.answer(question)
            }
            return (course.settled, service.questions.count)
        }
        for await _ in asked.stream { break }
        task.cancel()
        let (settled, questions) = await task.value
        #expect(settled == Settled(count: 100, left: 150) && questions == 1)
    }

    @Test("what was done before a step without an answer is told")
    func brokenOff() async {
        let service = Unlucky()
        let course = await retrying.retry(before: start, atMost: 1000) { question, _ throws(Trouble) in
            if service.questions.count == 2 { throw Trouble(.unavailable, code: "timedOut", "fulfillment is silent.") }
            return service.answer(question)
        }
        #expect(course.settled == Settled(count: 200, left: 50) && course.isAnswered)
        #expect(course.trouble?.code == "timedOut")
    }
}
