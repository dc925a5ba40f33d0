import Contracts
import Foundation
import Postgres

/// The rows of `consents`.
enum ConsentStore {
    private static let mostListed = 500

    /// Writes a new consent; answers it with the time at which the database says that it was given, by which it opens,
    /// and the lender's name.
    @discardableResult
    static func insert(_ consent: ConsentRecord, _ database: Transaction) async throws -> ConsentRecord {
        let given = try await database.first(
            """
            INSERT INTO consents (tenant_id, consent_id, lender_id, purpose, given_at, until)
            VALUES (\(consent.subject.uuid), \(consent.consent.uuid), \(consent.lender.uuid), \(consent.purpose),
                date_trunc('milliseconds', now()), \(consent.until.date))
            RETURNING given_at, called(lender_id)
            """, as: (Date, String?).self)
        var written = consent
        if let (at, name) = given { (written.from, written.lenderName) = (Instant(nearest: at), name) }
        return written
    }

    /// How many live consents the caller has given.
    static func countLive(_ subject: TenantID, _ database: Transaction) async throws -> Int {
        try await database.first(
            """
            SELECT count(*) FROM consents
            WHERE tenant_id = \(subject.uuid) AND revoked_at IS NULL AND until > now()
            """, as: Int.self) ?? 0
    }

    /// A consent that the caller may see; nil when there is none.
    static func find(_ consent: ConsentID, _ database: Transaction) async throws -> ConsentRecord? {
        try await database.first("\(columns) WHERE consent_id = \(consent.uuid)", as: ConsentRow.self)?.record
    }

    /// Ends a consent of the caller's at once; what has ended stays ended.
    static func revoke(_ consent: ConsentID, of subject: TenantID, _ database: Transaction) async throws {
        try await database.run(
            """
            UPDATE consents SET revoked_at = now()
            WHERE tenant_id = \(subject.uuid) AND consent_id = \(consent.uuid) AND revoked_at IS NULL
            """)
    }

    /// Those that the caller has given, or was given; last given first.
    static func list(_ database: Transaction) async throws -> [ConsentRecord] {
        try await database.rows(
            "\(columns) ORDER BY given_at DESC, consent_id LIMIT \(mostListed)", as: ConsentRow.self
        ).map(\.record)
    }

    /// What the lender of a consent is told that accounts are called; nothing of a consent that was given to others.
    static func names(
        of accounts: Set<UUID>, by consent: ConsentID, _ database: Transaction
    ) async throws -> [UUID: UUID] {
        let rows = try await database.rows(
            "SELECT account, name FROM lender_names(\(consent.uuid), \(Array(accounts)))", as: (UUID, UUID).self)
        return Dictionary(rows) { first, _ in first }
    }

    private static let columns: SQL = """
        SELECT consent_id, tenant_id, lender_id, called(lender_id), purpose, given_at, until, revoked_at FROM consents
        """
}

/// A row of `consents`.
private struct ConsentRow: PostgresRow {
    let record: ConsentRecord

    init(row: inout RowReader) throws {
        let (id, subject, lender) = try row.next((UUID, UUID, UUID).self)
        let (name, purpose) = try row.next((String?, String).self)
        let (from, until) = try row.next((Date, Date).self)
        record = ConsentRecord(
            consent: ConsentID(id), subject: TenantID(subject), lender: TenantID(lender),
            lenderName: name, purpose: purpose, from: Instant(nearest: from), until: Instant(nearest: until),
            revokedAt: try row.next(Date?.self).map { Instant(nearest: $0) })
    }
}
