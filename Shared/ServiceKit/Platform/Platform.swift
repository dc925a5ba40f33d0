public import AMQP
import Contracts
public import Messaging
public import Postgres
public import ServiceLifecycle

/// What a service stands on: its own schema and its queues. The few lines that every `App.swift` would repeat.
///
/// ```swift
/// let platform = try await Platform(config.platform, context, migrations: migrations)
/// let messaging = try platform.messaging(lanes: Subscriptions.lanes(batch: config.platform.batch))
/// return platform.assembly([messaging], messaging)
/// ```
public struct Platform: Sendable {
    /// The service's connections; the search path is its schema.
    public let database: PostgresPool
    /// How the broker is reached.
    public let broker: AMQPConfiguration
    private let context: ServiceContext
    /// The role that requests run under.
    private let tenantRole: String
    private let remembers: Bool

    /// Connects, and makes sure that the role is fit and the schema is new enough; waits for a database that is away.
    ///
    /// - Throws: ``ConfigurationError`` for a setting that cannot work; `PostgresError`, `MigrationError`.
    public init(_ settings: PlatformSettings, _ context: ServiceContext, migrations: MigrationSource) async throws {
        self.context = context
        tenantRole = "\(context.name)_tenant"
        remembers = settings.remembers
        let tls = settings.brokerAuthority.isEmpty ? nil : AMQPConfiguration.TLS(caFile: settings.brokerAuthority)
        broker = try AMQPConfiguration.setting("AMQP_URL", settings.broker, tls: tls).dialled(by: context.instance)
        let database = PostgresPool(
            try Self.configuration("DATABASE_URL", settings.database, context), size: settings.connections,
            logger: context.logger)
        self.database = database
        let migrator = try Self.migrator("DATABASE_URL", settings.database, context, migrations)
        try await DatabaseStart.wait(context.logger) { [tenantRole] in
            try await DatabaseRole.check(database, tenant: tenantRole, isSuperuserAllowed: settings.allowsSuperuser)
            try await migrator.verify()
        }
    }

    /// The service's lanes, its outbox and what it answers, over the platform's topology.
    ///
    /// - Parameters:
    ///   - vault: Seals bodies that tell of persons wherever they wait.
    ///   - view: What it tells operators of its own tables.
    /// - Throws: ``ConfigurationError`` where such messages come and there is no vault.
    public func messaging(
        lanes: [Lane], requests: [RequestSubscription] = [], vault: Vault? = nil,
        view: any OperatorView = NothingToShow()
    ) throws -> Messaging {
        do {
            return try Messaging(
                service: context.name, broker: broker, database: database,
                topology: Topology.broker(for: context.name), router: Topology.route, lanes: lanes,
                requests: requests, vault: vault, tenantRole: tenantRole, view: view, keepsTold: remembers,
                instance: context.instance, version: context.version, logger: context.logger)
        } catch let missing as MissingVault {
            throw ConfigurationError(
                key: "\(context.name.uppercased())_PERSONAL_KEYS", "must be set: \(missing.description).")
        }
    }

    /// Reads the keys of a vault as settings hold them.
    ///
    /// - Parameter key: The setting's name, such as `INGESTION_PERSONAL_KEYS`.
    public static func vault(_ keys: Secret, _ key: String) throws(ConfigurationError) -> Vault {
        if let vault = Vault(keys.reveal()) { return vault }
        throw ConfigurationError(key: key, "must be name:base64 of 32 bytes, several apart by commas.")
    }

    /// The service: the database closes last, and it is ready when it answers and every lane is consuming.
    public func assembly(
        _ parts: [any Service], _ messaging: Messaging, readiness: [ReadinessCheck] = []
    ) -> Assembly {
        var assembly = Assembly(
            [Closing(database: database)] + parts,
            readiness: [
                ReadinessCheck("postgres") { [database] in try await database.run("SELECT 1") },
                ReadinessCheck("broker") {
                    let troubles = messaging.troubles()
                    if !troubles.isEmpty { throw NotReady(reason: troubles.joined(separator: "; ")) }
                },
            ] + readiness)
        assembly.onReadiness = { report in
            messaging.tells {
                let report = report()
                return (
                    report.isStopping,
                    report.checks.map { InstanceCheck(name: $0.name, trouble: $0.isReady ? nil : $0.reason ?? "no") }
                )
            }
        }
        return assembly
    }

    /// Brings the schema up to date: the tables of messages first, then the service's own.
    public static func migrate(
        _ settings: PlatformSettings, _ context: ServiceContext, migrations: MigrationSource
    ) async throws {
        if settings.migrationDatabase.reveal().isEmpty {
            try await migrator("DATABASE_URL", settings.database, context, migrations).migrate()
        } else {
            try await migrator("MIGRATION_DATABASE_URL", settings.migrationDatabase, context, migrations).migrate()
        }
    }

    private static func migrator(
        _ key: String, _ url: Secret, _ context: ServiceContext, _ migrations: MigrationSource
    ) throws -> Migrator {
        Migrator(
            try configuration(key, url, context), schema: context.name, sources: [Messaging.migrations, migrations],
            logger: context.logger)
    }

    private static func configuration(
        _ key: String, _ url: Secret, _ context: ServiceContext
    ) throws(ConfigurationError) -> PostgresConfiguration {
        var configuration: PostgresConfiguration
        do {
            configuration = try PostgresConfiguration(url: url.reveal())
        } catch {
            throw ConfigurationError(key: key, "cannot be used: \(error.message).")
        }
        configuration.searchPath = [context.name]
        // The service is known by its user, which process it is by this.
        configuration.applicationName = context.instance
        return configuration
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
