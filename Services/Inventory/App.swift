import AMQP
import Contracts
import Foundation
import Logging
import Messaging
import Postgres
import ServiceKit
import ServiceLifecycle

/// Counts what can be sold, reserves it for orders, and tells the channels what is left.
@main struct App: ShopService {
    static let name = "inventory"
    static let summary = "Counts what can be sold, reserves it for orders, and tells the channels what is left."

    static func assemble(_ config: Config, _ context: ServiceContext) async throws -> Assembly {
        let database = PostgresPool(
            try configuration(config), size: config.connections, logger: context.logger)
        let tls = config.brokerAuthority.isEmpty ? nil : AMQPConfiguration.TLS(caFile: config.brokerAuthority)
        let messaging = try Messaging(
            service: name, broker: AMQPConfiguration(url: config.broker.reveal(), tls: tls), database: database,
            topology: Topology.broker(for: name), router: Topology.route,
            lanes: Subscriptions.lanes(batch: config.batch), logger: context.logger)
        try await migrator(config, context.logger).verify()
        return Assembly(
            [Closing(database: database), messaging],
            readiness: [
                ReadinessCheck("postgres") { try await database.run("SELECT 1") },
                .isTrue("broker", otherwise: "not every lane is consuming") { messaging.troubles().isEmpty },
            ])
    }

    static func migrate(_ config: Config, _ context: ServiceContext) async throws {
        try await migrator(config, context.logger).migrate()
    }

    private static func migrator(_ config: Config, _ logger: Logger) throws -> Migrator {
        Migrator(try configuration(config), schema: name, sources: [Messaging.migrations, migrations], logger: logger)
    }

    private static func configuration(_ config: Config) throws -> PostgresConfiguration {
        var configuration = try PostgresConfiguration(url: config.database.reveal())
        configuration.searchPath = [name]
        configuration.applicationName = name
        return configuration
    }

    /// Inventory's own tables.
    static var migrations: MigrationSource {
        MigrationSource(name: name, folder: Bundle.module.bundleURL.appending(path: "Migrations"))
    }
}

/// Closes the database's connections, last of all.
private struct Closing: Service {
    let database: PostgresPool

    func run() async throws {
        try? await gracefulShutdown()
        await database.close()
    }
}
