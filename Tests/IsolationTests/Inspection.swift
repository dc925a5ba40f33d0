import Foundation
import Postgres

/// Looks for a way from one tenant to another's rows.
struct Inspection {
    let database: PostgresPool
    private let mine = UUID.fixed(1), theirs = UUID.fixed(2)

    init(_ database: PostgresPool) {
        self.database = database
    }

    /// Every way that is open, in a sentence each; none when tenants are kept apart.
    func breaches() async throws -> [String] {
        var found: [String] = []
        for table in try await Table.all(in: database) {
            if !table.isForced { found.append("\(table): row level security is not forced") }
            let insertion = try await table.insertion(of: mine, in: database)
            try await database.run(insertion)
            for role in [Platform.probe, table.tenantRole] {
                found += try await breaches(of: table, by: role, insertion).map { "\(table): \($0)" }
            }
            if table.isOpen, try await count("SELECT FROM \(table.sql)", as: Platform.probe, [mine]) ?? 0 == 0 {
                found.append("\(table): not even its own tenant sees a row, so nothing is proved")
            }
        }
        return found
    }

    /// What a role can do that it must not, with a row of `mine` in the table.
    private func breaches(of table: Table, by role: String, _ insertion: SQL) async throws -> [String] {
        let attempts: [(String, SQL, [UUID]?)] = [
            ("another tenant reads", "SELECT FROM \(table.sql)", [theirs]),
            ("nobody reads", "SELECT FROM \(table.sql)", []),
            ("who does not say who it is reads", "SELECT FROM \(table.sql)", nil),
            ("another tenant changes", "UPDATE \(table.sql) SET tenant_id = tenant_id", [theirs]),
            ("nobody changes", "UPDATE \(table.sql) SET tenant_id = tenant_id", []),
            ("another tenant takes over", "UPDATE \(table.sql) SET tenant_id = \(theirs)", [theirs]),
            ("another tenant adds", insertion, [theirs]), ("nobody adds", insertion, []),
            ("another tenant deletes", "DELETE FROM \(table.sql)", [theirs]),
            ("nobody deletes", "DELETE FROM \(table.sql)", []),
        ]
        var found: [String] = []
        for (what, statement, tenants) in attempts {
            let rows = try await count(statement, as: role, tenants) ?? 0
            if rows > 0 { found.append("\(what) as \(role)") }
        }
        return found
    }

    /// How many rows a statement reads or changes, all of it undone; nil when it is refused.
    private func count(_ statement: SQL, as role: String, _ tenants: [UUID]?) async throws -> Int? {
        let list = tenants.map { "{\($0.map(\.uuidString).joined(separator: ","))}" }
        let settings = list.map { [(name: "app.tenants", value: $0)] } ?? []
        do {
            try await database.transaction(TransactionOptions(role: role, settings: settings)) { transaction in
                throw Undone(rows: try await transaction.run(statement))
            }
            return nil
        } catch let undone as Undone {
            return undone.rows
        } catch let error as PostgresError where Self.refusals.contains(error.sqlState ?? "") {
            return nil
        }
    }

    /// No privilege or a policy's refusal; a setting that does not exist; one that was set before and is empty now.
    private static let refusals: Set = ["42501", "42704", "22P02"]

    private struct Undone: Error { let rows: Int }
}

extension UUID {
    /// One that nobody else has in this database, the same in every run.
    fileprivate static func fixed(_ number: UInt8) -> UUID {
        UUID(uuid: (1, 0x90, 0, 0, 0, 0, 0x70, 0, 0x80, 0, 0, 0, 0, 0, 0, number))
    }
}
