import Contracts
import Foundation
import Messaging
import Postgres

/// Loads and saves what an order handler needs: orders and their needs first, then levels, in this order of locks.
enum BookStore {
    /// The books of the orders that messages speak of.
    static func load(_ messages: [Received<OrderChanged>], _ pipeline: inout Pipeline) -> Loading<Books> {
        var orders: [OrderKey: ShopID] = [:]
        for message in messages {
            if let key = message.orderKey { orders[key] = message.body.shop }
        }
        let tenants = Array(Set(orders.keys.map(\.tenant.uuid)))
        let shops = Array(Set(orders.values.map(\.uuid)))
        ListingStore.ensureDefaultLocations(tenants, &pipeline)
        OrderStore.ensure(orders, &pipeline)
        let given = OrderStore.given(Set(orders.keys))
        let releasing = OrderStore.given(Set(messages.filter(\.body.mayRelease).compactMap(\.orderKey)))
        OrderStore.lock("(\(given)) UNION (\(WaitingStore.behind(releasing)))", &pipeline)
        let lines = lines(of: messages)
        let books = load(lines: lines, tenants: tenants, shops: shops, &pipeline)
        // Read behind the locks of the levels: who came to wait before is seen, who comes later is behind us.
        let waiting = WaitingStore.waitingLines(&pipeline)
        return books.map {
            var books = $0
            books.waitingLines = try waiting()
            return books
        }
    }

    /// The books of the orders that are locked already, and of lines that they do not have yet.
    ///
    /// - Parameter lines: A query of `(tenant_id, order_id, shop_id, channel_sku, channel_warehouse)`.
    static func load(
        lines: SQL, tenants: [UUID], shops: [UUID], _ pipeline: inout Pipeline
    ) -> Loading<Books> {
        let orders = OrderStore.load(&pipeline)
        let levels = LevelStore.lock(levels(of: lines), &pipeline)
        let components = ListingStore.components(
            "SELECT tenant_id, shop_id, channel_sku FROM (\(lines)) AS lines", &pipeline)
        let warehouses = ListingStore.warehouses(tenants, shops, &pipeline)
        let defaults = ListingStore.defaultLocations(tenants, &pipeline)
        let connections = ListingStore.connections(tenants, shops, &pipeline)
        return Loading {
            Books(
                orders: try orders(), levels: try levels(), components: try components(),
                warehouses: try warehouses(), defaultLocations: try defaults(), connectedAt: try connections())
        }
    }

    /// Writes what was decided; of several changes of an order the last one counts, of their moves every one.
    static func save(_ changes: [OrderChange], _ pipeline: inout Pipeline) {
        var last: [OrderKey: StockOrder] = [:]
        var counts: [LevelKey: Int] = [:]
        for change in changes {
            last[change.order.key] = change.order
            for level in change.touched { counts[level, default: 0] += 1 }
        }
        OrderStore.save(last.values.sorted { $0.key < $1.key }, &pipeline)
        let moves = changes.flatMap { change in change.moves.map { (move: $0, cause: change.cause.id) } }
        LevelStore.save(moves, changes: counts, &pipeline)
    }

    /// The lines of messages as rows, and the parts that they name: those count where a bundle itself is not mapped.
    private static func lines(of messages: [Received<OrderChanged>]) -> SQL {
        let rows = messages.flatMap { message in
            message.body.lines.flatMap { line in
                let parts = line.components.prefix(OrderLine.mostParts).map(\.channelSKU)
                return ([line.channelSKU] + parts).compactMap { sku in
                    message.orderKey.map { (key: $0, order: message.body, sku: sku) }
                }
            }
        }
        return """
            SELECT * FROM unnest(\(rows.map(\.key.tenant.uuid)), \(rows.map(\.key.order.uuid)),
                \(rows.map(\.order.shop.uuid)), \(rows.map(\.sku)), \(rows.map(\.order.channelWarehouse)))
                AS line (tenant_id, order_id, shop_id, channel_sku, channel_warehouse)
            """
    }

    /// What the locked orders have a claim on, and what their lines map to, where the orders are or will be taken from.
    private static func levels(of lines: SQL) -> SQL {
        """
        SELECT tenant_id, sku_id, location_id
        FROM (\(OrderStore.locked)) AS locked JOIN needs USING (tenant_id, order_id)
        UNION
        SELECT c.tenant_id, c.sku_id, coalesce(o.location_id, w.location_id, d.location_id)
        FROM (\(lines)) AS line
        JOIN components c USING (tenant_id, shop_id, channel_sku)
        JOIN orders o USING (tenant_id, order_id)
        LEFT JOIN warehouses w
            ON (w.tenant_id, w.shop_id, w.channel_warehouse) = (line.tenant_id, line.shop_id, line.channel_warehouse)
        JOIN locations d ON d.tenant_id = line.tenant_id AND d.is_default
        """
    }
}

extension OrderChanged {
    /// Whether something that was reserved may be given back.
    var mayRelease: Bool { status == .cancelled || lines.contains { $0.units.cancelled > 0 } }
}

extension Received<OrderChanged> {
    /// The order that the message speaks of; nil without a tenant, which a lane does not let through.
    var orderKey: OrderKey? { metadata.tenant.map { OrderKey(tenant: $0, order: body.order) } }
}
