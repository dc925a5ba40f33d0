import ArgumentParser
import Contracts
import Foundation

/// Settles failures in steps, so that what was handed back is due before more follows.
struct FailureSettling: Sendable {
    let act: FailureAct.Act
    let choice: FailureChoice
    let services: [String]
    /// Messages a second.
    let rate: Double
    /// The most in all.
    let limit: Int
    var mark: RepairMark?

    /// How far it came, and what ended it before its end.
    struct Course: Sendable {
        var settled: Settled
        var trouble: Trouble?
        /// Whether anything was answered: else nobody knows how many are left.
        var isAnswered = false
    }

    /// What a service of any build takes at once, and what one takes of discards, which become due nowhere.
    private static let (step, longStep) = (100, 5000)

    /// A choice of everything is an accident.
    static func check(_ chosen: FailureChoiceOptions, _ message: String?) throws {
        if let message, MessageID(message) == nil {
            throw ValidationError("--message must be a UUID, not '\(message)'.")
        }
        if chosen.lane == nil, chosen.cause == nil, chosen.tenant == nil, message == nil {
            throw ValidationError("name what is meant: --lane, --cause, --tenant or --message.")
        }
    }

    func run(_ switchboard: Switchboard) async throws -> any Report {
        var lines: [SettledReport.Line] = []
        var silent: [Silence] = []
        var room = limit
        for service in services where room > 0 && !Task.isCancelled {
            let course = await settle(at: service, atMost: room, switchboard)
            room -= course.settled.count
            if course.isAnswered {
                lines.append(.init(service, course.settled, isBroken: course.trouble != nil))
            }
            if let trouble = course.trouble { silent.append(Silence(service, trouble)) }
        }
        return SettledReport(
            act: act.word, services: lines.filter(\.isWorthTelling), silent: silent,
            isInterrupted: Task.isCancelled)
    }

    private func settle(at service: String, atMost: Int, _ switchboard: Switchboard) async -> Course {
        do throws(Trouble) {
            // By the clock of the service's database: any other may be minutes off.
            let start = try await switchboard.ask(ServiceInspect(), at: service).rowsAt
            return await settle(before: start, atMost: atMost) { question, done throws(Trouble) in
                let answer = try await switchboard.ask(question, at: service)
                let (now, left) = (done + answer.count, answer.count == 0 ? 0 : answer.left)
                if now > 0 { switchboard.terminal.progress(now, of: now >= atMost ? now : now + left, act.word) }
                return answer
            }
        } catch {
            return Course(settled: Settled(count: 0, left: 0), trouble: error)
        }
    }

    /// Asks step by step until nothing is left of what had failed before an instant. What is handed back and fails
    /// again would otherwise be found again, and again. What was done before a step without an answer is told all the
    /// same.
    func settle(
        before start: Instant, atMost: Int,
        _ ask: (_ question: FailureSettle, _ done: Int) async throws(Trouble) -> Settled
    ) async -> Course {
        var course = Course(settled: Settled(count: 0, left: 0))
        var step = act == .discard ? Self.longStep : Self.step
        while true {
            let size = max(1, min(step, atMost - course.settled.count))
            let question = FailureSettle(
                choice, act: act, limit: size, perSecond: rate, before: start, repair: mark,
                left: course.isAnswered ? course.settled.left : nil)
            let answer: Settled
            do throws(Trouble) {
                answer = try await ask(question, course.settled.count)
            } catch {
                // A build of before takes shorter steps.
                guard error.code == "limitOutOfRange", step > Self.step else {
                    course.trouble = error
                    return course
                }
                step = Self.step
                continue
            }
            course.isAnswered = true
            course.settled.count += answer.count
            course.settled.left = answer.left
            // A step that trusts the count of the one before counts neither.
            if answer.erased != nil {
                (course.settled.erased, course.settled.laneGone) = (answer.erased, answer.laneGone)
            }
            let isOver =
                answer.count == 0 || answer.left == 0 || course.settled.count >= atMost || Task.isCancelled
            if isOver { return course }
            guard act == .replay else { continue }
            // The next step begins when this one has become due, or the rate would add up.
            try? await Task.sleep(for: .seconds(Double(answer.count) / rate))
            if Task.isCancelled { return course }
        }
    }
}

extension FailureAct.Act {
    /// What has been done.
    var word: String {
        switch self {
        case .replay: "replayed"
        case .discard: "discarded"
        }
    }
}
