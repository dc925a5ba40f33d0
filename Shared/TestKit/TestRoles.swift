internal import Foundation
internal import Logging
internal import Postgres

/// The three roles of a service, made by `infra/postgres/roles.sql` as an administrator would.
public struct TestRoles: Sendable {
    /// The address of the database for the role that migrates.
    public let owner: String
    /// The address of the database for the role that runs the service.
    public let worker: String
    /// The name of the role that the worker puts on for a request.
    public let tenant: String

    /// Names the roles of a schema in a database where they exist.
    ///
    /// - Parameter url: the database, as an administrator reaches it.
    public init(of schema: String, in url: String) throws {
        owner = try Self.address(url, user: "\(schema)_owner")
        worker = try Self.address(url, user: "\(schema)_worker")
        tenant = "\(schema)_tenant"
    }

    /// Makes the roles of a schema, and the schema itself. Roles belong to the server and stay there.
    public static func make(_ schema: String, in url: String) async throws -> TestRoles {
        let file = URL(filePath: #filePath).deletingLastPathComponent().appending(
            path: "../../infra/postgres/roles.sql")
        // What `psql -v schema=…` does with the file.
        let script = try String(contentsOf: file, encoding: .utf8).replacing(":'schema'", with: "'\(schema)'")
        let configuration = try PostgresConfiguration(url: url)
        let connection = try await PostgresConnection.open(configuration, logger: Logger(label: "test.roles"))
        let made = await outcome { try await connection.execute(script: SQL(unsafe: script)) }
        await connection.close()
        try made.get()
        return try TestRoles(of: schema, in: url)
    }

    private static func address(_ url: String, user: String) throws -> String {
        guard var parts = URLComponents(string: url) else {
            throw TestDatabaseError(description: "the URL of the test's database is no URL.")
        }
        parts.user = user
        parts.password = nil
        return parts.string ?? url
    }
}
