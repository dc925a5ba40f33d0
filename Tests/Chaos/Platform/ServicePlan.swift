import TestKit

/// Who is told what: the settings of every process.
struct ServicePlan: Sendable {
    /// As each of the broker's users, by their names; by way of a proxy that drops connections on demand.
    let brokers: [String: String]
    /// By way of such a proxy, too.
    let database: String
    let seed: UInt64
    let sandboxPort: Int
    /// The first gateway's, which the webhooks go to.
    let gatewayPort: Int

    var sandbox: String { "http://127.0.0.1:\(sandboxPort)" }
    var gateway: String { "http://127.0.0.1:\(gatewayPort)" }
    /// What every platform is told.
    private var platform: SandboxedPlatform { SandboxedPlatform("chaos", sandbox: sandbox, gateway: gateway) }

    /// The settings of an instance whose admin server gets this port.
    ///
    /// - Parameter ownPort: of a gateway that is not the first.
    func settings(_ post: Post, adminPort: Int, ownPort: Int) throws -> [String: String] {
        switch post.service {
        case "sandbox": sandboxSettings
        case "gateway":
            platform.app.merging(
                ["AMQP_URL": try broker(post.service), "ADMIN_PORT": "\(adminPort)", "GATEWAY_PORT": "\(ownPort)"])
        case "ingestion":
            try common(post, adminPort).merging(platform.ingestion).merging(["RETURNS_EVERY": "10s"])
        case "fulfillment": try common(post, adminPort).merging(fulfillment)
        default: try common(post, adminPort)
        }
    }

    private func broker(_ user: String) throws -> String {
        guard let address = brokers[user] else { throw WrongSetting(text: "the broker has no user \(user).") }
        return address
    }

    private func common(_ post: Post, _ adminPort: Int) throws -> [String: String] {
        [
            "AMQP_URL": try broker(post.service), "DATABASE_URL": try TestRoles(of: post.service, in: database).worker,
            "ADMIN_PORT": "\(adminPort)", "BOOTSTRAP_AGENCY": "Chaos",
        ]
    }

    /// Short deadlines, so that purchases land after them and are found, adopted or refunded within the run.
    private var fulfillment: [String: String] {
        platform.fulfillment.merging([
            "LABEL_DEADLINE": "4s", "LABEL_GRACE": "6s", "LABEL_ABSENT_GAP": "3s", "RECONCILE_EVERY": "10s",
            "REFUND_EVERY": "10s",
        ])
    }

    private var sandboxSettings: [String: String] {
        platform.partners.merging([
            "SANDBOX_PORT": "\(sandboxPort)", "SANDBOX_SEED": "\(seed)", "SANDBOX_DEMO_SHOPS": "-",
            "SANDBOX_SHIPPO_LIMIT_FACTOR": "0", "SANDBOX_RATE_WRITE": "50", "SANDBOX_RATE_READ": "50",
            "SANDBOX_RATE_LIGHT_READ": "50", "SANDBOX_RATE_HEAVY_WRITE": "10",
            // An order that we lost must not become one that the channel gave up.
            "SANDBOX_CANCELS_LATE_ORDERS": "false",
        ])
    }
}
