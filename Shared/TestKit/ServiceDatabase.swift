internal import Messaging
public import Postgres

extension TemplateDatabase {
    /// That of one service, with its three roles, the tables of messaging and its own, migrated by their owner.
    ///
    /// - Parameter more: What every copy holds besides, put there by an administrator.
    public static func of(
        _ service: String, _ migrations: MigrationSource,
        filledBy more: @escaping @Sendable (_ url: String) async throws -> Void = { _ in }
    ) -> TemplateDatabase {
        TemplateDatabase(service) { url in
            let roles = try await TestRoles.make(service, in: url)
            try await Migrator(
                try PostgresConfiguration(url: roles.owner, schema: service), schema: service,
                sources: [Messaging.migrations, migrations], logger: silent
            ).migrate()
            try await more(url)
        }
    }
}

extension PostgresConfiguration {
    /// That of a database whose tables are named without their schema.
    public init(url: String, schema: String) throws {
        try self.init(url: url)
        searchPath = [schema]
    }
}

extension PostgresPool {
    /// Connects while the body runs.
    public static func lend<Value: Sendable>(
        _ configuration: PostgresConfiguration, size: Int = 4, _ body: (PostgresPool) async throws -> Value
    ) async throws -> Value {
        let pool = PostgresPool(configuration, size: size, logger: silent)
        let result = await outcome { try await body(pool) }
        await pool.close()
        return try result.get()
    }
}
