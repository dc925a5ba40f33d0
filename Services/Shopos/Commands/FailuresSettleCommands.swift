import ArgumentParser
import Contracts
import Foundation

/// `shopos failures replay`
struct FailuresReplayCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "replay", abstract: "Hand messages to their queues again, at a limited rate, the oldest first.",
        discussion: """
            The inbox forgets the message and it becomes due, in one transaction. A message older than the inbox comes \
            back under a new id whose cause is the old one.
            """)

    @OptionGroup var session: Session
    @OptionGroup var chosen: FailureChoiceOptions
    @OptionGroup var repair: RepairOptions

    @Option(name: .long, help: "Only this message.")
    var message: String?

    @Option(name: .long, help: "How many messages a second become due, above 0 and up to 1000.")
    var rate: Double = 10

    @Option(name: .long, help: "The most messages in all.")
    var limit = 100_000

    mutating func validate() throws {
        guard (0.001...1000).contains(rate) else { throw ValidationError("--rate must be above 0 and up to 1000.") }
        guard limit > 0 else { throw ValidationError("--limit must be above 0.") }
        try FailureSettling.check(chosen, message)
    }

    func run() async throws {
        let settling = FailureSettling(
            act: .replay, choice: chosen.choice(message.flatMap { MessageID($0) }), services: chosen.services,
            rate: rate, limit: limit, mark: repair.mark())
        try await session.run { try await settling.run($0) }
    }
}

/// `shopos failures discard`
struct FailuresDiscardCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "discard", abstract: "Mark failures as settled: they are kept, and never run.")

    @OptionGroup var session: Session
    @OptionGroup var chosen: FailureChoiceOptions
    @OptionGroup var repair: RepairOptions

    @Option(name: .long, help: "Only this message.")
    var message: String?

    @Flag(name: .long, help: "Do it. Without it nothing is done.")
    var yes = false

    mutating func validate() throws {
        try FailureSettling.check(chosen, message)
        guard yes else { throw ValidationError("what is discarded never runs: say --yes.") }
    }

    func run() async throws {
        let settling = FailureSettling(
            act: .discard, choice: chosen.choice(message.flatMap { MessageID($0) }), services: chosen.services,
            rate: 10, limit: .max, mark: repair.mark())
        try await session.run { try await settling.run($0) }
    }
}

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
    private static let step = 100

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
        for service in services where room > 0 {
            do throws(Trouble) {
                let line = try await settle(at: service, atMost: room, switchboard)
                room -= line.count
                lines.append(line)
            } catch {
                silent.append(Silence(service, error))
            }
        }
        return SettledReport(
            act: act.word, services: lines.filter { $0.count > 0 || $0.left > 0 }, silent: silent,
            isInterrupted: Task.isCancelled)
    }

    private func settle(
        at service: String, atMost: Int, _ switchboard: Switchboard
    ) async throws(Trouble) -> SettledReport.Line {
        // By the service's clock: the operator's may be minutes off.
        let start = try await switchboard.ask(ServiceInspect(), at: service).at
        let settled = try await settle(before: start, atMost: atMost) { question, done throws(Trouble) in
            let answer = try await switchboard.ask(question, at: service)
            let (now, left) = (done + answer.count, answer.count == 0 ? 0 : answer.left)
            if now > 0 { switchboard.terminal.progress(now, of: now >= atMost ? now : now + left, act.word) }
            return answer
        }
        return .init(service: service, count: settled.count, left: settled.left)
    }

    /// Asks step by step until nothing is left of what had failed before an instant. What is handed back and fails
    /// again would otherwise be found again, and again.
    func settle(
        before start: Instant, atMost: Int,
        _ ask: (_ question: FailureSettle, _ done: Int) async throws(Trouble) -> Settled
    ) async throws(Trouble) -> Settled {
        var done = 0
        while true {
            let size = max(1, min(Self.step, atMost - done))
            let answer = try await ask(
                FailureSettle(choice, act: act, limit: size, perSecond: rate, before: start, repair: mark),
                done)
            done += answer.count
            let isOver = answer.count == 0 || answer.left == 0 || done >= atMost || Task.isCancelled
            if isOver { return Settled(count: done, left: answer.left) }
            guard act == .replay else { continue }
            // The next step begins when this one has become due, or the rate would add up.
            try? await Task.sleep(for: .seconds(Double(answer.count) / rate))
            if Task.isCancelled { return Settled(count: done, left: answer.left) }
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

/// What was settled where.
struct SettledReport: Report {
    /// One service's.
    struct Line: Encodable, Sendable {
        let service: String
        let count: Int
        let left: Int
    }

    let act: String
    let services: [Line]
    let silent: [Silence]
    /// Whether it was ended before all was done.
    var isInterrupted = false

    /// Nothing found is a mistake of whoever asked.
    var status: Trouble.Status {
        let isDone = services.contains { $0.count > 0 } && !(isInterrupted && services.contains { $0.left > 0 })
        return max(isDone ? .fine : .amiss, silent.status)
    }

    func text(_ style: Style) -> String {
        guard !services.isEmpty else {
            return (["Nothing fits, so nothing was \(act)."] + silent.lines(style)).joined(separator: "\n")
        }
        var table = Table(.text("SERVICE"), .number(act.uppercased()), .number("LEFT"))
        for line in services {
            table.add(Table.Cell(line.service), Table.Cell("\(line.count)"), Table.Cell("\(line.left)"))
        }
        return (table.lines(style) + silent.lines(style)).joined(separator: "\n")
    }
}
