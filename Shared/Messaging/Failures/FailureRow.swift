import Contracts
import Foundation
import Postgres

/// A row of `failures` on its way to people.
struct FailureRow: PostgresRow {
    /// All that operators see.
    let failure: KeptFailure
    private let subject: String?

    /// Whether its body was emptied with its buyer; then it is not run again.
    var isErased: Bool { failure.erasedAt != nil }

    /// Bytes of a body that people are shown.
    static let longestBody = Int32(KeptFailure.longestBody)
    /// The messages whose bodies tell of a person.
    static let personal = Set(Topology.personal.map { $0.name.rawValue })

    /// What its owner sees; nil where it is nobody's.
    var record: FailureRecord? {
        failure.tenant.map { tenant in
            FailureRecord(
                message: failure.message, lane: failure.lane, tenant: tenant, type: failure.type, cause: failure.cause,
                detail: failure.detail, body: failure.body, subject: subject, attempts: failure.attempts,
                firstAt: failure.firstAt,
                lastAt: failure.lastAt, state: failure.state)
        }
    }

    init(row: inout RowReader) throws {
        let (message, lane) = (try row.next(UUID.self), try row.next(String.self))
        let tenant = try row.next(UUID?.self).map { TenantID($0) }
        let (type, cause, detail) = (try row.next(String.self), try row.next(String.self), try row.next(String.self))
        let envelope = try? StoredMessage(text: try row.next(String.self))
        let body = try Self.body(of: type, &row)
        let attempts = Int(try row.next(Int32.self))
        let (firstAt, lastAt) = (Instant(try row.next(Date.self)), try row.next(Date.self).timeIntervalSince1970)
        failure = KeptFailure(
            message: MessageID(message), lane: lane, tenant: tenant, type: type, cause: cause, detail: detail,
            correlation: envelope?.correlation, causation: envelope?.causation.map { MessageID($0) },
            exchange: envelope?.exchange, routingKey: envelope?.routingKey, body: body, attempts: attempts,
            firstAt: firstAt, lastAt: Instant(milliseconds: Int64((lastAt * 1000).rounded())),
            state: FailureRecord.State(rawValue: try row.next(String.self)) ?? .open,
            headers: envelope.map(Self.understood), bodyBytes: try row.next(Int?.self),
            erasedAt: try row.next(Date?.self).map { Instant($0) })
        subject = envelope?.subject
    }

    /// The headers whose meaning is known. Others may hold anything, also of a person.
    private static func understood(_ envelope: StoredMessage) -> [String: String] {
        envelope.headers.filter { WireHeader.all.contains($0.key) }.mapValues { header in
            switch header {
            case .text(let text): text
            case .number(let number): "\(number)"
            case .flag(let flag): "\(flag)"
            }
        }
    }

    /// What may be shown of a body: as it came, or of one that is sealed, or was, its outline.
    private static func body(of type: String, _ row: inout RowReader) throws -> String? {
        let (body, outline) = (try row.next([UInt8]?.self), try row.next(String?.self))
        return personal.contains(type) ? outline : body.map { String(decoding: $0, as: UTF8.self) } ?? outline
    }

    /// The last failed first.
    ///
    /// - Parameter mark: Only those behind it.
    static func find(
        _ conditions: [SQL], after mark: FailureMark? = nil, limit: Int, _ database: some PostgresClient
    ) async throws -> [FailureRow] {
        let behind: [SQL] =
            mark.map {
                [
                    """
                    (date_trunc('milliseconds', last_at), message_id, lane) < \
                    (\($0.at.date), \($0.message.uuid), \($0.lane))
                    """
                ]
            } ?? []
        return try await database.rows(
            """
            SELECT message_id, lane, tenant_id, type, cause, detail, message,
                CASE WHEN sealed_key IS NULL AND erased_at IS NULL THEN substr(body, 1, \(longestBody)) END, outline,
                attempts, first_at, date_trunc('milliseconds', last_at), state,
                CASE WHEN sealed_key IS NULL AND erased_at IS NULL THEN length(body) END, erased_at
            FROM failures WHERE \((conditions + behind).joined(separator: " AND "))
            ORDER BY date_trunc('milliseconds', last_at) DESC, message_id DESC, lane DESC LIMIT \(limit)
            """, as: FailureRow.self)
    }
}
