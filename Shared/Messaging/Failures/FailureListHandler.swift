import Contracts
import Foundation
import Postgres

/// Answers which of the caller's messages a service could not handle.
///
/// Read with the worker's eyes, since tenants' role sees nothing of `failures`: the condition on the tenants is what
/// keeps others' out.
struct FailureListHandler: RequestHandler {
    private static let sizes = 1...200

    func answer(_ question: Received<FailureList>, _ desk: Desk) async throws -> [FailureRecord] {
        let asked = question.body
        let limit = asked.limit ?? 50
        guard Self.sizes.contains(limit) else {
            throw Refusal(.invalid, code: "limitOutOfRange", "limit must be from 1 to 200", field: "/limit")
        }
        var conditions: [SQL] = ["tenant_id = ANY(\(desk.caller.tenants.map(\.uuid)))"]
        if let state = asked.state { conditions.append("state = \(state.rawValue)") }
        if let after = asked.after {
            conditions.append(
                """
                (date_trunc('milliseconds', last_at), message_id, lane) < \
                (\(after.at.date), \(after.message), \(after.lane))
                """)
        }
        return try await FailureRow.find(conditions.joined(separator: " AND "), limit, desk.messaging.database)
    }
}

/// Does what a person says about a failure.
struct FailureActHandler: RequestHandler {
    func answer(_ question: Received<FailureAct>, _ desk: Desk) async throws -> FailureRecord {
        let asked = question.body
        let database = desk.messaging.database
        let own: SQL = "tenant_id = ANY(\(desk.caller.tenants.map(\.uuid)))"
        let name: SQL = "\(own) AND message_id = \(asked.message) AND lane = \(asked.lane)"
        guard let known = try await FailureRow.find(name, 1, database).first else {
            throw Refusal(.notFound, code: "unknownFailure", "there is no such failure", field: "/message")
        }
        let filter = Messaging.FailureFilter(tenant: known.tenant, lane: asked.lane, message: asked.message)
        let settled =
            switch asked.act {
            case .replay: try await Messaging.replay(filter, limit: 1, in: database)
            case .discard: try await Messaging.discard(filter, in: database)
            }
        guard settled == 1, let now = try await FailureRow.find(name, 1, database).first else {
            throw Refusal(
                .conflict, code: "settledAlready", "the failure is \(known.state.rawValue) already", field: "/message")
        }
        return now
    }
}

/// A row of `failures` on its way to people.
struct FailureRow: PostgresRow {
    let record: FailureRecord

    static let longestBody: Int32 = 4096
    /// Whose bodies tell of a person, or may.
    static let personal: Set<String> = [
        RecipientChanged.name.rawValue, WebhookReceived.name.rawValue, OrderSubmitted.name.rawValue,
    ]

    init(row: inout RowReader) throws {
        let (message, lane) = (try row.next(UUID.self), try row.next(String.self))
        let tenant = TenantID(try row.next(UUID.self))
        let (type, cause, detail) = (try row.next(String.self), try row.next(String.self), try row.next(String.self))
        let body = try row.next([UInt8].self)
        let attempts = Int(try row.next(Int32.self))
        let (firstAt, lastAt) = (Instant(try row.next(Date.self)), try row.next(Date.self).timeIntervalSince1970)
        record = FailureRecord(
            message: message, lane: lane, tenant: tenant, type: type, cause: cause, detail: detail,
            body: Self.personal.contains(type) ? nil : String(decoding: body, as: UTF8.self),
            attempts: attempts, firstAt: firstAt, lastAt: Instant(milliseconds: Int64((lastAt * 1000).rounded())),
            state: FailureRecord.State(rawValue: try row.next(String.self)) ?? .open)
    }

    static func find(
        _ condition: SQL, _ limit: Int, _ database: some PostgresClient
    ) async throws -> [FailureRecord] {
        try await database.rows(
            """
            SELECT message_id, lane, tenant_id, type, cause, detail, substr(body, 1, \(longestBody)), attempts,
                first_at, date_trunc('milliseconds', last_at), state
            FROM failures WHERE \(condition)
            ORDER BY date_trunc('milliseconds', last_at) DESC, message_id DESC, lane DESC LIMIT \(limit)
            """, as: FailureRow.self
        ).map(\.record)
    }
}
