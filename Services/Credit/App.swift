import Foundation
import Messaging
import Postgres
import ServiceKit

/// Scores people by their real transactions, explains every point, and lets lenders read by consent alone.
@main struct App: ShopService {
    static let name = "credit"
    static let summary = "Scores people by their real transactions, and lets lenders read by consent alone."

    static func assemble(_ config: Config, _ context: ServiceContext) async throws -> Assembly {
        let bureau = Bureau(models: try RuleShelf.models(), markets: try RuleShelf.markets(), pause: config.pause)
        let platform = try await Platform(config.platform, context, migrations: migrations)
        let queue = WorkQueue(platform.database)
        let messaging = try platform.messaging(
            lanes: Subscriptions.lanes(bureau, queue, batch: config.platform.batch),
            requests: Subscriptions.requests(bureau, queue), view: OperatorShelf())
        let worker = try Worker(
            queue, messaging, kinds: Subscriptions.work(bureau), name: context.instance, concurrency: config.workers,
            logger: context.logger)
        try await DatabaseStart.wait(context.logger) { try await queue.enqueue([ScoreAge.item, ScoreThin.item]) }
        let meter = ScoreMeter(database: platform.database, logger: context.logger)
        return platform.assembly([meter, messaging, worker], messaging)
    }

    static func migrate(_ config: Config, _ context: ServiceContext) async throws {
        try await Platform.migrate(config.platform, context, migrations: migrations)
    }

    /// The service's own tables.
    static var migrations: MigrationSource {
        MigrationSource(name: name, folder: Bundle.module.bundleURL.appending(path: "Migrations"))
    }
}
