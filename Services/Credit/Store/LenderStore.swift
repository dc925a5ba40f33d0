import Contracts
import Foundation
import Postgres

/// The rows of `lenders`.
enum LenderStore {
    /// Writes who lenders are.
    static func save(_ lenders: [TenantID], _ pipeline: inout Pipeline) {
        pipeline.run(
            """
            INSERT INTO lenders (lender_id) SELECT * FROM unnest(\(Set(lenders).sorted().map(\.uuid)))
            ON CONFLICT DO NOTHING
            """)
    }

    /// Whether somebody is one.
    static func knows(_ lender: TenantID, _ database: Transaction) async throws -> Bool {
        try await database.first("SELECT is_lender(\(lender.uuid))", as: Bool.self) ?? false
    }
}
