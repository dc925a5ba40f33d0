import Contracts
import Foundation
import Messaging
import Postgres

/// The rows of `reads`: the log of readings by lenders.
enum ReadStore {
    /// What is written down of a reading.
    struct Noted: Hashable, Sendable {
        /// The time of the score that is told, of a history the newest; nil: there is none to be told.
        let asOf: Instant?
    }

    /// Writes a reading down, which opens the score to the rest of the transaction. The database refuses it without a
    /// live consent, and notes which score it is.
    @discardableResult
    static func note(
        _ what: CreditRead.What, by consent: ConsentRecord, _ actor: String, _ database: Transaction
    ) async throws -> Noted {
        let asOf = try await database.first(
            """
            INSERT INTO reads (tenant_id, read_id, lender_id, consent_id, actor, what)
            VALUES (\(consent.subject.uuid), \(ReadID.mint().uuid), \(consent.lender.uuid), \(consent.consent.uuid),
                \(actor), \(what.rawValue))
            RETURNING as_of
            """, as: Date?.self)
        return Noted(asOf: asOf?.map { Instant(nearest: $0) })
    }

    /// Readings that the caller may see, newest first.
    static func list(
        after: (at: Instant, id: UUID)?, limit: Int, _ database: Transaction
    ) async throws -> [CreditRead] {
        let behind: SQL =
            after.map { "WHERE (date_trunc('milliseconds', at), read_id) < (\($0.at.date), \($0.id))" } ?? ""
        return try await database.rows(
            """
            SELECT read_id, lender_id, called(lender_id), actor, consent_id, date_trunc('milliseconds', at), what,
                scaled
            FROM reads \(behind) ORDER BY date_trunc('milliseconds', at) DESC, read_id DESC LIMIT \(limit)
            """
        ) { row in
            let (id, lender, name) = try row.next((UUID, UUID, String?).self)
            let (actor, consent) = try row.next((String, UUID).self)
            return CreditRead(
                read: ReadID(id), lender: TenantID(lender), lenderName: name, actor: actor,
                consent: ConsentID(consent), at: Instant(nearest: try row.next(Date.self)), what: try row.word(),
                scaled: try row.next(Int32?.self).map(Int.init))
        }
    }
}
