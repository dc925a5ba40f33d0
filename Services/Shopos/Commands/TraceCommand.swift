import ArgumentParser
import Contracts
import Foundation

/// `shopos trace`
struct TraceCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "trace", abstract: "The whole journey of an order, from the services' own records.",
        discussion: """
            What each service has handled, what waits or failed, its work with attempts, and what it did. Inboxes keep \
            messages for 14 days; what left an outbox is seen in the inboxes of those who heard it.
            """)

    @OptionGroup var session: Session

    @Argument(help: "The order: our id, or the channel's.")
    var order: String

    func run() async throws {
        let order = order
        try await session.run { try await TraceReport.read(order, $0) }
    }
}

/// The journey of an order.
struct TraceReport: Report {
    let order: OrderID
    let tenant: TenantID?
    let channelOrder: String?
    let steps: [TraceStep]
    let silent: [Silence]

    var status: Trouble.Status { silent.status }

    /// Asks everybody for what they know, then once more which of the messages that came up they have handled.
    static func read(_ text: String, _ switchboard: Switchboard) async throws -> TraceReport {
        let first = await switchboard.askEach(OrderTrace(order: text))
        let known = first.answers.map(\.reply).filter { $0.tenant != nil || !$0.steps.isEmpty }
        guard let named = known.first(where: { $0.channelOrder != nil }) ?? known.first, let order = named.order else {
            if let silence = first.silent.first {
                throw Trouble(first.silent.status, code: silence.code, silence.sentence)
            }
            throw Trouble(.amiss, code: "unknownOrder", "no service knows an order \(text).")
        }
        let messages = Set(known.flatMap(\.steps).compactMap(\.message)).sorted { $0 < $1 }
        let tenant = known.compactMap(\.tenant).first
        let question = OrderTrace(
            order: order.description, tenant: tenant, messages: Array(messages.suffix(500)))
        let (answers, silent) = await switchboard.askEach(question)
        return TraceReport(
            order: order, tenant: tenant, channelOrder: named.channelOrder,
            steps: answers.flatMap(\.reply.steps).sorted {
                ($0.at, $0.service, $0.what) < ($1.at, $1.service, $1.what)
            },
            silent: silent)
    }

    func text(_ style: Style) -> String {
        var table = Table(
            .text("AT"), .text("SERVICE"), .text("WHAT"), .text(""), .number("TRIES"), .text("MESSAGE"),
            .text("DETAIL"))
        for step in steps {
            table.add(
                Table.Cell("\(step.at)", .faint), Table.Cell(step.service),
                Table.Cell(step.kind.rawValue, step.kind.mood),
                Table.Cell(step.what), Table.Cell(step.attempt.map { "\($0)" } ?? ""),
                Table.Cell(step.message.map { String($0.description.suffix(12)) } ?? "", .faint),
                Table.Cell(step.detail))
        }
        let title =
            "order \(order)" + (channelOrder.map { ", the channel's \($0)" } ?? "")
            + (tenant.map { ", tenant \($0)" } ?? "")
        return ([title] + table.lines(style) + silent.lines(style)).joined(separator: "\n")
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
