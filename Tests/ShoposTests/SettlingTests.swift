import AMQP
import Contracts
import Foundation
import Messaging
import TestKit
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
    func failsAgainNot() async {
        let service = Unlucky()
        let course = await settling.settle(before: start, atMost: 1000) { question, _ throws(Trouble) in
            service.answer(question)
        }
        #expect(course.settled == Settled(count: 250, left: 0) && course.trouble == nil)
        #expect(service.questions.map(\.before) == [start, start, start])
    }

    @Test("no more than asked for: 120 are 100 and 20")
    func noMoreAsked() async {
        let service = Unlucky()
        let course = await settling.settle(before: start, atMost: 120) { question, _ throws(Trouble) in
            service.answer(question)
        }
        #expect(course.settled == Settled(count: 120, left: 130))
        #expect(service.questions.map(\.limit) == [100, 20])
    }

    @Test("what cannot be replayed is told as the last step that counted it has, also behind one that did not")
    func cannotBeReplayed() async {
        // The second is the last, since 110 were asked for, and counts nothing.
        var answers = [Settled(count: 100, left: 13, erased: 1, laneGone: 2), Settled(count: 10, left: 3)]
        let course = await settling.settle(before: start, atMost: 110) { _, _ throws(Trouble) in
            answers.removeFirst()
        }
        #expect(course.settled == Settled(count: 110, left: 3, erased: 1, laneGone: 2))
        let text = SettledReport(
            act: "replayed", services: [SettledReport.Line("inventory", course.settled)], silent: [])
        #expect(text.text(Style(hasColours: false)).contains("2 of those left belong to lanes"))
    }

    @Test("who is interrupted in a pause asks for nothing more, and is told that something is left")
    func interrupted() async {
        let slow = FailureSettling(
            act: .replay, choice: FailureChoice(cause: "a bug"), services: ["inventory"], rate: 0.001, limit: 1000)
        let start = start
        let asked = AsyncStream.makeStream(of: Void.self)
        let task = Task {
            let service = Unlucky()
            let course = await slow.settle(before: start, atMost: 1000) { question, _ throws(Trouble) in
                asked.continuation.yield()
                return service.answer(question)
            }
            return (course.settled, service.questions.count)
        }
        for await _ in asked.stream { break }
        task.cancel()
        let (settled, questions) = await task.value
        #expect(settled == Settled(count: 100, left: 150))
        #expect(questions == 1)
        let line = SettledReport.Line(service: "inventory", count: 100, left: 150)
        #expect(SettledReport(act: "replayed", services: [line], silent: [], isInterrupted: true).status == .amiss)
        #expect(SettledReport(act: "replayed", services: [line], silent: []).status == .fine, "a limit was reached")
    }

    @Test("what is discarded is not waited for: nothing becomes due")
    func discarded() async {
        let service = Unlucky()
        // At this rate a pause would last for a day.
        let discarding = FailureSettling(
            act: .discard, choice: FailureChoice(cause: "a bug"), services: ["inventory"], rate: 0.001, limit: .max)
        let course = await discarding.settle(before: start, atMost: .max) { question, _ throws(Trouble) in
            service.answer(question)
        }
        #expect(course.settled == Settled(count: 250, left: 0) && course.trouble == nil)
    }

    @Test("what was done before a step without an answer is told, and counts towards the limit")
    func brokenOff() async {
        let service = Unlucky()
        let course = await settling.settle(before: start, atMost: 1000) { question, _ throws(Trouble) in
            if service.questions.count == 2 { throw Trouble(.unavailable, code: "timedOut", "inventory is silent.") }
            return service.answer(question)
        }
        // Two steps of 100 were answered, of 250.
        #expect(course.settled == Settled(count: 200, left: 50) && course.isAnswered)
        #expect(course.trouble?.code == "timedOut")
        let line = SettledReport.Line("inventory", course.settled, isBroken: true)
        let silence = Silence(
            service: "inventory", code: "timedOut", sentence: "inventory is silent.", isRefusal: false)
        let report = SettledReport(act: "replayed", services: [line], silent: [silence])
        let text = report.text(Style(hasColours: false))
        #expect(report.status == .unavailable)
        #expect(text.contains("200    50") && text.contains("inventory: 200 were replayed before it gave no answer"))
        #expect(text.contains("shopos receipts") && !text.contains("Nothing fits"))
    }

    /// Nobody listens at port 1, so an answer is waited for until somebody interrupts.
    @Test("who interrupts is not told that services are silent, nor that nothing fits")
    func interruptedWait() async throws {
        let broker = try AMQPConfiguration(url: "amqp://127.0.0.1:1/")
        let client = try RequestClient(name: "test", broker: broker, logger: silent)
        let board = Switchboard(
            client: client, management: nil, broker: broker, actor: "operator:test", patience: .seconds(600),
            terminal: Terminal())
        let settling = FailureSettling(
            act: .replay, choice: FailureChoice(cause: "a bug"), services: Topology.answering, rate: 10, limit: 10)
        let resending = QueueResending(queue: "inventory.orders", back: 1, mark: RepairMark(receipt: .mint()))
        let commands: [@Sendable () async throws -> any Report] = [
            { try await settling.run(board) }, { try await resending.run(board) },
        ]
        try await serving([client]) {
            for command in commands {
                let task = Task { try await command() }
                task.cancel()
                let report = try await task.value
                let text = report.text(Style(hasColours: false))
                #expect(report.status == .amiss && text.contains("nterrupted"))
                #expect(!text.contains("did not answer") && !text.contains("Nothing fits"))
            }
        }
        let silence = Silence("credit", Trouble.interrupted(beside: "credit"))
        #expect([silence].status == .amiss && !silence.isRefusal)
    }

    @Test("nothing fits only where everybody has answered")
    func nothingFits() {
        let plain = Style(hasColours: false)
        let none = SettledReport(act: "replayed", services: [], silent: [])
        #expect(none.text(plain) == "Nothing fits, so nothing was replayed." && none.status == .amiss)
        let silence = Silence(service: "inventory", code: "timedOut", sentence: "inventory hangs.", isRefusal: false)
        let some = SettledReport(act: "replayed", services: [], silent: [silence])
        #expect(!some.text(plain).contains("Nothing fits") && some.text(plain).contains("inventory hangs."))
        #expect(some.status == .unavailable)
    }

    @Test("how many are left is counted by the first step; a discard takes long steps, of a build of before short ones")
    func counted() async {
        let discarding = FailureSettling(
            act: .discard, choice: FailureChoice(cause: "a bug"), services: ["inventory"], rate: 10, limit: .max)
        for isOld in [false, true] {
            let service = Unlucky()
            service.failures = (0..<12_000).map { Instant(milliseconds: 900_000 + $0) }
            let course = await discarding.settle(before: start, atMost: .max) { question, _ throws(Trouble) in
                if isOld, (question.limit ?? 0) > 500 {
                    throw Trouble(.amiss, code: "limitOutOfRange", "limit must be from 1 to 500")
                }
                return service.answer(question)
            }
            #expect(course.settled.count == 12_000 && course.trouble == nil)
            let first = service.questions.prefix(3)
            // 12,000 are 5,000, 5,000 and 2,000.
            #expect(first.map(\.limit) == (isOld ? [100, 100, 100] : [5000, 5000, 5000]))
            #expect(first.map(\.left) == (isOld ? [nil, 11_900, 11_800] : [nil, 7000, 2000]))
        }
    }

    @Test("what was erased is told apart, with the way to settle it; schedules that were left are told")
    func leftBehind() {
        let plain = Style(hasColours: false)
        let erased = SettledReport.Line("inventory", Settled(count: 0, left: 1, erased: 1))
        let text = SettledReport(act: "replayed", services: [erased], silent: []).text(plain)
        #expect(text.contains("inventory: 1 of those left were erased") && text.contains("shopos failures discard"))
        let gone = SettledReport.Line("inventory", Settled(count: 0, left: 2, laneGone: 2))
        let told = SettledReport(act: "replayed", services: [gone], silent: []).text(plain)
        #expect(told.contains("inventory: 2 of those left belong to lanes that its version does not have"))
        let polls = SettledReport.Line("ingestion", Settled(count: 2, left: 0, schedules: 4))
        let cancelled = SettledReport(act: "cancelled", services: [polls], silent: [])
        #expect(cancelled.text(plain).contains("ingestion: 4 more are done every so often and were left; --schedules"))
        #expect(cancelled.status == .fine)
    }

    @Test("a resend that breaks off tells what it has told")
    func resend() async {
        let resending = QueueResending(
            queue: "inventory.orders", back: 1000, mark: RepairMark(receipt: MessageID(UUID.v7())))
        var steps = 0
        let (count, trouble) = await resending.resend(since: 0, before: 5) { question throws(Trouble) in
            steps += 1
            #expect(question.limit == 500 && question.since.milliseconds == (steps == 1 ? 0 : 1))
            if steps == 3 { throw Trouble(.unavailable, code: "timedOut", "hangs") }
            return QueueResent(count: 500, lastAt: Instant(milliseconds: 1), last: MessageID(UUID.v7()))
        }
        // Two full steps of 500 after the five of before.
        #expect(count == 1005 && trouble?.code == "timedOut")
    }
}
