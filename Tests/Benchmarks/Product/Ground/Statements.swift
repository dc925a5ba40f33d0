import Foundation
import PlatformKit
import Postgres

/// What the database counts for every statement (`pg_stat_statements`), and for the log that it writes.
struct Statements: Sendable {
    let platform: Platform

    /// One statement, over all its runs.
    struct Statement: Codable, Sendable, Equatable {
        let text: String
        let calls: Int
        /// Milliseconds, over all runs.
        let time: Double
        /// Pages of 8 KB that were touched, over all runs.
        let pages: Int
        let rows: Int
    }

    /// Begins to count.
    func begin() async throws {
        try await platform.database.run("CREATE EXTENSION IF NOT EXISTS pg_stat_statements")
        try await platform.database.run("SELECT pg_stat_statements_reset()")
    }

    /// All that services have had done since then, the most time first.
    func all() async throws -> [Statement] {
        let rows = try await platform.texts(
            """
            SELECT s.query, s.calls::text, s.total_exec_time::text, (s.shared_blks_hit + s.shared_blks_read)::text,
                s.rows::text
            FROM pg_stat_statements s JOIN pg_database d ON d.oid = s.dbid JOIN pg_roles r ON r.oid = s.userid
            WHERE d.datname = current_database() AND r.rolname <> current_user ORDER BY s.total_exec_time DESC
            """, columns: 5)
        return rows.map { row in
            Statement(
                text: row[0], calls: Int(row[1]) ?? 0, time: Double(row[2]) ?? 0, pages: Int(row[3]) ?? 0,
                rows: Int(row[4]) ?? 0)
        }
    }

    /// The statements that take the most time, a line each, by the orders.
    static func notes(
        _ statements: [Statement], orders: Int, of thing: String = "an order", most: Int = 8
    ) -> [String] {
        let whole = statements.reduce(0) { $0 + $1.time }
        let head = "statements of the database that take the most time, for \(thing): µs, runs, pages, rows"
        return [head]
            + statements.prefix(most).map { one in
                func each(_ value: Double) -> String { String(format: "%.2f", value / Double(orders)) }
                let share = whole > 0 ? Int((100 * one.time / whole).rounded()) : 0
                let figures = [one.time * 1000, Double(one.calls), Double(one.pages), Double(one.rows)].map(each)
                return "  \(share) %: \(figures.joined(separator: ", ")): \(brief(one.text))"
            }
    }

    /// A statement on one line.
    static func brief(_ text: String) -> String {
        let words = text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        return words.count > 150 ? words.prefix(150) + "…" : words
    }
}
