import ArgumentParser
import Contracts
import Foundation

/// `shopos status`
struct StatusCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "status", abstract: "Services, versions, readiness and lag.")

    @OptionGroup var session: Session

    func run() async throws {
        try await session.run { try await StatusReport.read($0) }
    }
}

/// How all services are.
struct StatusReport: Report {
    let services: [ServiceState]
    let silent: [Silence]

    /// Asks every service.
    static func read(_ switchboard: Switchboard) async throws -> StatusReport {
        let (answers, silent) = await switchboard.askEach(ServiceInspect())
        return StatusReport(services: answers.map(\.reply), silent: silent)
    }

    var status: Trouble.Status {
        let known = services.allSatisfy { $0.troubles.isEmpty } ? Trouble.Status.fine : .amiss
        return max(known, silent.status)
    }

    func text(_ style: Style) -> String {
        var table = Table(
            .text("SERVICE"), .text("READY"), .text("VERSION"), .text("UP"), .number("LAG"), .number("DEFERRED"),
            .number("FAILED"), .number("OUTBOX"), .number("WORK"), .number("GIVEN UP"), .text("INSTANCE"))
        for state in services { add(state, to: &table) }
        for silence in silent {
            table.add(Table.Cell(silence.service, .bad), Table.Cell(silence.isRefusal ? "refused" : "no answer", .bad))
        }
        return (table.lines(style) + notes(style)).joined(separator: "\n")
    }

    private func add(_ state: ServiceState, to table: inout Table) {
        let failures = state.lanes.reduce(0) { $0 + $1.failures }
        let givenUp = state.work.filter { $0.state == .failed }.reduce(0) { $0 + $1.count }
        table.add(
            Table.Cell(state.service), state.troubles.isEmpty ? Table.Cell("ready", .good) : Table.Cell("no", .bad),
            Table.Cell(state.version), Table.Cell(Span.since(state.startedAt, now: state.at)),
            Table.Cell(
                Span.text(milliseconds: state.lanes.compactMap { $0.age(at: state.at) }.max()),
                state.lanes.contains { $0.stands(at: state.at) } ? .bad : .plain),
            Table.Cell("\(state.lanes.reduce(0) { $0 + $1.deferred })"),
            Table.Cell("\(failures)", failures > 0 ? .bad : .plain), Table.Cell("\(state.outbox.rows)"),
            Table.Cell("\(state.work.filter { $0.state != .failed }.reduce(0) { $0 + $1.count })"),
            Table.Cell("\(givenUp)", givenUp > 0 ? .bad : .plain), Table.Cell(state.instance, .faint))
    }

    private func notes(_ style: Style) -> [String] {
        let troubles = services.flatMap { state in state.troubles.map { "\(state.service): \($0)" } }
        let stops = services.flatMap { state in state.stops.map { "\(state.service): stopped: \($0.text)" } }
        let partners = services.flatMap { state in
            state.partners.filter { $0.throttled > 0 || $0.broken > 0 }.map {
                "\(state.service): \($0.endpoint): \($0.throttled) throttled, \($0.broken) breakers not closed"
            }
        }
        return (troubles + stops + partners).map { style.paint($0, .bad) } + silent.lines(style)
    }
}

extension WorkStop {
    /// What is stopped, by whom and why.
    var text: String {
        let scope = [kind, tenant.map { "tenant \($0)" }, shop.map { "shop \($0)" }].compactMap(\.self)
        return "\(scope.isEmpty ? "all work" : scope.joined(separator: ", ")) by \(by) since \(at): \(reason)"
    }
}
