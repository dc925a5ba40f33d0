import Contracts
import Foundation
import Postgres

/// A row of `failures` on its way to people.
struct FailureRow: PostgresRow {
    let record: FailureRecord
    /// Whether its body was emptied with its buyer; then it is not run again.
    let isErased: Bool

    /// Bytes of a body that people are shown.
    static let longestBody: Int32 = 4096
    /// The messages whose bodies tell of a person.
    static let personal = Set(Topology.personal.map { $0.name.rawValue })
    /// What may be shown of a body, in two columns: as it came, and of one that is sealed, or was, its outline.
    static let shownBody: SQL = """
        CASE WHEN sealed_key IS NULL AND erased_at IS NULL THEN substr(body, 1, \(longestBody)) END, outline
        """

    /// Reads ``shownBody``.
    static func body(of type: String, _ row: inout RowReader) throws -> String? {
        let (body, outline) = (try row.next([UInt8]?.self), try row.next(String?.self))
        return personal.contains(type) ? outline : body.map { String(decoding: $0, as: UTF8.self) } ?? outline
    }

    init(row: inout RowReader) throws {
        let (message, lane) = (try row.next(UUID.self), try row.next(String.self))
        let tenant = TenantID(try row.next(UUID.self))
        let (type, cause, detail) = (try row.next(String.self), try row.next(String.self), try row.next(String.self))
        let body = try Self.body(of: type, &row)
        let attempts = Int(try row.next(Int32.self))
        let (firstAt, lastAt) = (Instant(try row.next(Date.self)), try row.next(Date.self).timeIntervalSince1970)
        record = FailureRecord(
            message: message, lane: lane, tenant: tenant, type: type, cause: cause, detail: detail,
            body: body, attempts: attempts, firstAt: firstAt,
            lastAt: Instant(milliseconds: Int64((lastAt * 1000).rounded())),
            state: FailureRecord.State(rawValue: try row.next(String.self)) ?? .open)
        isErased = try row.next()
    }

    static func find(_ condition: SQL, _ limit: Int, _ database: some PostgresClient) async throws -> [FailureRow] {
        try await database.rows(
            """
            SELECT message_id, lane, tenant_id, type, cause, detail,
                \(shownBody), attempts, first_at, date_trunc('milliseconds', last_at), state, erased_at IS NOT NULL
            FROM failures WHERE \(condition)
            ORDER BY date_trunc('milliseconds', last_at) DESC, message_id DESC, lane DESC LIMIT \(limit)
            """, as: FailureRow.self)
    }
}
