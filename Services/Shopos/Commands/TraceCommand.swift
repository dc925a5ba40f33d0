import ArgumentParser
import Contracts
import Foundation

/// `shopos trace`
struct TraceCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "trace", abstract: "The whole journey of an order, from the services' own records.",
        discussion: """
            What each service has handled, under its name, and sent, what waits or failed, its work with attempts, and \
            what it did: from the webhook on that told of the order. Inboxes keep messages for 14 days. What was sent \
            is found for three days, around the times at which some service has recorded something of the order. What \
            was left out is said below the table.
            """)

    @OptionGroup var session: Session

    @Argument(help: "The order: our id, or the channel's.")
    var order: String

    func run() async throws {
        let order = order
        try await session.run { try await Tracing(switchboard: $0).trace(order) }
    }
}

/// The journey of an order.
struct TraceReport: Report {
    /// Nil: it was not read yet, so that it has no id.
    let order: OrderID?
    let tenant: TenantID?
    let channelOrder: String?
    /// What is recorded; of what was handled the detail is its name, as far as its sender remembers.
    let steps: [TraceStep]
    /// What services have sent about it.
    let sent: [TracedMessage]
    /// What is not shown, a sentence each.
    let cuts: [String]
    let silent: [Silence]

    var status: Trouble.Status { silent.status }

    func text(_ style: Style) -> String {
        var table = Table(
            .text("AT"), .text("SERVICE"), .text("WHAT"), .text(""), .number("TRIES"), .text("MESSAGE"),
            .text("DETAIL"))
        for line in lines {
            table.add(
                Table.Cell("\(line.at)", .faint), Table.Cell(line.service), Table.Cell(line.kind, line.mood),
                Table.Cell(line.what), Table.Cell(line.attempt.map { "\($0)" } ?? ""),
                Table.Cell(line.message.map { String($0.description.suffix(12)) } ?? "", .faint),
                Table.Cell(line.detail))
        }
        let title =
            (order.map { "order \($0)" } ?? "an order that was not read yet")
            + (channelOrder.map { ", the channel's \($0)" } ?? "")
            + (tenant.map { ", tenant \($0)" } ?? "")
        return ([Plain.line(title)] + table.lines(style) + cuts.map { style.paint($0, .bad) } + silent.lines(style))
            .joined(separator: "\n")
    }

    /// One line of the table.
    private struct Line {
        let at: Instant
        let service: String
        let kind: String
        let mood: Table.Mood
        let what: String
        let attempt: Int?
        let message: MessageID?
        let detail: String
    }

    /// Steps and what was sent, in the order of time.
    private var lines: [Line] {
        let steps = steps.map { step in
            Line(
                at: step.at, service: step.service, kind: step.kind.rawValue, mood: step.kind.mood, what: step.what,
                attempt: step.attempt, message: step.message, detail: step.detail)
        }
        let sent = sent.map { message in
            Line(
                at: message.at, service: message.service, kind: "sent", mood: .plain, what: message.name, attempt: nil,
                message: message.message,
                detail: message.causation.map { "because of \($0.description.suffix(12))" } ?? "")
        }
        return (steps + sent).sorted { ($0.at, $0.service, $0.what) < ($1.at, $1.service, $1.what) }
    }
}

extension TraceStep.Kind {
    /// What waits or failed is to be seen.
    var mood: Table.Mood {
        switch self {
        case .failed: .bad
        case .effect: .good
        default: .plain
        }
    }
}
