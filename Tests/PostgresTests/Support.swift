import Foundation
import Logging
import Postgres
import Synchronization
import TestKit
import Testing

/// A pool on a database of the test's own.
func withPool<Value: Sendable>(
    size: Int = 4, _ adjust: (inout PostgresConfiguration) -> Void = { _ in },
    _ body: (PostgresPool) async throws -> Value
) async throws -> Value {
    try await withDatabase { url in
        var configuration = try PostgresConfiguration(url: url)
        adjust(&configuration)
        let pool = PostgresPool(configuration, size: size, logger: Logger(label: "test"))
        do {
            let value = try await body(pool)
            await pool.close()
            return value
        } catch {
            await pool.close()
            throw error
        }
    }
}

/// The `PostgresError` that `body` throws; recorded as an issue if there is none.
func postgresError(
    sourceLocation: SourceLocation = #_sourceLocation, _ body: () async throws -> Void
) async -> PostgresError? {
    do {
        try await body()
        Issue.record("nothing was thrown", sourceLocation: sourceLocation)
    } catch let error as PostgresError {
        return error
    } catch {
        Issue.record("\(error) was thrown", sourceLocation: sourceLocation)
    }
    return nil
}

/// Waits until a condition holds; gives up, as an issue, after ten seconds.
func wait(
    for condition: String, sourceLocation: SourceLocation = #_sourceLocation, _ holds: () async throws -> Bool
) async throws {
    let limit = ContinuousClock.now + .seconds(10)
    while try await !holds() {
        guard ContinuousClock.now < limit else {
            Issue.record("it never came that \(condition)", sourceLocation: sourceLocation)
            return
        }
        try await Task.sleep(for: .milliseconds(2))
    }
}

extension PostgresPool {
    /// Ends the server processes of all other connections to this database, and waits until they are gone.
    func terminateOthers() async throws {
        // Up to ten seconds each.
        try await run(
            """
            SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity
            WHERE datname = current_database() AND pid <> pg_backend_pid()
            """)
    }

    /// How many other connections to this database run a statement that contains the text.
    func countRunning(_ text: String) async throws -> Int {
        try await first(
            """
            SELECT count(*) FROM pg_stat_activity
            WHERE datname = current_database() AND pid <> pg_backend_pid()
                AND state = 'active' AND position(\(text) IN query) > 0
            """, as: Int.self) ?? 0
    }
}

/// The pool still gives the right answer to a question.
func expectAnswer(from pool: PostgresPool, sourceLocation: SourceLocation = #_sourceLocation) async throws {
    #expect(try await pool.first("SELECT 42", as: Int.self) == 42, sourceLocation: sourceLocation)
}

/// What several tasks have done, in the order in which they did it.
final class Record<Entry: Sendable>: Sendable {
    private let entries = Mutex<[Entry]>([])

    var all: [Entry] { entries.withLock { $0 } }

    func add(_ entry: Entry) {
        entries.withLock { $0.append(entry) }
    }
}
