public import Contracts
import Foundation
public import Postgres

/// What was done by hand, as its receipt tells it.
public struct Repair: Sendable {
    /// The command in a constant phrase, such as `failures replay`.
    public let command: String
    /// What was chosen.
    public let subject: String
    /// To how many things it was done.
    public let count: Int

    /// Tells what was done.
    public init(_ command: String, of subject: String, count: Int = 1) {
        (self.command, self.subject, self.count) = (command, subject, count)
    }
}

extension Desk {
    /// Leaves a receipt of a repair, in the transaction that makes it; none where nothing was done. The steps of one
    /// command, which bear one mark, add up.
    ///
    /// - Throws: A ``Refusal`` where the operator's reason is too long.
    public func leaveReceipt(
        _ repair: Repair, _ mark: RepairMark?, in database: some PostgresClient
    ) async throws {
        let reason = (mark?.reason ?? "").storable
        guard reason.count <= ReceiptTable.longestReason else {
            throw Refusal(
                .invalid, code: "reasonTooLong",
                "the reason must have at most \(ReceiptTable.longestReason) characters", field: "/repair/reason")
        }
        guard repair.count > 0 else { return }
        try await ReceiptTable.note(
            repair, mark?.receipt.uuid ?? .v7(), by: caller.actor, reason: reason, database)
    }
}

/// The rows of receipts.
enum ReceiptTable {
    static let longestReason = 500
    private static let longestSubject = 2000

    static func note(
        _ repair: Repair, _ id: UUID, by actor: String, reason: String, _ database: some PostgresClient
    ) async throws {
        try await database.run(
            """
            INSERT INTO receipts AS known (receipt_id, actor, command, subject, reason, count)
            VALUES (\(id), \(actor), \(repair.command), \(String(repair.subject.storable.prefix(longestSubject))),
                \(reason), \(repair.count))
            ON CONFLICT (receipt_id) DO UPDATE SET count = known.count + excluded.count, last_at = now()
            """)
    }

    /// - Parameter back: So many milliseconds before now; it goes before `since`.
    static func list(
        since: Instant?, back: Int? = nil, after mark: ReceiptMark? = nil, limit: Int, _ database: some PostgresClient
    ) async throws -> [RepairRecord] {
        let recent: SQL? = back.map { "began_at >= now() - make_interval(secs => \(Double($0) / 1000))" }
        let time: SQL = recent ?? since.map { "began_at >= \($0.date)" } ?? "true"
        // Marks are of whole milliseconds, and so is the order.
        let begun: SQL = "date_trunc('milliseconds', began_at)"
        let behind: SQL = mark.map { "(\(begun), receipt_id) < (\($0.at.date), \($0.id.uuid))" } ?? "true"
        return try await database.rows(
            """
            SELECT receipt_id, actor, command, subject, reason, count, \(begun), last_at FROM receipts
            WHERE \(time) AND \(behind) ORDER BY \(begun) DESC, receipt_id DESC LIMIT \(limit)
            """, as: (UUID, String, String, String, String, Int, Date, Date).self
        ).map { id, actor, command, subject, reason, count, beganAt, lastAt in
            RepairRecord(
                id: MessageID(id), actor: actor, command: command, subject: subject, reason: reason, count: count,
                beganAt: Instant(nearest: beganAt), lastAt: Instant(lastAt))
        }
    }
}

/// Answers what operators have repaired.
struct ReceiptListHandler: RequestHandler {
    /// Ten years and some days, in milliseconds.
    private static let longest = 3660 * 86_400_000

    func answer(_ question: Received<ReceiptList>, _ desk: Desk) async throws -> [RepairRecord] {
        let asked = question.body
        let limit = try asked.limit.or(50, in: 1...500, field: "limit")
        let back = try asked.backMilliseconds.or(0, in: 0...Self.longest, field: "backMilliseconds")
        return try await ReceiptTable.list(
            since: asked.since, back: asked.backMilliseconds.map { _ in back }, after: asked.after, limit: limit,
            desk.messaging.database)
    }
}

extension FailureChoice {
    /// As a receipt tells it.
    var words: String {
        [
            tenant.map { "tenant \($0)" }, lane.map { "lane \($0)" }, cause.map { "cause \($0)" },
            message.map { "message \($0)" },
        ].compactMap(\.self).joined(separator: ", ")
    }
}

extension WorkChoice {
    /// As a receipt tells it.
    var words: String {
        [
            tenant.map { "tenant \($0)" }, kind.map { "kind \($0)" }, key.map { "key \($0)" },
            state.map { "state \($0.rawValue)" }, reason.map { "reason \($0)" },
        ].compactMap(\.self).joined(separator: ", ")
    }
}

extension WorkHold {
    /// As a receipt tells it.
    var words: String { WorkScope(kind: kind, tenant: tenant, shop: shop).words }
}
