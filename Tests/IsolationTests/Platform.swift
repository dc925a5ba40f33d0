import Foundation
import Messaging
import Postgres
import TestKit

/// Every service's schema in one database, migrated as in production: by its owner, with its three roles.
enum Platform {
    /// A role that may do everything to every table, so that nothing but the policies holds it back.
    static let probe = "isolation_probe"

    /// The schemas of all services that keep tables, found by their migrations: a new service is tested from its first
    /// day.
    static let schemas: [String] = {
        let folders = try? FileManager.default.contentsOfDirectory(at: services, includingPropertiesForKeys: nil)
        return (folders ?? []).filter { FileManager.default.fileExists(atPath: migrations(in: $0).path) }
            .map { $0.lastPathComponent.lowercased() }.sorted()
    }()

    /// Lends the database, as an administrator reaches it.
    static func lend<Value: Sendable>(_ body: (PostgresPool) async throws -> Value) async throws -> Value {
        try await template.withCopy { url in
            let pool = PostgresPool(try PostgresConfiguration(url: url), size: 2, logger: silent)
            let result = await outcome { try await body(pool) }
            await pool.close()
            return try result.get()
        }
    }

    /// Lends the database's address, for those who log in as somebody.
    static func lendAddress<Value: Sendable>(_ body: (String) async throws -> Value) async throws -> Value {
        try await template.withCopy(body)
    }

    private static let services = URL(filePath: #filePath).deletingLastPathComponent()
        .appending(path: "../../Services").standardizedFileURL

    private static func migrations(in service: URL) -> URL { service.appending(path: "Migrations") }

    private static let template = TemplateDatabase("platform") { url in
        for schema in schemas { try await migrate(schema, url) }
        let connection = try await PostgresConnection.open(PostgresConfiguration(url: url), logger: silent)
        do {
            try await connection.execute(script: SQL(unsafe: loosened))
        } catch {
            await connection.close()
            throw error
        }
        await connection.close()
    }

    private static func migrate(_ schema: String, _ url: String) async throws {
        let roles = try await TestRoles.make(schema, in: url)
        let folder = services.appending(path: schema.prefix(1).uppercased() + schema.dropFirst())
        let own = MigrationSource(name: schema, folder: migrations(in: folder))
        try await Migrator(
            try PostgresConfiguration(url: roles.owner), schema: schema, sources: [Messaging.migrations, own],
            logger: silent
        ).migrate()
    }

    /// What a row must be like to make sense is no matter here, so any row can stand in any table; and what a role was
    /// not granted hides whether its policy works, so the probe is granted everything.
    private static let loosened = """
        DO $$
        DECLARE
            found record;
        BEGIN
            BEGIN
                CREATE ROLE \(probe) NOLOGIN NOSUPERUSER NOBYPASSRLS;
            EXCEPTION WHEN duplicate_object OR unique_violation THEN
                NULL;  -- roles belong to the whole server
            END;
            FOR found IN
                SELECT conrelid::regclass AS name, conname FROM pg_constraint
                WHERE contype IN ('c', 'f') AND conparentid = 0 AND coninhcount = 0
                    AND connamespace::regnamespace::text = ANY ('{\(schemas.joined(separator: ","))}')
            LOOP
                EXECUTE format('ALTER TABLE %s DROP CONSTRAINT IF EXISTS %I', found.name, found.conname);
            END LOOP;
            FOR found IN
                SELECT oid::regclass AS name FROM pg_class
                WHERE relkind IN ('r', 'p')
                    AND relnamespace::regnamespace::text = ANY ('{\(schemas.joined(separator: ","))}')
            LOOP
                EXECUTE format('ALTER TABLE %s DISABLE TRIGGER USER', found.name);
                EXECUTE format('GRANT ALL ON %s TO \(probe)', found.name);
            END LOOP;
            FOR found IN
                SELECT nspname AS name FROM pg_namespace
                WHERE nspname = ANY ('{\(schemas.joined(separator: ","))}')
            LOOP
                EXECUTE format('GRANT USAGE ON SCHEMA %I TO \(probe)', found.name);
            END LOOP;
        END $$;
        """
}
