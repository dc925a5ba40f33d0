import TestKit

/// A broker and a database of one test's own that speak TLS alone, and what the gateway shows to its callers. One
/// authority vouches for all three.
struct EncryptedServers: Sendable {
    let authority: PrivateAuthority
    let broker: PrivateBroker
    let database: PrivateDatabase
    private let door: PrivateAuthority.Identity

    /// Whether what they are made of is installed.
    static let areAvailable = PrivateBroker.isAvailable && PrivateDatabase.isAvailable

    /// Starts them, and ends them after the body.
    static func run<Value: Sendable>(_ body: (EncryptedServers) async throws -> Value) async throws -> Value {
        try await PrivateAuthority.lend { authority in
            let door = try await authority.vouch(for: "DNS:localhost")
            return try await PrivateDatabase.run(authority, door: .underTLS) { database, _ in
                try await PrivateBroker.run(authority) { broker in
                    try await broker.closePlainPort()
                    return try await body(
                        EncryptedServers(authority: authority, broker: broker, database: database, door: door))
                }
            }
        }
    }

    /// What the gateway is told of its certificate.
    var gateway: [String: String] {
        ["GATEWAY_TLS_CERTIFICATE_FILE": door.certificate, "GATEWAY_TLS_KEY_FILE": door.key]
    }

    /// What the sandbox is told, which calls the gateway with webhooks.
    var sandbox: [String: String] { ["SANDBOX_CA_FILE": authority.certificate] }
}
