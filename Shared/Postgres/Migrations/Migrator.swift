public import Logging

/// Brings one schema up to date: applies numbered files of SQL, forward only, each once, and records them in
/// `<schema>.schema_migrations` with their checksums.
///
/// Instances that start together take turns by an advisory lock; the later ones find nothing left to do.
public struct Migrator: Sendable {
    /// How long to wait for another instance, and for each lock on a table.
    public struct Patience: Sendable {
        /// In all, for another instance that migrates the same schema.
        public var forOthers = Duration.seconds(300)
        /// For a table's lock; while a step waits for one, everybody else waits behind it.
        public var forTableLock = Duration.seconds(5)
        /// How often a step is tried when it does not get its locks in time.
        public var attempts = 10

        /// Minutes for others, seconds for a table.
        public init() {}
    }

    let configuration: PostgresConfiguration
    let schema: String
    let sources: [MigrationSource]
    let logger: Logger
    /// How long to wait for others.
    public var patience = Patience()

    /// A migrator for one schema. The configuration's role must own the schema, or be allowed to create it. Sources are
    /// applied in the order given.
    public init(_ configuration: PostgresConfiguration, schema: String, sources: [MigrationSource], logger: Logger) {
        self.configuration = configuration
        self.schema = schema
        self.sources = sources
        self.logger = logger
    }

    /// Applies everything that is pending.
    public func migrate() async throws {
        let migrations = try loadAll()
        try await withConnection { connection in
            try await lock(connection)
            try await prepare(connection)
            for migration in try await pending(migrations, on: connection) {
                try await apply(migration, on: connection)
                logger.debug("schema migrated", metadata: ["db.migration": "\(migration)"])
            }
        }
    }

    /// What ``migrate()`` would apply, in order.
    public func pending() async throws -> [Migration] {
        let migrations = try loadAll()
        return try await withConnection { try await pending(migrations, on: $0) }
    }

    /// Throws unless the schema is at least as new as this program. Newer is fine: a step never breaks the version
    /// before it.
    public func verify() async throws {
        let missing = try await pending()
        guard missing.isEmpty else { throw MigrationError.behind(schema: schema, missing: missing.map(\.description)) }
    }

    private func loadAll() throws(MigrationError) -> [Migration] {
        var migrations: [Migration] = []
        for source in sources { migrations += try source.migrations() }
        return migrations
    }

    private func withConnection<Value: Sendable>(
        _ body: (PostgresConnection) async throws -> Value
    ) async throws -> Value {
        var configuration = configuration
        configuration.searchPath = [schema]
        let connection = try await PostgresConnection.open(configuration, logger: logger)
        do {
            let value = try await body(connection)
            await connection.close()
            return value
        } catch {
            await connection.close()
            throw error
        }
    }
}
