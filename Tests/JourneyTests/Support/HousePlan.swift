import Foundation
import TestKit

/// Who is told what: the settings of every process.
struct HousePlan: Sendable {
    let broker: String
    /// The broker as its user operator.
    let operators: String
    let database: String
    let ports: Ports
    let folder: URL
    let sandbox: [String: String]
    let services: [String: [String: String]]

    static let appSecret = "journey_secret"
    static let shippoToken = "shippo_test_journey"
    static let shippoWebhookToken = "journey_webhooks"

    func log(_ name: String) -> URL { folder.appending(path: "\(name).log") }

    /// The settings of a service.
    func settings(_ name: String) throws -> [String: String] {
        try usual(name).merging(services[name] ?? [:])
    }

    private func usual(_ name: String) throws -> [String: String] {
        switch name {
        case "sandbox": sandboxSettings
        case "ingestion": try common(name).merging(partner).merging(ingestion)
        case "fulfillment": try common(name).merging(fulfillment)
        case "gateway": partner.merging(gateway)
        default: try common(name)
        }
    }

    private func common(_ name: String) throws -> [String: String] {
        [
            "AMQP_URL": broker, "DATABASE_URL": try TestRoles(of: name, in: database).worker,
            "ADMIN_PORT": ports[name], "BOOTSTRAP_AGENCY": "Journey",
        ]
    }

    private var partner: [String: String] {
        [
            "TIKTOK_APP_KEY": "sandbox_operations", "TIKTOK_APP_SECRET": Self.appSecret,
            "TIKTOK_SERVICE_ID": "7400000000000000001",
        ]
    }

    private var ingestion: [String: String] {
        [
            "TIKTOK_URL": ports.address("sandbox"), "INGESTION_ACCESS_KEYS": Self.key("access"),
            "INGESTION_REFRESH_KEYS": Self.key("refresh"), "INGESTION_PERSONAL_KEYS": Self.key("personal"),
            "INGESTION_PSEUDONYM_KEY": "journey", "POLL_EVERY": "5s", "RETURNS_EVERY": "5s",
        ]
    }

    private var fulfillment: [String: String] {
        [
            "SHIPPO_URL": ports.address("sandbox") + "/shippo", "SHIPPO_TOKEN": Self.shippoToken,
            "FULFILLMENT_PERSONAL_KEYS": Self.key("fulfillment"),
        ]
    }

    private var gateway: [String: String] {
        [
            "AMQP_URL": broker, "GATEWAY_PORT": ports["gateway.http"], "ADMIN_PORT": ports["gateway"],
            "SHIPPO_WEBHOOK_TOKEN": Self.shippoWebhookToken,
        ]
    }

    private var sandboxSettings: [String: String] {
        let own = [
            "SANDBOX_PORT": ports["sandbox"], "SANDBOX_DEMO_SHOPS": "US", "SANDBOX_TIME_SCALE": "3600",
            "SANDBOX_OPERATIONS_APP_SECRET": Self.appSecret,
            "SANDBOX_OPERATIONS_REDIRECT_URL": ports.address("gateway.http") + "/api/tiktokshop/callback",
            "SANDBOX_OPERATIONS_WEBHOOK_URL": ports.address("gateway.http") + "/webhooks/tiktok",
            "SANDBOX_SHIPPO_TOKENS": Self.shippoToken, "SANDBOX_SHIPPO_FAILURE_RATE": "0",
        ]
        return own.merging(sandbox)
    }

    /// A key of 32 bytes that is the same in every run.
    private static func key(_ name: String) -> String {
        let bytes = Data((name + String(repeating: ".", count: 32)).utf8.prefix(32))
        return "k1:" + bytes.base64EncodedString()
    }
}

extension [String: String] {
    /// Both; the second wins.
    func merging(_ others: [String: String]) -> [String: String] { merging(others) { $1 } }
}
