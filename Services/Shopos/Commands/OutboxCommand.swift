import ArgumentParser
import Contracts
import Foundation

/// `shopos outbox`
struct OutboxCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "outbox", abstract: "What services have decided to send and the broker has not confirmed.",
        discussion: "Exit code 1 when the broker has refused something, or the oldest row is older than a minute.")

    @OptionGroup var session: Session

    func run() async throws {
        try await session.run { try await OutboxReport.read($0) }
    }
}

/// How all outboxes are.
struct OutboxReport: Report {
    /// One service's.
    struct Line: Encodable, Sendable {
        let service: String
        let outbox: OutboxState
        /// Messages that the broker confirms to all instances; nil when nobody tells.
        let perSecond: Double?
        let at: Instant

        /// As the alert `OutboxGrows` has it: a minute.
        var isOld: Bool { outbox.oldestAt.map { at.milliseconds - $0.milliseconds > 60_000 } ?? false }
    }

    let services: [Line]
    let silent: [Silence]

    var status: Trouble.Status {
        max(services.contains { $0.outbox.failing > 0 || $0.isOld } ? .amiss : .fine, silent.status)
    }

    /// Asks every service.
    static func read(_ switchboard: Switchboard) async throws -> OutboxReport {
        let (answers, silent) = await switchboard.askEach(ServiceInspect())
        return OutboxReport(
            services: answers.map { service, state in
                Line(service: service, outbox: state.outbox, perSecond: rate(state), at: state.at)
            }, silent: silent)
    }

    /// Of one that is silent nobody knows what is confirmed to it.
    static func rate(_ state: ServiceState) -> Double? {
        let rates = (state.instances ?? []).filter { !$0.isSilent }.compactMap(\.confirmedPerSecond)
        return rates.isEmpty ? nil : rates.reduce(0, +)
    }

    func text(_ style: Style) -> String {
        var table = Table(
            .text("SERVICE"), .number("ROWS"), .number("OLDEST"), .number("RATE"), .number("REFUSED"),
            .text("LAST ERROR"))
        for line in services {
            let isFailing = line.outbox.failing > 0
            table.add(
                Table.Cell(line.service), Table.Cell("\(line.outbox.rows)"),
                Table.Cell(Span.since(line.outbox.oldestAt, now: line.at), line.isOld ? .bad : .plain),
                Table.Cell(Span.rate(line.perSecond)),
                Table.Cell("\(line.outbox.failing)", isFailing ? .bad : .plain),
                Table.Cell(line.outbox.lastError ?? "", .bad))
        }
        return (table.lines(style) + silent.lines(style)).joined(separator: "\n")
    }
}
