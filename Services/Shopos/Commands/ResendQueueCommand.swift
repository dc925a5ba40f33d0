import ArgumentParser
import Contracts

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

/// Asks every service in steps.
struct QueueResending: Sendable {
    let queue: String
    /// How far back, in milliseconds.
    let back: Int64
    let mark: RepairMark
    /// A transaction that ends late may stand before what was read already.
    private static let overlap: Int64 = 10_000
    private static let step = 200

    func run(_ switchboard: Switchboard) async throws -> any Report {
        var lines: [QueueResendReport.Line] = []
        var silent: [Silence] = []
        for service in Topology.answering {
            do throws(Trouble) {
                lines.append(.init(service: service, count: try await resend(at: service, switchboard)))
            } catch {
                silent.append(Silence(service, error))
            }
        }
        return QueueResendReport(queue: queue, services: lines, silent: silent)
    }

    /// Twice: what was on its way at the first time is there at the second.
    private func resend(at service: String, _ switchboard: Switchboard) async throws(Trouble) -> Int {
        // By the service's clock: the operator's may be minutes off.
        let start = try await switchboard.ask(ServiceInspect(), at: service).at.milliseconds
        let count = try await resend(at: service, since: start - back, before: 0, switchboard)
        try? await Task.sleep(for: .seconds(1))
        return try await resend(
            at: service, since: start - min(back, Self.overlap), before: count, switchboard)
    }

    private func resend(
        at service: String, since: Int64, before: Int, _ switchboard: Switchboard
    ) async throws(Trouble) -> Int {
        var question = QueueResend(queue, since: Instant(milliseconds: since), limit: Self.step, repair: mark)
        var (count, isMore) = (before, true)
        while isMore, !Task.isCancelled {
            let answer = try await switchboard.ask(question, at: service)
            count += answer.count
            // A step that is not full has come to the present; new messages would keep us for ever.
            isMore = answer.count == Self.step
            switchboard.terminal.progress(count, of: isMore ? count + 1 : count, "\(service) to \(queue)")
            if let at = answer.lastAt { (question.since, question.after) = (at, answer.last) }
        }
        return count
    }
}

/// What was told again by whom.
struct QueueResendReport: Report {
    /// One service's.
    struct Line: Encodable, Sendable {
        let service: String
        /// Messages, some of them twice.
        let count: Int
    }

    let queue: String
    let services: [Line]
    let silent: [Silence]

    var status: Trouble.Status { silent.status }

    func text(_ style: Style) -> String {
        var table = Table(.text("SERVICE"), .number("TOLD"))
        for line in services { table.add(Table.Cell(line.service), Table.Cell("\(line.count)")) }
        return (table.lines(style) + silent.lines(style)).joined(separator: "\n")
    }
}
