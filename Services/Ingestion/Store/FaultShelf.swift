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
        let after: End?
        let limit: Int
    }

    /// The last fault of a page.
    struct End {
        let at: Instant
        let shop: ShopID
        let subject: FaultRecord.Subject
        let key: String

        init(_ fault: FaultRecord) {
            (at, shop, subject, key) = (fault.lastAt, fault.shop, fault.subject, fault.key)
        }

        /// Reads what a page gave as its `next`. Anybody can write one, so what is in it must be of its kind.
        init(_ text: String, of filter: PageCursor.Filter) throws(Wrong) {
            let cursor = try PageCursor(text, of: filter, keys: 3)
            guard let shop = ShopID(cursor.keys[0]), let subject = FaultRecord.Subject(rawValue: cursor.keys[1]) else {
                throw .unknownCursor
            }
            (at, self.shop, self.subject, key) = (cursor.at, shop, subject, cursor.keys[2])
        }

        /// As a caller carries it.
        func text(of filter: PageCursor.Filter) throws -> String {
            try PageCursor(at: at, keys: [shop.uuid.text, subject.rawValue, key]).text(of: filter)
        }
    }

    /// As a cursor tells it: in milliseconds.
    private static let at: SQL = "date_trunc('milliseconds', last_at)"

    /// Faults of the caller's shops, last seen first; those of a shop that is disconnected until they end.
    static func list(_ query: Query, _ database: Transaction) async throws -> [FaultRecord] {
        var conditions: [SQL] = ["tenant_id = ANY(\(query.tenants.map(\.uuid)))"]
        if let shop = query.shop { conditions.append("shop_id = \(shop.uuid)") }
        if let subject = query.subject { conditions.append("subject = \(subject.rawValue)") }
        if let after = query.after {
            let end: SQL = "(\(after.at.date), \(after.shop.uuid), \(after.subject.rawValue), \(after.key))"
            conditions.append("(\(at), shop_id, subject, key) < \(end)")
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
