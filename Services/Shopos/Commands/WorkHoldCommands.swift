import ArgumentParser
import Contracts

/// `shopos work pause`
struct WorkPauseCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "pause", abstract: "Stop work of a kind or a brand. What is in a worker's hands is finished.")

    @OptionGroup var session: Session
    @OptionGroup var scope: WorkScopeOptions

    @Option(name: .long, help: "Why, for others who find it stopped.")
    var reason: String

    func run() async throws {
        let (question, service) = (scope.question(isStopped: true, reason: reason), scope.service)
        try await session.run {
            StopsReport(service: service, stops: try await $0.ask(question, at: service))
        }
    }
}

/// `shopos work resume`
struct WorkResumeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "resume", abstract: "Let work go on that was stopped by exactly the same words.")

    @OptionGroup var session: Session
    @OptionGroup var scope: WorkScopeOptions

    func run() async throws {
        let (question, service) = (scope.question(isStopped: false, reason: ""), scope.service)
        try await session.run {
            StopsReport(service: service, stops: try await $0.ask(question, at: service))
        }
    }
}

/// Which work is stopped.
struct WorkScopeOptions: ParsableArguments {
    @Option(name: .long, help: "The service that does it.")
    var service: String

    @Option(name: .long, help: "The kind; all when left out.")
    var kind: String?

    @Option(name: .long, help: "The brand; all when left out.")
    var tenant: String?

    @Option(name: .long, help: "The shop; all when left out.")
    var shop: String?

    mutating func validate() throws {
        if let tenant, TenantID(tenant) == nil { throw ValidationError("--tenant must be a UUID, not '\(tenant)'.") }
        if let shop, ShopID(shop) == nil { throw ValidationError("--shop must be a UUID, not '\(shop)'.") }
        guard Topology.answering.contains(service) else {
            throw ValidationError(
                "--service must be one of \(Topology.answering.joined(separator: ", ")), not '\(service)'.")
        }
    }

    func question(isStopped: Bool, reason: String) -> WorkHold {
        WorkHold(
            kind: kind, tenant: tenant.flatMap { TenantID($0) }, shop: shop.flatMap { ShopID($0) },
            isStopped: isStopped, reason: reason)
    }
}

/// All that is stopped.
struct StopsReport: Report {
    let service: String
    let stops: [WorkStop]

    func text(_ style: Style) -> String {
        guard !stops.isEmpty else { return "Nothing is stopped in \(service)." }
        return stops.map { style.paint("\(service): stopped: \($0.text)", .bad) }.joined(separator: "\n")
    }
}
