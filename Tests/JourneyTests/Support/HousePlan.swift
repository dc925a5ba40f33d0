import Foundation
import Outbound
import TestKit

/// Who is told what: the settings of every process.
struct HousePlan: Sendable {
    /// The broker as an administrator has it in hand.
    let virtualHost: TestBroker
    /// The broker as each of its users, by their names.
    let users: [String: String]
    /// The database as an administrator reaches it.
    var database: String
    let ports: Ports
    let folder: URL
    let sandbox: [String: String]
    let services: [String: [String: String]]
    /// Where nothing is said in plain text; nil: all is.
    let servers: EncryptedServers?

    static let shippoWebhookToken = "journey_webhooks"

    /// What every platform is told.
    var platform: SandboxedPlatform {
        SandboxedPlatform("journey", sandbox: ports.address("sandbox"), gateway: door)
    }

    /// The gateway's address.
    var door: String { servers == nil ? ports.address("gateway.http") : "https://localhost:\(ports["gateway.http"])" }

    /// A client that trusts whoever vouches for the door.
    func http() -> HTTPClient {
        var configuration = HTTPClient.Configuration()
        configuration.caFile = servers?.authority.certificate
        return HTTPClient(configuration)
    }

    /// How whoever speaks with the broker knows it.
    var brokerTrust: [String: String] { servers.map { ["AMQP_CA_FILE": $0.authority.certificate] } ?? [:] }

    /// The broker as an administrator.
    var broker: String { virtualHost.url }

    /// The broker as its user operator.
    var operators: String { address(of: "operator") }

    private func address(of user: String) -> String { users[user] ?? "" }

    func log(_ name: String) -> URL { folder.appending(path: "\(name).log") }

    /// The settings of a service.
    func settings(_ name: String) throws -> [String: String] {
        let trust = name == "sandbox" ? [:] : brokerTrust
        return try usual(name).merging(trust).merging(services[name] ?? [:])
    }

    private func usual(_ name: String) throws -> [String: String] {
        switch name {
        case "sandbox": sandboxSettings.merging(servers?.sandbox ?? [:])
        case "ingestion": try common(name).merging(platform.ingestion).merging(["RETURNS_EVERY": "5s"])
        case "fulfillment": try common(name).merging(platform.fulfillment)
        case "gateway": platform.app.merging(gateway).merging(servers?.gateway ?? [:])
        default: try common(name)
        }
    }

    private func common(_ name: String) throws -> [String: String] {
        [
            "AMQP_URL": address(of: name), "DATABASE_URL": try worker(name), "ADMIN_PORT": ports[name],
            "BOOTSTRAP_AGENCY": "Journey",
        ]
    }

    /// The database as a service reaches it; with a password, for which this server does not ask.
    private func worker(_ name: String) throws -> String {
        let address = try TestRoles(of: name, in: database).worker
        guard var parts = URLComponents(string: address) else { return address }
        parts.password = "\(name).Let-Aardvark-In"
        return parts.string ?? address
    }

    private var gateway: [String: String] {
        [
            "AMQP_URL": address(of: "gateway"), "GATEWAY_PORT": ports["gateway.http"], "ADMIN_PORT": ports["gateway"],
            "SHIPPO_WEBHOOK_TOKEN": Self.shippoWebhookToken,
        ]
    }

    private var sandboxSettings: [String: String] {
        platform.partners.merging(["SANDBOX_PORT": ports["sandbox"], "SANDBOX_DEMO_SHOPS": "US"]).merging(sandbox)
    }
}
