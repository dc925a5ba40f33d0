import Foundation
package import TestKit

/// Who is told what: the settings of every process.
package struct ServicePlan: Sendable {
    /// Whose platform it is, in lower case.
    let name: String
    /// As each of the broker's users, by their names.
    let brokers: [String: String]
    /// The database as the services reach it.
    let database: String
    let seed: UInt64
    let sandboxPort: Int
    /// The first gateway's, which the webhooks go to.
    let gatewayPort: Int
    /// What services are told besides or otherwise, by their names.
    let own: [String: [String: String]]

    package var sandbox: String { "http://127.0.0.1:\(sandboxPort)" }
    package var gateway: String { "http://127.0.0.1:\(gatewayPort)" }
    /// What every platform is told.
    package var platform: SandboxedPlatform { SandboxedPlatform(name, sandbox: sandbox, gateway: gateway) }

    /// The settings of an instance whose admin server gets this port.
    ///
    /// - Parameter ownPort: of a gateway that is not the first.
    func settings(_ post: Post, adminPort: Int, ownPort: Int) throws -> [String: String] {
        let all =
            switch post.service {
            case "sandbox": sandboxSettings
            case "gateway":
                platform.app.merging(
                    ["AMQP_URL": try broker(post.service), "ADMIN_PORT": "\(adminPort)", "GATEWAY_PORT": "\(ownPort)"])
            case "ingestion": try common(post, adminPort).merging(platform.ingestion)
            case "fulfillment": try common(post, adminPort).merging(platform.fulfillment)
            default: try common(post, adminPort)
            }
        return all.merging(own[post.service] ?? [:])
    }

    private func broker(_ user: String) throws -> String {
        guard let address = brokers[user] else { throw WrongSetting(text: "the broker has no user \(user).") }
        return address
    }

    private func common(_ post: Post, _ adminPort: Int) throws -> [String: String] {
        [
            "AMQP_URL": try broker(post.service), "DATABASE_URL": try TestRoles(of: post.service, in: database).worker,
            "ADMIN_PORT": "\(adminPort)", "BOOTSTRAP_AGENCY": name.capitalized,
        ]
    }

    private var sandboxSettings: [String: String] {
        platform.partners.merging([
            "SANDBOX_PORT": "\(sandboxPort)", "SANDBOX_SEED": "\(seed)", "SANDBOX_DEMO_SHOPS": "-",
        ])
    }
}
