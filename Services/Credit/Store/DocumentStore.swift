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

    /// For which markets a person has declared a paper, locked.
    ///
    /// - Parameter market: This one alone; nil: any.
    static func markets(
        of document: DocumentRecord.Kind, of subject: TenantID, in market: String?, _ database: Transaction
    ) async throws -> [String] {
        let there: SQL = market.map { "AND market = \($0)" } ?? ""
        return try await database.rows(
            """
            SELECT market FROM documents
            WHERE tenant_id = \(subject.uuid) AND document = \(document.rawValue) \(there) ORDER BY market FOR UPDATE
            """, as: String.self)
    }

    /// Writes what was found of a paper, by whom.
    static func settle(
        _ paper: DocumentRecord, of subject: TenantID, by actor: String, _ database: Transaction
    ) async throws {
        try await database.run(
            """
            UPDATE documents SET state = \(paper.state.rawValue), note = \(paper.note as String?), settled_at = now(),
                settled_by = \(actor)
            WHERE (tenant_id, market, document)
                = (\(subject.uuid), \(paper.market), \(paper.document.rawValue))
            """)
    }

    /// Those of the caller, by market: as many as the file of markets has at most.
    static func list(_ database: Transaction) async throws -> [DocumentRecord] {
        try await database.rows(
            "SELECT market, document, state, note FROM documents ORDER BY market, document"
        ) { row in
            DocumentRecord(
                market: try row.next(), document: try row.word(), state: try row.word(), note: try row.next())
        }
    }
}
