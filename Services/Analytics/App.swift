import Foundation
import Messaging
import Postgres
import ServiceKit

/// Turns orders, returns and parcels into the figures that owners look at.
@main struct App: ShopService {
    static let name = "analytics"
    static let summary = "Turns orders, returns and parcels into the figures that owners look at."

    static func assemble(_ config: Config, _ context: ServiceContext) async throws -> Assembly {
        let platform = try await Platform(config.platform, context, migrations: migrations)
        let messaging = try platform.messaging(
            lanes: Subscriptions.lanes(batch: config.platform.batch), requests: Subscriptions.requests(),
            view: OperatorShelf())
        let worker = try Worker(
            WorkQueue(platform.database), messaging, kinds: Subscriptions.work(), name: context.instance,
            concurrency: 2, logger: context.logger)
        return platform.assembly([messaging, worker], messaging)
    }

    static func migrate(_ config: Config, _ context: ServiceContext) async throws {
        try await Platform.migrate(config.platform, context, migrations: migrations)
    }

    /// The service's own tables.
    static var migrations: MigrationSource {
        MigrationSource(name: name, folder: Bundle.module.bundleURL.appending(path: "Migrations"))
    }
}
