import ArgumentParser
import Contracts
import Foundation

/// `shopos failures list`
struct FailuresListCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "Open failures, grouped by queue, message and cause.")

    @OptionGroup var session: Session
    @OptionGroup var chosen: FailureChoiceOptions

    @Flag(name: .long, help: "Single failures instead of groups, the last failed first.")
    var each = false

    @Option(name: .long, help: "The most single failures of each service, 1 to 200.")
    var limit = 50

    mutating func validate() throws {
        guard (1...200).contains(limit) else { throw ValidationError("--limit must be from 1 to 200.") }
    }

    func run() async throws {
        let (chosen, limit) = (chosen, limit)
        if each {
            try await session.run { switchboard in
                let question = FailureFind(chosen.choice(), state: .open, limit: limit)
                let (answers, silent) = await switchboard.askEach(question, at: chosen.services)
                return FailuresReport(failures: answers.flatMap(\.reply).sorted { $0.mark > $1.mark }, silent: silent)
            }
        } else {
            try await session.run { try await FailureGroupsReport.read($0, chosen) }
        }
    }
}

/// Failures by cause.
struct FailureGroupsReport: Report {
    let groups: [FailureGroup]
    let silent: [Silence]
    let at: Instant

    static func read(_ switchboard: Switchboard, _ chosen: FailureChoiceOptions) async throws -> Self {
        let choice = chosen.choice()
        let (answers, silent) = await switchboard.askEach(FailureGroupList(tenant: choice.tenant), at: chosen.services)
        let groups = answers.flatMap(\.reply).filter { group in
            (choice.lane ?? group.lane) == group.lane && (choice.cause ?? group.cause) == group.cause
        }
        return Self(
            groups: groups.sorted { ($1.count, $0.lane, $0.cause) < ($0.count, $1.lane, $1.cause) }, silent: silent,
            at: Instant(Date()))
    }

    var status: Trouble.Status { max(groups.isEmpty ? .fine : .amiss, silent.status) }

    func text(_ style: Style) -> String {
        guard !groups.isEmpty else {
            return ([silent.isEmpty ? "There are no open failures." : ""] + silent.lines(style))
                .filter { !$0.isEmpty }.joined(separator: "\n")
        }
        var table = Table(
            .number("COUNT"), .text("QUEUE"), .text("MESSAGE"), .number("BRANDS"), .number("FIRST"), .number("LAST"),
            .text("CAUSE"))
        for group in groups {
            table.add(
                Table.Cell("\(group.count)"), Table.Cell(group.lane), Table.Cell(group.type),
                Table.Cell("\(group.tenants)"), Table.Cell(Span.since(group.firstAt, now: at)),
                Table.Cell(Span.since(group.lastAt, now: at)), Table.Cell(group.cause, .bad))
        }
        return (table.lines(style) + silent.lines(style)).joined(separator: "\n")
    }
}

/// Single failures.
struct FailuresReport: Report {
    let failures: [KeptFailure]
    let silent: [Silence]

    var status: Trouble.Status { max(failures.isEmpty ? .fine : .amiss, silent.status) }

    func text(_ style: Style) -> String {
        guard !failures.isEmpty else {
            return ((silent.isEmpty ? ["There are no such open failures."] : []) + silent.lines(style))
                .joined(separator: "\n")
        }
        var table = Table(
            .text("LAST"), .text("QUEUE"), .text("MESSAGE"), .text("ID"), .number("TRIES"), .text("CAUSE"),
            .text("DETAIL"))
        for failure in failures {
            table.add(
                Table.Cell("\(failure.lastAt)"), Table.Cell(failure.lane), Table.Cell(failure.type),
                Table.Cell(failure.message.description), Table.Cell("\(failure.attempts)"),
                Table.Cell(failure.cause, .bad),
                Table.Cell(String(failure.detail.prefix(80))))
        }
        return (table.lines(style) + silent.lines(style)).joined(separator: "\n")
    }
}
