import ArgumentParser
import Contracts
import Foundation

/// `shopos failures show`
struct FailuresShowCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "Everything about one message that could not be handled.",
        discussion: "Bodies that tell of a person are not shown.")

    @OptionGroup var session: Session
    @OptionGroup var message: MessageArgument

    func run() async throws {
        let id = MessageID(message.message)
        try await session.run { switchboard in
            let (answers, silent) = await switchboard.askEach(FailureFind(FailureChoice(message: id)))
            let found = answers.flatMap(\.reply)
            guard !found.isEmpty else { throw Trouble.noFailure(silent) }
            return FailureReport(failures: found, silent: silent)
        }
    }
}

extension Trouble {
    /// No service that could be asked has it.
    static func noFailure(_ silent: [Silence]) -> Trouble {
        if let first = silent.first { return Trouble(silent.status, code: first.code, first.sentence) }
        return Trouble(.amiss, code: "unknownFailure", "no service has a failure of this message.")
    }
}

/// One message in all lanes that failed.
struct FailureReport: Report {
    let failures: [KeptFailure]
    let silent: [Silence]

    var status: Trouble.Status { silent.status }

    func text(_ style: Style) -> String {
        (failures.map { text(of: $0, style) } + silent.lines(style)).joined(separator: "\n\n")
    }

    private func text(of failure: KeptFailure, _ style: Style) -> String {
        let lines: [(String, String?)] = [
            ("message", failure.message.description), ("type", failure.type), ("queue", failure.lane),
            ("state", failure.state.rawValue), ("cause", failure.cause), ("detail", failure.detail),
            ("tenant", failure.tenant?.description), ("journey", failure.correlation),
            ("caused by", failure.causation?.description),
            ("published", failure.exchange.map { "\($0) by \(failure.routingKey ?? "")" }),
            ("attempts", "\(failure.attempts)"), ("first", "\(failure.firstAt)"), ("last", "\(failure.lastAt)"),
            ("headers", headers(of: failure)), ("body", body(of: failure)),
        ]
        var table = Table(.text("FIELD"), .text("VALUE"))
        for (name, value) in lines { if let value { table.add(Table.Cell(name, .faint), Table.Cell(value)) } }
        return table.lines(style, isWhole: true).dropFirst().joined(separator: "\n")
    }

    /// Those that the platform understands; others may hold anything.
    private func headers(of failure: KeptFailure) -> String? {
        failure.headers.map { all in all.sorted { $0.key < $1.key }.map { "\($0): \($1)" }.joined(separator: ", ") }
    }

    /// As far as it came, and said where it goes on.
    private func body(of failure: KeptFailure) -> String {
        guard let body = failure.body else {
            return failure.erasedAt.map { "erased with its buyer at \($0): it cannot be replayed" }
                ?? "not shown: it may tell of a person"
        }
        guard let size = failure.bodyBytes, size > KeptFailure.longestBody else { return body }
        return "\(body)… of \(size) bytes"
    }
}
