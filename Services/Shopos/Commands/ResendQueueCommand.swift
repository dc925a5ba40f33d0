import ArgumentParser
import Contracts
import Synchronization

/// `shopos resend queue`
struct ResendQueueCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "queue", abstract: "Tell a queue again what services told lately: for one that was deleted.",
        discussion: """
            From what each service has kept of the last three days, under the same ids: what was handled is \
            recognised, so too much does no harm. Begin before the oldest message that lay in the queue.
            """)

    @OptionGroup var session: Session
    @OptionGroup var repair: RepairOptions

    @Argument(help: "The queue, such as inventory.orders.")
    var queue: String

    @Option(name: .long, help: "How far back: a number with s, m, h or d, such as 90s, 15m, 2h or 3d.")
    var since: String

    mutating func validate() throws {
        if Span.milliseconds(since, atMost: Self.longest) == nil {
            throw ValidationError("--since must be from 1s to 3d, such as 90s, 15m, 2h or 3d, not '\(since)'.")
        }
        let queues = Topology.lanes.filter { $0.exchange == .events }.map(\.queue)
        if !queues.contains(queue) {
            throw ValidationError("\(queue) hears no events; these do: \(queues.joined(separator: ", ")).")
        }
    }

    func run() async throws {
        let back = Span.milliseconds(since, atMost: Self.longest) ?? 0
        let resending = QueueResending(queue: queue, back: back, mark: repair.mark())
        try await session.run { try await resending.run($0) }
    }

    private static let longest: Int64 = 3 * 86_400_000
}

/// Asks all services at once, each in steps.
struct QueueResending: Sendable {
    let queue: String
    /// How far back, in milliseconds.
    let back: Int64
    let mark: RepairMark
    /// A transaction that ends late may stand before what was read already.
    private static let overlap: Int64 = 10_000
    private static let step = 500

    private typealias Course = (count: Int, trouble: Trouble?)

    func run(_ switchboard: Switchboard) async throws -> any Report {
        let courses = await resend(switchboard)
        var lines: [QueueResendReport.Line] = []
        var silent: [Silence] = []
        for service in Topology.answering {
            guard let (count, trouble) = courses[service] else { continue }
            if trouble == nil || count > 0 {
                lines.append(.init(service: service, count: count, isBroken: trouble != nil))
            }
            if let trouble { silent.append(Silence(service, trouble)) }
        }
        return QueueResendReport(queue: queue, services: lines, silent: silent, isInterrupted: Task.isCancelled)
    }

    /// By service: none is waited for by another, as each of them tells of things of its own.
    private func resend(_ switchboard: Switchboard) async -> [String: Course] {
        let told = Tally()
        let courses = await withTaskGroup { group in
            for service in Topology.answering where !Task.isCancelled {
                group.addTask { (service, await self.resend(at: service, switchboard, told)) }
            }
            return await group.reduce(into: [String: Course]()) { $0[$1.0] = $1.1 }
        }
        switchboard.terminal.progress(told.count, of: told.count, "to \(queue)")
        return courses
    }

    /// What all services together have told.
    private final class Tally: Sendable {
        private let sum = Mutex(0)
        var count: Int { sum.withLock { $0 } }

        func add(_ more: Int) -> Int {
            sum.withLock { sum in
                sum += more
                return sum
            }
        }
    }

    /// Twice: what was on its way at the first time is there at the second.
    private func resend(at service: String, _ switchboard: Switchboard, _ told: Tally) async -> Course {
        func ask(_ question: QueueResend) async throws(Trouble) -> QueueResent {
            let answer = try await switchboard.ask(question, at: service)
            let now = told.add(answer.count)
            switchboard.terminal.progress(now, of: now + 1, "to \(queue)")
            return answer
        }
        do throws(Trouble) {
            // By the clock of the service's database: any other may be minutes off.
            let start = try await switchboard.ask(ServiceInspect(), at: service).rowsAt.milliseconds
            let first = await resend(since: start - back, before: 0, ask)
            guard first.trouble == nil else { return first }
            try? await Task.sleep(for: .seconds(1))
            return await resend(since: start - min(back, Self.overlap), before: first.count, ask)
        } catch {
            return (0, error)
        }
    }

    /// Asks step by step. What was told before a step without an answer is counted all the same.
    func resend(
        since: Int64, before: Int, _ ask: (_ question: QueueResend) async throws(Trouble) -> QueueResent
    ) async -> (count: Int, trouble: Trouble?) {
        var question = QueueResend(queue, since: Instant(milliseconds: since), limit: Self.step, repair: mark)
        var (count, isMore) = (before, true)
        while isMore, !Task.isCancelled {
            do throws(Trouble) {
                let answer = try await ask(question)
                count += answer.count
                // A step that is not full has come to the present; new messages would keep us for ever.
                isMore = answer.count == Self.step
                if let at = answer.lastAt { (question.since, question.after) = (at, answer.last) }
            } catch {
                return (count, error)
            }
        }
        return (count, nil)
    }
}

/// What was told again by whom.
struct QueueResendReport: Report {
    /// One service's.
    struct Line: Encodable, Sendable {
        let service: String
        /// Messages, some of them twice.
        let count: Int
        /// Whether the service gave no answer before all was told.
        var isBroken = false
    }

    let queue: String
    let services: [Line]
    let silent: [Silence]
    /// Whether it was ended before all was told.
    var isInterrupted = false

    var status: Trouble.Status { max(isInterrupted ? .amiss : .fine, silent.status) }

    func text(_ style: Style) -> String {
        var table = Table(.text("SERVICE"), .number("TOLD"))
        for line in services {
            table.add(Table.Cell(line.service), Table.Cell("\(line.count)", line.isBroken ? .bad : .plain))
        }
        let rest = isInterrupted ? ["Interrupted before all was told: run it again."] : []
        return (table.lines(style) + rest + silent.lines(style)).joined(separator: "\n")
    }
}
