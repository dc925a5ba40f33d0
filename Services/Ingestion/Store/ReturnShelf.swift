import Contracts
import Foundation
import Messaging
import Postgres

/// Cancellations and returns as people look at them.
enum ReturnShelf {
    /// Which ones.
    struct Query {
        let tenants: [TenantID]
        let shop: ShopID?
        let kind: ReturnChanged.Kind?
        let status: ReturnChanged.Status?
        let after: End?
        let limit: Int
    }

    /// The last return of a page.
    struct End {
        let at: Instant
        let channelReturn: String
        let shop: ShopID

        init(_ message: ReturnChanged) {
            (at, channelReturn, shop) = (message.updatedAt, message.channelReturn, message.shop)
        }

        /// Reads what a page gave as its `next`. Anybody can write one, so what is in it must be of its kind.
        init(_ text: String, of filter: PageCursor.Filter) throws(Wrong) {
            let cursor = try PageCursor(text, of: filter, keys: 2)
            guard let shop = ShopID(cursor.keys[1]) else { throw .unknownCursor }
            (at, channelReturn, self.shop) = (cursor.at, cursor.keys[0], shop)
        }

        /// As a caller carries it.
        func text(of filter: PageCursor.Filter) throws -> String {
            try PageCursor(at: at, keys: [channelReturn, shop.uuid.text]).text(of: filter)
        }
    }

    private static let columns: SQL = "shop_id, order_id, version, snapshot, updated_at, channel_return"

    /// Returns, last changed first.
    static func list(_ query: Query, _ database: Transaction) async throws -> [ReturnChanged] {
        var conditions: [SQL] = ["returns.tenant_id = asked.tenant"]
        if let shop = query.shop { conditions.append("shop_id = \(shop.uuid)") }
        if let kind = query.kind { conditions.append("kind = \(kind.rawValue)") }
        if let status = query.status { conditions.append("status = \(status.rawValue)") }
        if let after = query.after {
            let end: SQL = "(\(after.at.date), \(after.channelReturn), \(after.shop.uuid))"
            conditions.append("(updated_at, channel_return, shop_id) < \(end)")
        }
        let order: SQL = "ORDER BY updated_at DESC, channel_return DESC, shop_id DESC LIMIT \(query.limit)"
        return try await database.rows(
            """
            SELECT line.* FROM unnest(\(query.tenants.map(\.uuid))) AS asked (tenant) CROSS JOIN LATERAL (
                SELECT \(columns) FROM returns WHERE \(conditions.joined(separator: " AND ")) \(order)
            ) AS line \(order)
            """, as: Row.self
        ).map(\.message)
    }

    /// Those that one order has.
    private static let mostOfOrder = 200

    /// The returns of an order, oldest first.
    static func list(of order: OrderID, _ tenant: TenantID, _ database: Transaction) async throws -> [ReturnChanged] {
        try await database.rows(
            """
            SELECT \(columns) FROM returns WHERE tenant_id = \(tenant.uuid) AND order_id = \(order.uuid)
            ORDER BY updated_at, channel_return LIMIT \(mostOfOrder)
            """, as: Row.self
        ).map(\.message)
    }

    private struct Row: PostgresRow {
        let message: ReturnChanged

        init(row: inout RowReader) throws {
            let (shop, order, version) = try row.next((UUID, UUID, Int32).self)
            let snapshot = try row.next(JSON.self).decode(ReturnSnapshot.self)
            _ = try row.next((Date, String).self)
            message = snapshot.message(OrderID(order), version: Int(version), shop: ShopID(shop))
        }
    }
}
