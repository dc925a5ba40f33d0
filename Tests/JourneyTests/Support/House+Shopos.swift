import Foundation
import TestKit
import Testing

/// What a command of the operator's has said.
struct Said: Sendable {
    let status: Int32
    let text: String
    /// What it says to programs; null when it speaks to people.
    let json: JSONValue
}

extension House {
    /// Runs the operator's command line to its end.
    ///
    /// - Parameters:
    ///   - broker: Where it looks for the broker; nil: as the broker user operator.
    ///   - management: Whether it may ask the broker's management interface.
    ///   - settings: What it is told besides, or otherwise.
    func shopos(
        _ arguments: String..., broker: String? = nil, management: Bool = false, settings: [String: String] = [:]
    ) async throws -> Said {
        try await shopos(arguments, broker: broker, management: management, settings: settings)
    }

    /// The same, with words that were put together before.
    func shopos(
        _ arguments: [String], broker: String? = nil, management: Bool = false, settings more: [String: String] = [:]
    ) async throws -> Said {
        var settings = ["AMQP_URL": broker ?? plan.operators, "SHOPOS_ACTOR": "test", "HOME": "/"]
        if management {
            let shared = ProcessInfo.processInfo.environment["TEST_MANAGEMENT_URL"]
            settings["MANAGEMENT_URL"] = plan.servers?.broker.management ?? shared
        }
        settings = settings.merging(plan.brokerTrust).merging(more)
        let log = plan.log("shopos.\(UUID().uuidString)")
        let command = try ServiceProcess("shopos", arguments, settings: settings, log: log)
        defer { command.reap() }
        while command.isRunning { try await Task.sleep(for: .milliseconds(10)) }
        let text = command.output
        let json = (try? JSONDecoder().decode(JSONValue.self, from: Data(text.utf8))) ?? .null
        return Said(status: command.status, text: text, json: json)
    }
}
