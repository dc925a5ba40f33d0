import AMQP
import Contracts
import Foundation
import Logging
import Messaging
import Postgres
import ServiceKit
import ServiceLifecycle

/// Knows who the tenants are, what their keys open and how they want to be served.
@main struct App: ShopService {
    static let name = "accounts"
    static let summary = "Knows who the tenants are, what their keys open and how they want to be served."
    /// What the worker puts on for a request.
    static let tenantRole = "accounts_tenant"

    static func assemble(_ config: Config, _ context: ServiceContext) async throws -> Assembly {
        let database = PostgresPool(try configuration(config), size: config.connections, logger: context.logger)
        try await DatabaseRole.check(database, tenant: tenantRole, isSuperuserAllowed: config.allowsSuperuser)
        try await migrator(config, context.logger).verify()
        let messaging = try Messaging(
            service: name, broker: broker(config), database: database, topology: Topology.broker(for: name),
            router: Topology.route, lanes: Subscriptions.lanes(batch: config.batch),
            requests: Subscriptions.requests(), tenantRole: tenantRole, logger: context.logger)
        var parts: [any Service] = [
            Closing(database: database), ActionMonths(database: database, logger: context.logger), messaging,
        ]
        if !config.ratesFile.isEmpty {
            parts.append(RatesFile(config.ratesFile, every: config.ratesInterval, messaging, logger: context.logger))
        }
        return Assembly(
            parts,
            readiness: [
                ReadinessCheck("postgres") { try await database.run("SELECT 1") },
                .isTrue("broker", otherwise: "not every lane is consuming") { messaging.troubles().isEmpty },
            ])
    }

    static func migrate(_ config: Config, _ context: ServiceContext) async throws {
        try await migrator(config, context.logger).migrate()
    }

    /// Makes a key that may do everything for an agency, and the agency itself when there is none of its name.
    static func bootstrap(_ config: Config, _ context: ServiceContext) async throws -> String? {
        let database = PostgresPool(try configuration(config), size: 1, logger: context.logger)
        let messaging = try Messaging(
            service: name, broker: broker(config), database: database, router: Topology.route, lanes: [],
            logger: context.logger)
        // What is sent meanwhile lies in the outbox, too: the service publishes what this short process could not.
        do {
            let key = try await Bootstrap(agency: config.firstAgency).run(messaging)
            await database.close()
            return key.text
        } catch let wrong as Wrong {
            throw ConfigurationError(key: "BOOTSTRAP_AGENCY", wrong.sentence + ".")
        }
    }

    /// Accounts' own tables.
    static var migrations: MigrationSource {
        MigrationSource(name: name, folder: Bundle.module.bundleURL.appending(path: "Migrations"))
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

    private static func broker(_ config: Config) throws -> AMQPConfiguration {
        let tls = config.brokerAuthority.isEmpty ? nil : AMQPConfiguration.TLS(caFile: config.brokerAuthority)
        return try AMQPConfiguration(url: config.broker.reveal(), tls: tls)
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
