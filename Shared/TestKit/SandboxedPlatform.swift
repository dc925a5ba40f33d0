internal import Foundation

/// What the processes of a whole platform are told when they run against a sandbox in the partners' place: the same
/// for everybody who starts one, but for addresses and what they add themselves.
public struct SandboxedPlatform: Sendable {
    /// Whose platform it is, in lower case: all its secrets are made of this.
    public let name: String
    /// The sandbox's address.
    public let sandbox: String
    /// The gateway's address, which webhooks go to.
    public let gateway: String

    /// Settings of a platform of this name.
    public init(_ name: String, sandbox: String, gateway: String) {
        self.name = name
        self.sandbox = sandbox
        self.gateway = gateway
    }

    /// What signs calls of TikTok Shop, and its webhooks.
    public var appSecret: String { "\(name)_secret" }
    /// What signs calls of the app that only reads.
    public var readingSecret: String { "\(name)_reading_secret" }
    /// A token of Shippo's.
    public var shippoToken: String { "shippo_test_\(name)" }

    /// Who we are to TikTok Shop: for Ingestion and the Gateway.
    public var app: [String: String] {
        [
            "TIKTOK_APP_KEY": "sandbox_operations", "TIKTOK_APP_SECRET": appSecret,
            "TIKTOK_SERVICE_ID": "7400000000000000001", "TIKTOK_CREDIT_APP_KEY": "sandbox_credit",
            "TIKTOK_CREDIT_APP_SECRET": readingSecret, "TIKTOK_CREDIT_SERVICE_ID": "7400000000000000002",
        ]
    }

    /// Ingestion's, with the app.
    public var ingestion: [String: String] {
        let own = [
            "TIKTOK_URL": sandbox, "INGESTION_ACCESS_KEYS": key("access"), "INGESTION_REFRESH_KEYS": key("refresh"),
            "INGESTION_PERSONAL_KEYS": key("personal"), "INGESTION_PSEUDONYM_KEY": name, "POLL_EVERY": "5s",
        ]
        return app.merging(own)
    }

    /// Fulfillment's.
    public var fulfillment: [String: String] {
        [
            "SHIPPO_URL": sandbox + "/shippo", "SHIPPO_TOKEN": shippoToken,
            "FULFILLMENT_PERSONAL_KEYS": key("fulfillment"),
        ]
    }

    /// The sandbox's: an hour of it in a second, and no failures but those that are asked for.
    public var partners: [String: String] {
        [
            "SANDBOX_TIME_SCALE": "3600", "SANDBOX_OPERATIONS_APP_SECRET": appSecret,
            "SANDBOX_OPERATIONS_REDIRECT_URL": gateway + "/api/tiktokshop/callback",
            "SANDBOX_OPERATIONS_WEBHOOK_URL": gateway + "/webhooks/tiktok", "SANDBOX_SHIPPO_TOKENS": shippoToken,
            "SANDBOX_CREDIT_APP_SECRET": readingSecret,
            "SANDBOX_CREDIT_REDIRECT_URL": gateway + "/api/tiktokshop/callback",
            "SANDBOX_SHIPPO_FAILURE_RATE": "0",
        ]
    }

    /// A key of 32 bytes that is the same in every run.
    private func key(_ name: String) -> String {
        "k1:" + Data((name + String(repeating: ".", count: 32)).utf8.prefix(32)).base64EncodedString()
    }
}

extension [String: String] {
    /// Both; the second wins.
    public func merging(_ others: [String: String]) -> [String: String] { merging(others) { $1 } }
}
