import Foundation
import Messaging
import Outbound
import Postgres
import ServiceKit
import Shippo

/// Buys labels for reserved orders, has the channel ship them, and follows the parcels.
@main struct App: ShopService {
    static let name = "fulfillment"
    static let summary = "Buys labels for reserved orders, has the channel ship them, and follows the parcels."

    static func assemble(_ config: Config, _ context: ServiceContext) async throws -> Assembly {
        let platform = try await Platform(config.platform, context, migrations: migrations)
        let queue = WorkQueue(platform.database)
        let vault = try config.vault()
        let recipients = RecipientStore(vault: vault)
        let settings = try config.work()
        let facts = OrderFactHandler(recipients: recipients, queue: queue, usual: settings.usual)
        let shippo = ShippoClient(
            http: config.http, token: .init(config.shippoToken.reveal()), base: config.shippoAddress)
        let messaging = try platform.messaging(
            lanes: Subscriptions.lanes(.init(facts: facts, queue: queue), batch: config.platform.batch),
            requests: Subscriptions.requests(Counter(usual: settings.usual, queue: queue)), vault: vault,
            view: OperatorShelf(shippo: shippo, queue: queue))
        let office = Office(
            database: platform.database, messaging: messaging, shippo: shippo, recipients: recipients, queue: queue,
            settings: settings)
        let worker = try Worker(
            queue, messaging, kinds: Subscriptions.work(office), name: context.instance, concurrency: config.workers,
            logger: context.logger)
        try await DatabaseStart.wait(context.logger) {
            try await queue.enqueue([KeepHouse.item, ReconcileLabels.item(every: settings.reconcileEvery)])
        }
        return platform.assembly([messaging, worker], messaging)
    }

    static func migrate(_ config: Config, _ context: ServiceContext) async throws {
        try await Platform.migrate(config.platform, context, migrations: migrations)
    }

    static func keyRotation(_ config: Config, _ context: ServiceContext) async throws -> KeyRotation? {
        let vault = try config.vault()
        let platform = try await Platform(config.platform, context, migrations: migrations)
        return KeyRotation(platform.database, [RecipientStore.sealed(vault)] + SealedColumn.ofMessages(vault))
    }

    /// The service's own tables.
    static var migrations: MigrationSource {
        MigrationSource(name: name, folder: Bundle.module.bundleURL.appending(path: "Migrations"))
    }
}
