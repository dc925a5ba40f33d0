import ArgumentParser
import Contracts
import Foundation

/// `shopos status`
struct StatusCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "status", abstract: "Services and their instances: versions, readiness and lag.",
        discussion: """
            One instance of each service answers for all: a line each. One that has not told of itself for 15 s is \
            shown as not heard since, for a quarter of an hour, unless it has ended in peace; all is well again when \
            another has started in its place. The Gateway answers no requests; it is asked at GATEWAY_ADMIN_URL.
            """)

    @OptionGroup var session: Session

    func run() async throws {
        try await session.run { try await StatusReport.read($0) }
    }
}

/// How all services are.
struct StatusReport: Report {
    let services: [ServiceState]
    /// The gateways that could be asked.
    var gateways: [GatewayState] = []
    let silent: [Silence]
    /// Why nobody was asked who could be.
    var note: String?

    /// Asks every service, and the gateways where it is known at which addresses.
    static func read(_ switchboard: Switchboard) async throws -> StatusReport {
        async let doors = switchboard.gateways?.ask()
        let (answers, silent) = await switchboard.askEach(ServiceInspect())
        let (gateways, mute) = await doors ?? ([], [])
        return StatusReport(
            services: answers.map(\.reply), gateways: gateways, silent: silent + mute,
            note: switchboard.gateways == nil ? "gateway: not asked, as GATEWAY_ADMIN_URL is not set" : nil)
    }

    var status: Trouble.Status {
        let isWell = services.allSatisfy(\.isWell) && gateways.allSatisfy { $0.status == GatewayState.ready }
        return max(isWell ? .fine : .amiss, silent.status)
    }

    func text(_ style: Style) -> String {
        var table = Table(
            .text("SERVICE"), .text("READY"), .text("VERSION"), .text("UP"), .number("LAG"), .number("DEFERRED"),
            .number("FAILED"), .number("OUTBOX"), .number("WORK"), .number("GIVEN UP"), .text("INSTANCE"))
        for state in services { add(state, to: &table) }
        for gateway in gateways {
            table.add(
                Table.Cell(gateway.service ?? "gateway"),
                gateway.status == GatewayState.ready ? Table.Cell("ready", .good) : Table.Cell(gateway.status, .bad),
                Table.Cell(gateway.version ?? "–"), Table.Cell(Span.since(gateway.startedAt, now: gateway.at)), "–",
                "–", "–", "–", "–", "–", Table.Cell(gateway.instance ?? gateway.address, .faint))
        }
        for silence in silent {
            table.add(Table.Cell(silence.service, .bad), Table.Cell(silence.isRefusal ? "refused" : "no answer", .bad))
        }
        return (table.lines(style) + notes(style)).joined(separator: "\n")
    }

    /// The service's own figures, in the line of the instance that answers; the others follow.
    private func add(_ state: ServiceState, to table: inout Table) {
        let failures = state.lanes.reduce(0) { $0 + $1.failures }
        let failed = state.work.filter { $0.state == .failed }
        let lanes = Lanes([state])
        let queues = state.lanes.map(\.queue)
        table.add(
            Table.Cell(state.service), readiness(state.own, state.troubles), Table.Cell(state.version),
            Table.Cell(Span.since(state.startedAt, now: state.at)),
            Table.Cell(
                Span.text(milliseconds: queues.compactMap { lanes.age($0) }.max()),
                queues.contains { lanes.stands($0) } ? .bad : .plain),
            Table.Cell(Span.sum(state.lanes.map(\.deferred))),
            Table.Cell(Span.sum(state.lanes.map(\.failures)), failures > 0 ? .bad : .plain),
            Table.Cell("\(state.outbox.rows)"),
            Table.Cell(WorkCounts(state.work.filter { $0.state != .failed }).text),
            Table.Cell(WorkCounts(failed).text, failed.contains { $0.count > 0 } ? .bad : .plain),
            Table.Cell(state.instance, .faint))
        let replaced = state.replacements.replaced
        for instance in state.others {
            let isReplaced = replaced.contains(instance.instance)
            table.add(
                "", isReplaced ? Table.Cell("replaced", .faint) : readiness(instance, []), Table.Cell(instance.version),
                Table.Cell(Span.since(instance.startedAt, now: state.at)), "", "", "", "", "", "",
                Table.Cell(instance.instance, .faint))
        }
    }

    private func readiness(_ instance: InstanceState?, _ troubles: [String]) -> Table.Cell {
        if let instance, instance.isSilent { return Table.Cell("silent", .bad) }
        let isWell = instance?.isWell ?? true && troubles.isEmpty
        return isWell ? Table.Cell("ready", .good) : Table.Cell(instance?.isStopping == true ? "stopping" : "no", .bad)
    }

    private func notes(_ style: Style) -> [String] {
        let troubles = services.flatMap(\.sentences) + gateways.flatMap(\.sentences)
        let ended = services.flatMap(\.endings)
        let stops = services.flatMap { state in state.stops.map { "\(state.service): stopped: \($0.text)" } }
        let partners = services.flatMap { state in
            state.partners.filter { $0.throttled > 0 || $0.broken > 0 }.map {
                "\(state.service): \($0.endpoint): \($0.throttled) throttled, \($0.broken) breakers not closed"
            }
        }
        return (troubles + stops + partners).map { style.paint($0, .bad) } + silent.lines(style)
            + (ended + [note].compactMap(\.self)).map { style.paint($0, .faint) }
            + WorkCounts(services.flatMap(\.work)).note(style)
    }
}

extension InstanceState {
    /// Whether it may be given work, as far as it has told.
    var isWell: Bool { !isSilent && !isStopping && checks.allSatisfy { $0.trouble == nil } }
}

extension ServiceState {
    /// The instance that answers; nil of a build that did not tell.
    var own: InstanceState? { instances?.first { $0.instance == instance } }
    /// The other instances.
    var others: [InstanceState] { (instances ?? []).filter { $0.instance != instance } }
    /// Which of them have another one in their place.
    var replacements: Replacements { Replacements(instances ?? []) }
    /// Whether all of its instances are there and ready, or replaced.
    var isWell: Bool {
        let replaced = replacements.replaced
        return troubles.isEmpty && (instances ?? []).allSatisfy { $0.isWell || replaced.contains($0.instance) }
    }

    /// Why not, a sentence each. Its own checks say the same as its connections, and more.
    var sentences: [String] {
        let own = (own?.checks ?? []).compactMap(\.trouble)
        let mine = (own.isEmpty ? troubles : own).map { "\(service): \($0)" }
        let replaced = replacements.replaced
        return mine
            + others.filter { !replaced.contains($0.instance) }.flatMap { other in
                let troubles =
                    other.isSilent ? ["not heard since \(other.heardAt)"] : other.checks.compactMap(\.trouble)
                return troubles.map { "\(service) \(other.instance): \($0)" }
            }
    }

    /// Which instances ended without a word and have another one in their place, a sentence each.
    var endings: [String] {
        let replaced = replacements.replaced
        return others.filter { replaced.contains($0.instance) }
            .map { "\(service) \($0.instance): not heard since \($0.heardAt), another has started since" }
    }
}

extension WorkStop {
    /// What is stopped, by whom and why.
    var text: String {
        let scope = [kind, tenant.map { "tenant \($0)" }, shop.map { "shop \($0)" }].compactMap(\.self)
        return "\(scope.isEmpty ? "all work" : scope.joined(separator: ", ")) by \(by) since \(at): \(reason)"
    }
}
