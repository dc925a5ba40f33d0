import Contracts
import Foundation
import Postgres

/// The rows of orders: `orders`, `needs`, `unmapped_lines`.
enum OrderStore {
    /// The orders that ``lock(_:_:)`` has locked, as `(tenant_id, order_id)`, for statements behind it in the same
    /// pipeline: their ids are not known here, and asking for them would cost a round trip.
    static let locked: SQL = """
        SELECT * FROM unnest(current_setting('inventory.tenants')::uuid[], current_setting('inventory.orders')::uuid[])
            AS locked (tenant_id, order_id)
        """

    /// Makes the rows of orders that may be new, so that they can be locked.
    static func ensure(_ orders: [OrderKey: ShopID], _ pipeline: inout Pipeline) {
        let keys = orders.keys.sorted()
        pipeline.run(
            """
            INSERT INTO orders (tenant_id, order_id, shop_id)
            SELECT * FROM unnest(\(keys.map(\.tenant.uuid)), \(keys.map(\.order.uuid)),
                \(keys.compactMap { orders[$0]?.uuid })) AS new (tenant, id, shop) ORDER BY tenant, id
            ON CONFLICT DO NOTHING
            """)
    }

    /// The given orders, as a part of ``lock(_:_:)``.
    static func given(_ keys: Set<OrderKey>) -> SQL {
        "SELECT * FROM unnest(\(keys.map(\.tenant.uuid)), \(keys.map(\.order.uuid))) AS given (tenant_id, order_id)"
    }

    /// Locks orders in the order of their keys.
    ///
    /// - Parameter chosen: A query of `(tenant_id, order_id)`.
    static func lock(_ chosen: SQL, _ pipeline: inout Pipeline) {
        pipeline.run(
            """
            SELECT set_config('inventory.tenants', coalesce(array_agg(tenant_id), '{}')::text, true),
                set_config('inventory.orders', coalesce(array_agg(order_id), '{}')::text, true)
            FROM (
                SELECT o.tenant_id, o.order_id FROM orders o JOIN (\(chosen)) AS chosen USING (tenant_id, order_id)
                ORDER BY o.tenant_id, o.order_id FOR UPDATE OF o) AS locked
            """)
    }

    /// Reads the locked orders.
    static func load(_ pipeline: inout Pipeline) -> () throws -> [OrderKey: StockOrder] {
        let orders = pipeline.rows(
            """
            SELECT tenant_id, order_id, shop_id, version, state, location_id, turn_at, is_oversell, is_reopened
            FROM (\(locked)) AS locked JOIN orders USING (tenant_id, order_id)
            """, decodeOrder)
        let needs = pipeline.rows(
            """
            SELECT tenant_id, order_id, channel_sku, sku_id, each, wanted, reserved, ship_confirmed, deducted
            FROM (\(locked)) AS locked JOIN needs USING (tenant_id, order_id) ORDER BY channel_sku, sku_id
            """, decodeNeed)
        let unmapped = pipeline.rows(
            """
            SELECT tenant_id, order_id, channel_sku, pending, handed_over, past, left_at
            FROM (\(locked)) AS locked JOIN unmapped_lines USING (tenant_id, order_id) ORDER BY channel_sku
            """, decodeUnmapped)
        return {
            var found = Dictionary(uniqueKeysWithValues: try orders.get().map { ($0.key, $0) })
            for (key, need) in try needs.get() { found[key]?.needs.append(need) }
            for (key, line) in try unmapped.get() { found[key]?.unmapped.append(line) }
            return found
        }
    }

    /// Writes orders as they stand now.
    static func save(_ orders: [StockOrder], _ pipeline: inout Pipeline) {
        pipeline.run(
            """
            UPDATE orders SET version = new.version, state = new.state, location_id = new.location,
                turn_at = new.turn, is_oversell = new.is_oversell, is_reopened = false
            FROM unnest(\(orders.map(\.key.tenant.uuid)), \(orders.map(\.key.order.uuid)), \(orders.map(\.version)),
                \(orders.map(\.state)), \(orders.map { $0.location?.uuid }), \(orders.map(\.turn.date)),
                \(orders.map(\.isOversell))) AS new (tenant, id, version, state, location, turn, is_oversell)
            WHERE orders.tenant_id = new.tenant AND orders.order_id = new.id
            """)
        saveNeeds(orders, &pipeline)
        saveUnmapped(orders, &pipeline)
    }

    private static func saveNeeds(_ orders: [StockOrder], _ pipeline: inout Pipeline) {
        let rows = orders.flatMap { order in
            order.needs.compactMap { need in order.location.map { (order: order, need: need, location: $0) } }
        }
        pipeline.run(
            """
            INSERT INTO needs (tenant_id, order_id, channel_sku, sku_id, shop_id, location_id, each, wanted, reserved,
                ship_confirmed, deducted)
            SELECT * FROM unnest(\(rows.map(\.order.key.tenant.uuid)), \(rows.map(\.order.key.order.uuid)),
                \(rows.map(\.need.channelSKU)), \(rows.map(\.need.sku.uuid)), \(rows.map(\.order.shop.uuid)),
                \(rows.map(\.location.uuid)), \(rows.map(\.need.each)), \(rows.map(\.need.wanted)),
                \(rows.map(\.need.reserved)), \(rows.map(\.need.shipConfirmed)), \(rows.map(\.need.deducted)))
            ON CONFLICT (tenant_id, order_id, channel_sku, sku_id) DO UPDATE
            SET wanted = excluded.wanted, reserved = excluded.reserved, ship_confirmed = excluded.ship_confirmed,
                deducted = excluded.deducted
            """)
    }

    private static func saveUnmapped(_ orders: [StockOrder], _ pipeline: inout Pipeline) {
        pipeline.run(
            """
            DELETE FROM unmapped_lines u USING (\(given(Set(orders.map(\.key))))) AS saved
            WHERE (u.tenant_id, u.order_id) = (saved.tenant_id, saved.order_id)
            """)
        let rows = orders.flatMap { order in order.unmapped.map { (order: order, line: $0) } }
        pipeline.run(
            """
            INSERT INTO unmapped_lines (tenant_id, order_id, channel_sku, shop_id, pending, handed_over, past, left_at)
            SELECT * FROM unnest(\(rows.map(\.order.key.tenant.uuid)), \(rows.map(\.order.key.order.uuid)),
                \(rows.map(\.line.channelSKU)), \(rows.map(\.order.shop.uuid)), \(rows.map(\.line.pending)),
                \(rows.map(\.line.handedOver)), \(rows.map(\.line.past)), \(rows.map { $0.line.leftAt?.date }))
            """)
    }
}

extension OrderState: PostgresCodable {}

// MARK: - Decoding

extension OrderStore {
    @Sendable private static func decodeOrder(_ row: inout RowReader) throws -> StockOrder {
        var order = StockOrder(key: try orderKey(&row), shop: ShopID(try row.next()))
        order.version = try row.next()
        order.state = try row.next()
        order.location = try row.next(UUID?.self).map { LocationID($0) }
        order.turn = Instant(try row.next(Date.self))
        order.isOversell = try row.next()
        order.isReopened = try row.next()
        return order
    }

    @Sendable private static func decodeNeed(_ row: inout RowReader) throws -> (OrderKey, Need) {
        (
            try orderKey(&row),
            Need(
                channelSKU: try row.next(), sku: SKUID(try row.next()), each: try row.next(), wanted: try row.next(),
                reserved: try row.next(), shipConfirmed: try row.next(), deducted: try row.next())
        )
    }

    @Sendable private static func decodeUnmapped(_ row: inout RowReader) throws -> (OrderKey, UnmappedLine) {
        (
            try orderKey(&row),
            UnmappedLine(
                channelSKU: try row.next(), pending: try row.next(), handedOver: try row.next(), past: try row.next(),
                leftAt: try row.next(Date?.self).map { Instant($0) })
        )
    }

    private static func orderKey(_ row: inout RowReader) throws -> OrderKey {
        OrderKey(tenant: TenantID(try row.next()), order: OrderID(try row.next()))
    }
}
