import Contracts
import Foundation
import Postgres

/// The rows of `documents`.
enum DocumentStore {
    /// Writes that a paper is there; what somebody has looked at stays as it is. Answers how it is now.
    static func declare(
        _ paper: DocumentRecord, of subject: TenantID, _ database: Transaction
    ) async throws -> DocumentRecord {
        try await database.run(
            """
            INSERT INTO documents (tenant_id, market, document, state)
            VALUES (\(subject.uuid), \(paper.market), \(paper.document.rawValue), \(paper.state.rawValue))
            ON CONFLICT DO NOTHING
            """)
        return try await list(database).first { ($0.market, $0.document) == (paper.market, paper.document) } ?? paper
    }

    /// Those of the caller, by market: as many as the file of markets has at most.
    static func list(_ database: Transaction) async throws -> [DocumentRecord] {
        try await database.rows("SELECT market, document, state FROM documents ORDER BY market, document") { row in
            DocumentRecord(market: try row.next(), document: try row.word(), state: try row.word())
        }
    }
}
