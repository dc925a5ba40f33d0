import Foundation
import TestKit

/// Who is told what: the settings of every process.
struct ServicePlan: Sendable {
    /// By way of a proxy that drops connections on demand.
    let broker: String
    /// The same.
    let database: String
    let seed: UInt64
    let sandboxPort: Int
    /// The first gateway's, which the webhooks go to.
    let gatewayPort: Int

    private static let appSecret = "chaos_secret"
    private static let shippoToken = "shippo_test_chaos"

    var sandbox: String { "http://127.0.0.1:\(sandboxPort)" }
    var gateway: String { "http://127.0.0.1:\(gatewayPort)" }

    /// The settings of an instance whose admin server gets this port.
    ///
    /// - Parameter ownPort: of a gateway that is not the first.
    func settings(_ post: Post, adminPort: Int, ownPort: Int) throws -> [String: String] {
        switch post.service {
        case "sandbox": sandboxSettings
        case "gateway":
            partner.merging(
                ["AMQP_URL": broker, "ADMIN_PORT": "\(adminPort)", "GATEWAY_PORT": "\(ownPort)"]) { $1 }
        case "ingestion": try common(post, adminPort).merging(partner) { $1 }.merging(ingestion) { $1 }
        case "fulfillment": try common(post, adminPort).merging(fulfillment) { $1 }
        default: try common(post, adminPort)
        }
    }

    private func common(_ post: Post, _ adminPort: Int) throws -> [String: String] {
        [
            "AMQP_URL": broker, "DATABASE_URL": try TestRoles(of: post.service, in: database).worker,
            "ADMIN_PORT": "\(adminPort)", "BOOTSTRAP_AGENCY": "Chaos",
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
            "TIKTOK_URL": sandbox, "INGESTION_ACCESS_KEYS": Self.key("access"),
            "INGESTION_REFRESH_KEYS": Self.key("refresh"), "INGESTION_PERSONAL_KEYS": Self.key("personal"),
            "INGESTION_PSEUDONYM_KEY": "chaos", "POLL_EVERY": "5s", "RETURNS_EVERY": "10s",
        ]
    }

    /// Short deadlines, so that purchases land after them and are found, adopted or refunded within the run.
    private var fulfillment: [String: String] {
        [
            "SHIPPO_URL": sandbox + "/shippo", "SHIPPO_TOKEN": Self.shippoToken,
            "FULFILLMENT_PERSONAL_KEYS": Self.key("fulfillment"), "LABEL_DEADLINE": "4s", "LABEL_GRACE": "6s",
            "LABEL_ABSENT_GAP": "3s", "RECONCILE_EVERY": "10s", "REFUND_EVERY": "10s",
        ]
    }

    private var sandboxSettings: [String: String] {
        [
            "SANDBOX_PORT": "\(sandboxPort)", "SANDBOX_SEED": "\(seed)", "SANDBOX_DEMO_SHOPS": "-",
            "SANDBOX_TIME_SCALE": "3600", "SANDBOX_OPERATIONS_APP_SECRET": Self.appSecret,
            "SANDBOX_OPERATIONS_REDIRECT_URL": gateway + "/api/tiktokshop/callback",
            "SANDBOX_OPERATIONS_WEBHOOK_URL": gateway + "/webhooks/tiktok",
            "SANDBOX_SHIPPO_TOKENS": Self.shippoToken, "SANDBOX_SHIPPO_FAILURE_RATE": "0",
            "SANDBOX_SHIPPO_LIMIT_FACTOR": "0", "SANDBOX_RATE_WRITE": "50", "SANDBOX_RATE_READ": "50",
            "SANDBOX_RATE_LIGHT_READ": "50", "SANDBOX_RATE_HEAVY_WRITE": "10",
        ]
    }

    /// A key of 32 bytes that is the same in every run.
    private static func key(_ name: String) -> String {
        "k1:" + Data((name + String(repeating: ".", count: 32)).utf8.prefix(32)).base64EncodedString()
    }
}
