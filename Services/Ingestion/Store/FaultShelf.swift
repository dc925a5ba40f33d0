import Contracts
import Foundation
import Messaging
import Postgres

/// What could not be read, as people look at it.
enum FaultShelf {
    /// Which ones.
    struct Query {
        let tenants: [TenantID]
        let shop: ShopID?
        let subject: FaultRecord.Subject?
        let after: PageCursor?
        let limit: Int
    }

    /// As a cursor tells it: in milliseconds.
    private static let at: SQL = "date_trunc('milliseconds', last_at)"

    /// Faults of the caller's shops, last seen first; those of a shop that is disconnected until they end.
    static func list(_ query: Query, _ database: Transaction) async throws -> [FaultRecord] {
        var conditions: [SQL] = ["tenant_id = ANY(\(query.tenants.map(\.uuid)))"]
        if let shop = query.shop { conditions.append("shop_id = \(shop.uuid)") }
        if let subject = query.subject { conditions.append("subject = \(subject.rawValue)") }
        if let after = query.after, let shop = UUID(text: after.keys[0]) {
            conditions.append(
                "(\(at), shop_id, subject, key) < (\(after.at.date), \(shop), \(after.keys[1]), \(after.keys[2]))")
        }
        return try await database.rows(
            """
            SELECT tenant_id, shop_id, subject, key, field, problem, seen, first_at, last_at FROM faults
            WHERE \(conditions.joined(separator: " AND "))
            ORDER BY \(at) DESC, shop_id DESC, subject DESC, key DESC LIMIT \(query.limit)
            """, as: Row.self
        ).map(\.record)
    }

    private struct Row: PostgresRow {
        let record: FaultRecord

        init(row: inout RowReader) throws {
            let (tenant, shop) = try row.next((UUID, UUID).self)
            let subject = try row.word(FaultRecord.Subject.self)
            let (key, field, problem) = try row.next((String, String, String).self)
            let (seen, firstAt, lastAt) = try row.next((Int32, Date, Date).self)
            record = FaultRecord(
                tenant: TenantID(tenant), shop: ShopID(shop), subject: subject, key: key, field: field,
                problem: problem, seen: Int(seen), firstAt: Instant(nearest: firstAt),
                lastAt: Instant(nearest: lastAt))
        }
    }
}
