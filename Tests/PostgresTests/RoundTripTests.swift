import Foundation
import Logging
import Postgres
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

@Suite struct RoundTripTests {
    @Test func aValueComesBackAsItWas() async throws {
        try await withPool { pool in
            let rows = try await pool.rows("SELECT \(5), \("Grüße 👋"), \(nil as Int?)", as: (Int, String, Int?).self)
            #expect(rows.count == 1)
            #expect(rows[0] == (5, "Grüße 👋", nil))
        }
    }
}
