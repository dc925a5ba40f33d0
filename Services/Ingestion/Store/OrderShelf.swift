import Contracts
import Foundation
import Messaging
import Postgres

/// Orders as people look at them: with the rights of the role of requests, which row level security holds.
enum OrderShelf {
    /// Which orders.
    struct Query {
        let tenants: [TenantID]
        let shop: ShopID?
        let status: OrderStatus?
        let search: IDPrefix?
        let from: Instant?
        let until: Instant?
        let after: End?
        let limit: Int
    }

    /// The last order of a page.
    struct End {
        let placedAt: Instant
        let id: OrderID

        init(_ row: Row) {
            (placedAt, id) = (row.snapshot.placedAt, row.id)
        }

        /// Reads what a page gave as its `next`. Anybody can write one, so what is in it must be of its kind.
        init(_ text: String, of filter: PageCursor.Filter) throws(Wrong) {
            let cursor = try PageCursor(text, of: filter, keys: 1)
            guard let id = OrderID(cursor.keys[0]) else { throw .unknownCursor }
            (placedAt, self.id) = (cursor.at, id)
        }

        /// As a caller carries it.
        func text(of filter: PageCursor.Filter) throws -> String {
            try PageCursor(at: placedAt, keys: [id.uuid.text]).text(of: filter)
        }
    }

    /// One order.
    struct Row: PostgresRow {
        let tenant: TenantID
        let shop: ShopID
        let id: OrderID
        let version: Int
        let firstSeenAt: Instant
        let snapshot: OrderSnapshot

        static let columns: SQL = "tenant_id, shop_id, id, version, first_seen_at, snapshot, placed_at"

        init(row: inout RowReader) throws {
            tenant = TenantID(try row.next(UUID.self))
            shop = ShopID(try row.next(UUID.self))
            id = OrderID(try row.next(UUID.self))
            version = Int(try row.next(Int32.self))
            firstSeenAt = Instant(nearest: try row.next(Date.self))
            snapshot = try row.next(JSON.self).decode(OrderSnapshot.self)
            _ = try row.next(Date.self)
        }

        /// As a line of a list.
        var summary: OrderSummary { snapshot.summary(id, version: version, tenant: tenant, shop: shop) }
    }

    /// Orders, newest first. Each tenant's part of an index is read for itself, so that a page costs the same whatever
    /// the number of orders.
    static func list(_ query: Query, _ database: Transaction) async throws -> [Row] {
        var conditions = conditions(query)
        if let search = query.search {
            let hits = try await OrderHit.some(of: search, query.tenants, database)
            guard hits.count > OrderHit.few else { return try await list(hits, conditions, query.limit, database) }
            conditions.append(OrderHit.begins(with: search))
        }
        return try await database.rows(
            """
            SELECT line.* FROM unnest(\(query.tenants.map(\.uuid))) AS asked (tenant) CROSS JOIN LATERAL (
                SELECT \(Row.columns) FROM orders WHERE \(conditions.joined(separator: " AND "))
                ORDER BY placed_at DESC, id DESC LIMIT \(query.limit)
            ) AS line ORDER BY placed_at DESC, id DESC LIMIT \(query.limit)
            """, as: Row.self)
    }

    /// Of these orders those that meet the conditions, newest first.
    private static func list(
        _ hits: [OrderHit], _ conditions: [SQL], _ limit: Int, _ database: Transaction
    ) async throws -> [Row] {
        try await database.rows(
            """
            SELECT line.* FROM unnest(\(hits.map(\.tenant)), \(hits.map(\.order))) AS asked (tenant, hit)
            CROSS JOIN LATERAL (
                SELECT \(Row.columns) FROM orders
                WHERE id = asked.hit AND \(conditions.joined(separator: " AND ")) LIMIT 1
            ) AS line ORDER BY placed_at DESC, id DESC LIMIT \(limit)
            """, as: Row.self)
    }

    private static func conditions(_ query: Query) -> [SQL] {
        var conditions: [SQL] = ["orders.tenant_id = asked.tenant", "version > 0"]
        if let shop = query.shop { conditions.append("shop_id = \(shop.uuid)") }
        if let status = query.status { conditions.append("status = \(status.rawValue)") }
        if let from = query.from { conditions.append("placed_at >= \(from.date)") }
        if let until = query.until { conditions.append("placed_at < \(until.date)") }
        if let after = query.after {
            conditions.append("(placed_at, id) < (\(after.placedAt.date), \(after.id.uuid))")
        }
        return conditions
    }

    /// One order that the caller may see; the newest where several shops have one of that name.
    static func find(_ name: OrderName, _ tenants: [TenantID], _ database: Transaction) async throws -> Row? {
        let condition: SQL =
            switch name {
            case .ours(let id): "id = \(id)"
            case .channels(let id): "channel_order = \(id)"
            }
        return try await database.first(
            """
            SELECT \(Row.columns) FROM orders
            WHERE tenant_id = ANY(\(tenants.map(\.uuid))) AND \(condition) AND version > 0
            ORDER BY placed_at DESC, id DESC LIMIT 1
            """, as: Row.self)
    }

    /// The newest lines of an order's log that one answer holds.
    static let mostEvents = 500

    /// An order's log, oldest first.
    static func events(_ order: OrderID, _ tenant: TenantID, _ database: Transaction) async throws -> [OrderEvent] {
        let newest = try await database.rows(
            """
            SELECT version, status, previous_status, changed, source, happened_at, recorded_at FROM order_events
            WHERE tenant_id = \(tenant.uuid) AND order_id = \(order.uuid) ORDER BY version DESC LIMIT \(mostEvents)
            """, as: EventRow.self)
        return newest.reversed().map(\.event)
    }

    private struct EventRow: PostgresRow {
        let event: OrderEvent

        init(row: inout RowReader) throws {
            let version = Int(try row.next(Int32.self))
            let status = try row.word(OrderStatus.self)
            let previous = try row.next(String?.self).flatMap(OrderStatus.init)
            let (changed, source) = try row.next(([String], String).self)
            let (happened, recorded) = try row.next((Date, Date).self)
            event = OrderEvent(
                version: version, status: status, previousStatus: previous, changed: changed, source: source,
                at: Instant(nearest: happened), recordedAt: Instant(nearest: recorded))
        }
    }
}
