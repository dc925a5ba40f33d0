import Commerce
import Contracts
import Foundation
import Postgres

/// The rows of `orders`: one sheet each.
enum SheetStore {
    /// Makes sheets that may be missing, locks and reads them.
    static func lock(_ keys: [OrderKey], _ pipeline: inout Pipeline) -> () throws -> [OrderKey: OrderSheet] {
        pipeline.run(
            """
            INSERT INTO orders (tenant_id, order_id) SELECT * FROM (\(given(keys))) AS given
            ORDER BY tenant_id, order_id ON CONFLICT DO NOTHING
            """)
        return lock("SELECT * FROM (\(given(keys))) AS given", &pipeline)
    }

    /// Locks and reads sheets that exist.
    ///
    /// - Parameter chosen: A query of `(tenant_id, order_id)`.
    static func lock(_ chosen: SQL, _ pipeline: inout Pipeline) -> () throws -> [OrderKey: OrderSheet] {
        let rows = pipeline.rows(
            """
            SELECT o.tenant_id, o.order_id, o.facts
            FROM orders o JOIN (\(chosen)) AS chosen USING (tenant_id, order_id)
            ORDER BY o.tenant_id, o.order_id FOR UPDATE OF o
            """, as: (UUID, UUID, JSON?).self)
        return {
            var sheets: [OrderKey: OrderSheet] = [:]
            for (tenant, order, facts) in try rows.get() {
                let key = OrderKey(tenant: TenantID(tenant), order: OrderID(order))
                sheets[key] = try facts.map { try $0.decode(OrderSheet.self) } ?? OrderSheet()
            }
            return sheets
        }
    }

    /// The given orders, as a query.
    static func given(_ keys: [OrderKey]) -> SQL {
        "SELECT * FROM unnest(\(keys.map(\.tenant.uuid)), \(keys.map(\.order.uuid))) AS given (tenant_id, order_id)"
    }

    /// The days whose rates hold for the given orders, as a query.
    static func days(_ keys: [OrderKey]) -> SQL {
        """
        SELECT dated_on AS day FROM orders JOIN (\(given(keys))) AS given USING (tenant_id, order_id)
        WHERE dated_on IS NOT NULL
        """
    }

    /// Writes sheets as they stand now.
    static func save(_ sheets: [OrderKey: OrderSheet], _ pipeline: inout Pipeline) throws {
        let rows = sheets.sorted { $0.key < $1.key }
        pipeline.run(
            """
            UPDATE orders SET version = new.version, dated_on = new.dated_on, target = new.target,
                lacks_rate = new.lacks_rate, facts = new.facts
            FROM unnest(\(rows.map(\.key.tenant.uuid)), \(rows.map(\.key.order.uuid)),
                \(rows.map { $0.value.sold?.version ?? 0 }),
                \(rows.map { $0.value.conversion.map { Postgres.CalendarDay($0.day) } }),
                \(rows.map { $0.value.conversion?.target.code }), \(rows.map(\.value.lacksRate)),
                \(try rows.map { try JSON(encoding: $0.value) }))
                AS new (tenant, id, version, dated_on, target, lacks_rate, facts)
            WHERE orders.tenant_id = new.tenant AND orders.order_id = new.id
            """)
    }
}
