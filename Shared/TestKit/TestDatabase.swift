internal import Foundation
internal import Logging
internal import Postgres

/// Lends a new, empty database by its URL and drops it afterwards, with whoever is still connected.
///
/// The server is the one of `TEST_DATABASE_URL`, whose role must be allowed to create databases.
public func withDatabase<Value: Sendable>(
    isolation: isolated (any Actor)? = #isolation,
    _ body: (_ url: String) async throws -> Value
) async throws -> Value {
    try await Turn.take { try await TestServer.withDatabase(from: nil, body) }
}

/// A database that is filled once per process and copied for every test that wants one like it.
///
/// ```swift
/// let migrated = TemplateDatabase("orders") { url in try await migrate(url) }
/// @Test func countsOrders() async throws {
///     try await migrated.withCopy { url in … }
/// }
/// ```
public struct TemplateDatabase: Sendable {
    private let template: Template

    /// Names the template and says how to fill it; nothing happens before the first copy.
    public init(_ name: String, fill: @escaping @Sendable (_ url: String) async throws -> Void) {
        template = Template("template_\(name)_\(ProcessInfo.processInfo.processIdentifier)", fill)
    }

    /// Lends a copy by its URL and drops it afterwards.
    public func withCopy<Value: Sendable>(
        isolation: isolated (any Actor)? = #isolation,
        _ body: (_ url: String) async throws -> Value
    ) async throws -> Value {
        try await Turn.take {
            try await template.build()
            return try await TestServer.withDatabase(from: template.name, body)
        }
    }
}

/// The template itself, filled by the first who asks.
private actor Template {
    private enum State {
        case missing, building, ready
    }

    nonisolated let name: String
    private let fill: @Sendable (_ url: String) async throws -> Void
    private var state = State.missing
    private var waiters: [CheckedContinuation<Void, Never>] = []

    init(_ name: String, _ fill: @escaping @Sendable (_ url: String) async throws -> Void) {
        self.name = name
        self.fill = fill
    }

    /// Fills the template, once; whoever comes meanwhile waits. After a failure the next one tries again.
    func build() async throws {
        while state == .building { await withCheckedContinuation { waiters.append($0) } }
        guard state == .missing else { return }
        state = .building
        defer {
            for waiter in waiters { waiter.resume() }
            waiters.removeAll()
        }
        do {
            try await TestServer.dropTemplatesOfEndedProcesses()
            try await TestServer.drop(name)
            try await TestServer.create(name, from: nil)
            try await fill(TestServer.url(of: name))
            state = .ready
        } catch {
            state = .missing
            throw error
        }
    }
}

/// Why no test database can be had.
public struct TestDatabaseError: Error, CustomStringConvertible {
    /// One sentence.
    public let description: String
}

/// The server that the tests share.
private enum TestServer {
    static func withDatabase<Value: Sendable>(
        from template: String?, isolation: isolated (any Actor)? = #isolation,
        _ body: (_ url: String) async throws -> Value
    ) async throws -> Value {
        let name = "test_" + UUID().uuidString.lowercased().replacing("-", with: "")
        try await create(name, from: template)
        do {
            let value = try await body(try url(of: name))
            try await drop(name)
            return value
        } catch {
            try? await drop(name)
            throw error
        }
    }

    static func create(_ name: String, from template: String?) async throws {
        let source: SQL = "TEMPLATE \(identifier: template ?? "template0")"
        try await run("CREATE DATABASE \(identifier: name) \(source)")
    }

    static func drop(_ name: String) async throws {
        try await run("DROP DATABASE IF EXISTS \(identifier: name) WITH (FORCE)")
    }

    /// Templates outlive their process, since nothing runs after the last test; the next process clears them away.
    static func dropTemplatesOfEndedProcesses() async throws {
        let pool = PostgresPool(try configuration(), size: 1, logger: Logger(label: "test.database"))
        let names = try await pool.rows("SELECT datname FROM pg_database WHERE datname ~ '^template_.*_[0-9]+$'") {
            try $0.next(String.self)
        }
        for name in names {
            guard let process = name.split(separator: "_").last.flatMap({ Int32($0) }) else { continue }
            if kill(process, 0) != 0, errno == ESRCH { try? await drop(name) }
        }
        await pool.close()
    }

    static func url(of name: String) throws -> String {
        guard var parts = URLComponents(string: try serverURL()) else {
            throw TestDatabaseError(description: "TEST_DATABASE_URL is no URL.")
        }
        parts.path = "/" + name
        return parts.string ?? ""
    }

    private static func run(_ sql: SQL) async throws {
        let connection = try await PostgresConnection.open(try configuration(), logger: Logger(label: "test.database"))
        do {
            try await connection.execute(script: sql)
        } catch {
            await connection.close()
            throw error
        }
        await connection.close()
    }

    private static func configuration() throws -> PostgresConfiguration {
        try PostgresConfiguration(url: serverURL())
    }

    private static func serverURL() throws -> String {
        guard let url = ProcessInfo.processInfo.environment["TEST_DATABASE_URL"], !url.isEmpty else {
            throw TestDatabaseError(
                description: "Set TEST_DATABASE_URL to a PostgreSQL server on which tests may create databases.")
        }
        return url
    }
}
