import Contracts
import Foundation
import Postgres

/// Orders that wait as people see them, in the order in which they are served.
struct WaitingPages: PagedList {
    let tenants: [TenantID]
    let sku: SKUID?
    let shop: ShopID?
    let page: Page<WaitingEnd>

    static func end(_ row: WaitingOrder) -> WaitingEnd { WaitingEnd(since: row.since, order: row.order) }

    func rows(_ database: Transaction) async throws -> [WaitingOrder] {
        let selection: SQL = """
            SELECT o.tenant_id, o.order_id, o.shop_id, o.turn_at, o.is_oversell FROM orders o
            WHERE \(conditions.joined(separator: " AND "))
            """
        let rows = try await database.rows(
            page.lines(of: tenants, selection, by: "turn_at, order_id"), as: (UUID, UUID, UUID, Date, Bool).self)
        var pipeline = Pipeline()
        let orders = OrderStore.given(
            Set(rows.map { OrderKey(tenant: TenantID($0.0), order: OrderID($0.1)) }))
        let needs = Self.needs(of: orders, &pipeline)
        let unmapped = Self.unmapped(of: orders, &pipeline)
        try await database.send(pipeline)
        let (wants, unknown) = (try needs.get(), try unmapped.get())
        let needsOf = Dictionary(grouping: wants, by: \.0).mapValues { $0.map(\.1) }
        let unmappedOf = Dictionary(grouping: unknown, by: \.0).mapValues { $0.map(\.1) }
        return rows.map { tenant, order, shop, since, isOversell in
            WaitingOrder(
                tenant: TenantID(tenant), order: OrderID(order), shop: ShopID(shop), since: Instant(since),
                isOversell: isOversell, needs: needsOf[order] ?? [], unmapped: unmappedOf[order] ?? [])
        }
    }

    private var conditions: [SQL] {
        var conditions: [SQL] = ["o.tenant_id = asked.tenant AND o.state = 'waiting'"]
        if let shop { conditions.append("o.shop_id = \(shop.uuid)") }
        if let sku {
            conditions.append(
                """
                EXISTS (SELECT FROM needs n WHERE n.tenant_id = o.tenant_id AND n.order_id = o.order_id
                    AND n.sku_id = \(sku.uuid) AND n.wanted > 0)
                """)
        }
        if let end = page.after {
            conditions.append("(o.turn_at, o.order_id) > (\(end.since.date), \(end.order.uuid))")
        }
        return conditions
    }

    private static func needs(of orders: SQL, _ pipeline: inout Pipeline) -> Pending<[(UUID, OrderNeed)]> {
        pipeline.rows(
            """
            SELECT n.order_id, n.sku_id, s.code, n.location_id, sum(n.wanted)::bigint, sum(n.reserved)::bigint,
                sum(n.deducted)::bigint
            FROM (\(orders)) AS named JOIN needs n USING (tenant_id, order_id) JOIN skus s USING (tenant_id, sku_id)
            GROUP BY n.order_id, n.sku_id, s.code, n.location_id ORDER BY s.code, n.sku_id
            """
        ) { row in
            let order = try row.next(UUID.self)
            let need = OrderNeed(
                sku: SKUID(try row.next()), code: try row.next(), location: LocationID(try row.next()),
                wanted: try row.next(), reserved: try row.next(), deducted: try row.next())
            return (order, need)
        }
    }

    private static func unmapped(of orders: SQL, _ pipeline: inout Pipeline) -> Pending<[(UUID, String)]> {
        pipeline.rows(
            """
            SELECT order_id, channel_sku FROM (\(orders)) AS named JOIN unmapped_lines USING (tenant_id, order_id)
            ORDER BY channel_sku COLLATE "C"
            """, as: (UUID, String).self)
    }
}
