import ArgumentParser
import Contracts
import Foundation

/// Which failures a command is about.
struct FailureChoiceOptions: ParsableArguments {
    @Option(name: .long, help: "Only of this queue, such as inventory.orders.")
    var lane: String?

    @Option(name: .long, help: "Only with exactly this cause, as `failures list` shows it.")
    var cause: String?

    @Option(name: .long, help: "Only of this brand.")
    var tenant: String?

    @Option(name: .long, help: "Only of this service.")
    var service: String?

    mutating func validate() throws {
        if let tenant, TenantID(tenant) == nil { throw ValidationError("--tenant must be a UUID, not '\(tenant)'.") }
        // Any queue of a service: failures may be left of one that the service has no more.
        if let lane, !lane.contains(".") || !Topology.answering.contains(Self.service(of: lane)) {
            throw ValidationError("--lane must be a queue of a service, such as inventory.orders, not '\(lane)'.")
        }
        if let service, !Topology.answering.contains(service) {
            throw ValidationError(
                "--service must be one of \(Topology.answering.joined(separator: ", ")), not '\(service)'.")
        }
        if let lane, let service, Self.service(of: lane) != service {
            throw ValidationError("--lane \(lane) is a queue of \(Self.service(of: lane)), not of \(service).")
        }
    }

    private static func service(of lane: String) -> String { String(lane.prefix { $0 != "." }) }

    /// Whether anything narrows it.
    var isNarrow: Bool { service != nil || choice() != FailureChoice() }

    /// The choice, perhaps of one message.
    func choice(_ message: MessageID? = nil) -> FailureChoice {
        FailureChoice(tenant: tenant.flatMap { TenantID($0) }, lane: lane, cause: cause, message: message)
    }

    /// Whom it concerns: the lane's service, the one that is named, or all.
    var services: [String] {
        if let service { return [service] }
        if let lane { return [Self.service(of: lane)] }
        return Topology.answering
    }
}

/// The id of a message.
struct MessageArgument: ParsableArguments {
    @Argument(help: "The message's id, a UUID.")
    var message: String

    mutating func validate() throws {
        if MessageID(message) == nil { throw ValidationError("a message's id is a UUID, not '\(message)'.") }
    }
}
