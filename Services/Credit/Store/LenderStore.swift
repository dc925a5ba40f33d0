import Contracts
import Foundation
import Postgres

/// The rows of `lenders`.
enum LenderStore {
    /// Writes who lenders are and what they are called. Where a name is not told, the one that is known stays.
    static func save(_ lenders: [LenderAdded], _ pipeline: inout Pipeline) {
        let told = Dictionary(lenders.map { ($0.lender, $0) }) { $1.name == nil ? $0 : $1 }
        let rows = told.values.sorted { $0.lender < $1.lender }
        pipeline.run(
            """
            INSERT INTO lenders (lender_id, name)
            SELECT * FROM unnest(\(rows.map(\.lender.uuid)), \(rows.map(\.name)))
            ON CONFLICT (lender_id) DO UPDATE SET name = excluded.name WHERE excluded.name IS NOT NULL
            """)
    }

    /// Whether somebody is one.
    static func knows(_ lender: TenantID, _ database: Transaction) async throws -> Bool {
        try await database.first("SELECT is_lender(\(lender.uuid))", as: Bool.self) ?? false
    }
}
