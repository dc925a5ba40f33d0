import ArgumentParser
import Contracts
import Foundation

/// Which work a command is about.
struct WorkChoiceOptions: ParsableArguments {
    @Option(name: .long, help: "Only of this service.")
    var service: String?

    @Option(name: .long, help: "Only of this kind, such as label.buy.")
    var kind: String?

    @Option(name: .long, help: "Only of this brand.")
    var tenant: String?

    @Option(name: .long, help: "Only with this key.")
    var key: String?

    @Option(name: .long, help: "Only for exactly this reason, as `work list` shows it.")
    var reason: String?

    mutating func validate() throws {
        if let tenant, TenantID(tenant) == nil { throw ValidationError("--tenant must be a UUID, not '\(tenant)'.") }
        if let service, !Topology.answering.contains(service) {
            throw ValidationError(
                "--service must be one of \(Topology.answering.joined(separator: ", ")), not '\(service)'.")
        }
    }

    func choice(_ state: WorkChoice.State? = nil) -> WorkChoice {
        WorkChoice(tenant: tenant.flatMap { TenantID($0) }, kind: kind, key: key, state: state, reason: reason)
    }

    var services: [String] { service.map { [$0] } ?? Topology.answering }

    /// A choice of everything is an accident.
    func checkIsNarrow() throws {
        if kind == nil, tenant == nil, key == nil, reason == nil {
            throw ValidationError("name what is meant: --kind, --tenant, --key or --reason.")
        }
    }
}

extension WorkChoice.State {
    /// Reads a word of the command line.
    static func reading(_ word: String) throws -> Self {
        guard let state = Self(rawValue: word) else {
            throw ValidationError(
                "--state must be one of \(allCases.map(\.rawValue).joined(separator: ", ")), not '\(word)'.")
        }
        return state
    }
}
