import Contracts
import Foundation
import Postgres

/// The rows of `disputes`.
enum DisputeStore {
    private static let mostListed = 500

    /// What a person contests.
    static func contested(_ subject: TenantID, _ database: Transaction) async throws -> Disputes {
        let rows = try await database.rows(
            """
            SELECT account_id, datum, state FROM disputes
            WHERE tenant_id = \(subject.uuid) AND state IN ('open', 'accepted')
            """, as: (UUID, String, String).self)
        var disputes = Disputes()
        for (account, datum, state) in rows {
            let contested = Contested(account: AccountID(account), datum: datum)
            if state == DisputeRecord.State.open.rawValue {
                disputes.open.insert(contested)
            } else {
                disputes.accepted.insert(contested)
            }
        }
        return disputes
    }

    /// Writes a new dispute.
    static func insert(_ dispute: DisputeRecord, of subject: TenantID, _ database: Transaction) async throws {
        try await database.run(
            """
            INSERT INTO disputes (tenant_id, dispute_id, account_id, datum, words, state, opened_at)
            VALUES (\(subject.uuid), \(dispute.dispute.uuid), \(dispute.account.uuid), \(dispute.datum),
                \(dispute.words), \(dispute.state.rawValue), \(dispute.openedAt.date))
            """)
    }

    /// A dispute that the caller may see, locked, and whose it is; nil when there is none.
    static func lock(
        _ dispute: DisputeID, _ database: Transaction
    ) async throws -> (record: DisputeRecord, subject: TenantID)? {
        try await database.first("\(columns) WHERE dispute_id = \(dispute.uuid) FOR UPDATE", as: DisputeRow.self)
            .map { ($0.record, $0.subject) }
    }

    /// Those of the caller, last opened first.
    static func list(_ database: Transaction) async throws -> [DisputeRecord] {
        try await database.rows(
            "\(columns) ORDER BY opened_at DESC, dispute_id LIMIT \(mostListed)", as: DisputeRow.self
        ).map(\.record)
    }

    /// Writes how a dispute ended; the answer is the operator's alone.
    static func close(_ dispute: DisputeRecord, _ database: Transaction) async throws {
        try await database.run(
            """
            UPDATE disputes SET state = \(dispute.state.rawValue), closed_at = \(dispute.closedAt?.date as Date?)
            WHERE dispute_id = \(dispute.dispute.uuid)
            """)
        guard let answer = dispute.answer else { return }
        try await database.run(
            "UPDATE disputes SET answer = \(answer) WHERE dispute_id = \(dispute.dispute.uuid)")
    }

    private static let columns: SQL = """
        SELECT tenant_id, dispute_id, account_id, datum, words, state, opened_at, closed_at, answer FROM disputes
        """
}

/// A row of `disputes`.
private struct DisputeRow: PostgresRow {
    let subject: TenantID
    let record: DisputeRecord

    init(row: inout RowReader) throws {
        subject = TenantID(try row.next(UUID.self))
        let (id, account, datum, words) = try row.next((UUID, UUID, String, String).self)
        record = DisputeRecord(
            dispute: DisputeID(id), account: AccountID(account), datum: datum, words: words, state: try row.word(),
            openedAt: Instant(nearest: try row.next(Date.self)),
            closedAt: try row.next(Date?.self).map { Instant(nearest: $0) }, answer: try row.next())
    }
}
