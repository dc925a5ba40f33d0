import Foundation
import Messaging
import Postgres
import ServiceKit

/// Buys labels for reserved orders, has the channel ship them, and follows the parcels.
@main struct App: ShopService {
    static let name = "fulfillment"
    static let summary = "Buys labels for reserved orders, has the channel ship them, and follows the parcels."

    static func assemble(_ config: Config, _ context: ServiceContext) async throws -> Assembly {
        let platform = try await Platform(config.platform, context, migrations: migrations)
        let messaging = try platform.messaging(lanes: [])
        return platform.assembly([messaging], messaging)
    }

    static func migrate(_ config: Config, _ context: ServiceContext) async throws {
        try await Platform.migrate(config.platform, context, migrations: migrations)
    }

    /// The service's own tables.
    static var migrations: MigrationSource {
        MigrationSource(name: name, folder: Bundle.module.bundleURL.appending(path: "Migrations"))
    }
}
