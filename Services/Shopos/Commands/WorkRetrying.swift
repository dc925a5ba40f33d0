import Contracts
import Foundation

/// Tries work again in steps, so that what was given back is due before more follows.
struct WorkRetrying: Sendable {
    let choice: WorkChoice
    let services: [String]
    /// Pieces a second.
    let rate: Double
    /// The most in all.
    let limit: Int
    var mark: RepairMark?

    private static let step = 100

    /// One service after the other, or their rates would add up.
    func run(_ switchboard: Switchboard) async -> any Report {
        // By the clocks of the services' databases: any other may be minutes off.
        var (starts, silent) = await switchboard.askEachTimed(ServiceInspect(), at: services)
        var lines: [SettledReport.Line] = []
        var room = limit
        while room > 0, !starts.isEmpty, !Task.isCancelled {
            let (start, most) = (starts.removeFirst(), room)
            let service = start.service
            let course = await retry(before: start.reply.rowsAt, atMost: most) { question, done throws(Trouble) in
                let answer = try await switchboard.ask(question, at: service)
                let (now, left) = (done + answer.count, answer.count == 0 ? 0 : answer.left)
                if now > 0 {
                    switchboard.terminal.progress(now, of: now >= most ? now : now + left, question.act.word)
                }
                return answer
            }
            room = most - course.settled.count
            if course.isAnswered { lines.append(.init(service, course.settled, isBroken: course.trouble != nil)) }
            if let trouble = course.trouble { silent.append(Silence(service, trouble)) }
        }
        return SettledReport(
            act: WorkSettle.Act.retry.word, services: lines.filter(\.isWorthTelling), silent: silent,
            isInterrupted: Task.isCancelled)
    }

    /// Asks step by step until nothing is left of what was given up before an instant, and for no more than there was
    /// at first: a build of before knows no such instant, and finds again what fails again.
    func retry(
        before start: Instant, atMost: Int,
        _ ask: (_ question: WorkSettle, _ done: Int) async throws(Trouble) -> Settled
    ) async -> FailureSettling.Course {
        var course = FailureSettling.Course(settled: Settled(count: 0, left: 0))
        var most = atMost
        while true {
            let question = WorkSettle(
                choice, act: .retry, limit: max(1, min(Self.step, most - course.settled.count)), perSecond: rate,
                repair: mark, before: start)
            let answer: Settled
            do throws(Trouble) {
                answer = try await ask(question, course.settled.count)
            } catch {
                course.trouble = error
                return course
            }
            if !course.isAnswered { most = min(most, answer.count + answer.left) }
            course.isAnswered = true
            course.settled.count += answer.count
            course.settled.left = answer.left
            if answer.count == 0 || answer.left == 0 || course.settled.count >= most { return course }
            try? await Task.sleep(for: .seconds(Double(answer.count) / rate))
            if Task.isCancelled { return course }
        }
    }
}
