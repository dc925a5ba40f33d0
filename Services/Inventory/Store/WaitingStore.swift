import Contracts
import Foundation
import Messaging
import Postgres

/// The line of orders that wait.
enum WaitingStore {
    /// Locks those who may be served now, first paid first: all that they lack was there a moment ago, or a listing of
    /// theirs has been mapped. Whether they really fit is decided under the locks.
    static func lock(_ messages: [Received<StockRisen>], limit: Int, _ pipeline: inout Pipeline) {
        let fitting = fitting(places(messages), limit)
        let mapped = mapped(listings(messages), limit)
        OrderStore.lock("(\(fitting)) UNION (\(mapped))", &pipeline)
    }

    /// The most orders that are served by the transaction that gives something back; the others are served by the next.
    private static let most = 50

    /// Those who wait for what some orders have reserved, first paid first.
    ///
    /// - Parameter orders: A query of `(tenant_id, order_id)`.
    static func behind(_ orders: SQL) -> SQL {
        """
        SELECT o.tenant_id, o.order_id FROM orders o
        WHERE o.state = 'waiting' AND (o.tenant_id, o.order_id) IN (
            SELECT short.tenant_id, short.order_id FROM needs short
            JOIN needs had USING (tenant_id, sku_id, location_id)
            JOIN (\(orders)) AS releasing
                ON (releasing.tenant_id, releasing.order_id) = (had.tenant_id, had.order_id)
            WHERE short.reserved < short.wanted AND had.reserved > 0)
        ORDER BY o.turn_at, o.order_id LIMIT \(most)
        """
    }

    /// The unmapped lines of the locked orders, in the shape that ``BookStore`` takes.
    static let lines: SQL = """
        SELECT tenant_id, order_id, shop_id, channel_sku, NULL::text AS channel_warehouse
        FROM (\(OrderStore.locked)) AS locked JOIN unmapped_lines USING (tenant_id, order_id)
        """

    /// The most orders that are named of those who wait for one level.
    private static let longestLine = 1_000

    /// Those who wait for something at the locked levels and could have it, by what they wait for; not locked.
    static func waitingLines(_ pipeline: inout Pipeline) -> () throws -> [LevelKey: WaitingLine] {
        let rows = pipeline.rows(
            """
            WITH given AS (
                SELECT tenant_id, sku_id, location_id, sum(reserved)::bigint AS units
                FROM (\(OrderStore.locked)) AS locked JOIN needs USING (tenant_id, order_id)
                WHERE reserved > 0 GROUP BY 1, 2, 3)
            SELECT place.tenant_id, place.sku_id, place.location_id, line.order_id, line.turn_at, line.units, line.total
            FROM (\(LevelStore.locked)) AS place JOIN levels l USING (tenant_id, sku_id, location_id)
            LEFT JOIN given USING (tenant_id, sku_id, location_id)
            CROSS JOIN LATERAL (\(waiters)) AS line
            WHERE l.on_hand - l.reserved - l.held + coalesce(given.units, 0) > 0
            ORDER BY line.turn_at, line.order_id
            """, as: (UUID, UUID, UUID, UUID, Date, Int, Int).self)
        return {
            var lines: [LevelKey: WaitingLine] = [:]
            for (tenant, sku, location, order, turn, units, total) in try rows.get() {
                let key = LevelKey(tenant: TenantID(tenant), sku: SKUID(sku), location: LocationID(location))
                let order = OrderKey(tenant: key.tenant, order: OrderID(order))
                lines[key, default: WaitingLine()].places
                    .append(.init(order: order, turn: Instant(turn), units: units))
                lines[key]?.units = total
            }
            return lines
        }
    }

    /// Who waits for a level `l` at a `place` and lacks no more of it than is free or may become so in this batch,
    /// and nothing else.
    private static let waiters: SQL = """
        SELECT o.order_id, o.turn_at, sum(lack.units)::bigint AS units,
            (sum(sum(lack.units)) OVER ())::bigint AS total
        FROM (\(lacks)) AS lack JOIN orders o USING (tenant_id, order_id)
        WHERE o.state = 'waiting' AND NOT EXISTS (
            SELECT FROM needs m JOIN levels other USING (tenant_id, sku_id, location_id)
            WHERE m.tenant_id = o.tenant_id AND m.order_id = o.order_id AND m.sku_id <> place.sku_id
                AND m.wanted - m.reserved > other.on_hand - other.reserved - other.held)
        AND NOT EXISTS (
            SELECT FROM unmapped_lines u
            WHERE u.tenant_id = o.tenant_id AND u.order_id = o.order_id AND u.pending > 0
                AND NOT EXISTS (SELECT FROM components c WHERE c.tenant_id = u.tenant_id AND c.shop_id = u.shop_id
                    AND c.channel_sku = u.channel_sku))
        GROUP BY o.order_id, o.turn_at
        HAVING sum(lack.units) <= l.on_hand - l.reserved - l.held + coalesce(given.units, 0)
        ORDER BY o.turn_at, o.order_id LIMIT \(longestLine)
        """

    /// What orders lack at a `place`: of what they are known to take, and of lines whose listing was mapped since.
    private static let lacks: SQL = """
        SELECT n.tenant_id, n.order_id, n.wanted - n.reserved AS units FROM needs n
        WHERE n.tenant_id = place.tenant_id AND n.sku_id = place.sku_id AND n.location_id = place.location_id
            AND n.reserved < n.wanted
        UNION ALL
        SELECT u.tenant_id, u.order_id, u.pending * c.units FROM components c
        JOIN unmapped_lines u USING (tenant_id, shop_id, channel_sku) JOIN orders w USING (tenant_id, order_id)
        WHERE c.tenant_id = place.tenant_id AND c.sku_id = place.sku_id AND w.location_id = place.location_id
            AND u.pending > 0
        """

    private static func fitting(_ places: SQL, _ limit: Int) -> SQL {
        """
        SELECT o.tenant_id, o.order_id FROM orders o
        WHERE o.state = 'waiting' AND (o.tenant_id, o.order_id) IN (
            SELECT tenant_id, order_id FROM needs JOIN (\(places)) AS place USING (tenant_id, sku_id, location_id)
            WHERE reserved < wanted)
        AND NOT EXISTS (
            SELECT FROM needs n JOIN levels l USING (tenant_id, sku_id, location_id)
            WHERE n.tenant_id = o.tenant_id AND n.order_id = o.order_id
                AND n.wanted - n.reserved > l.on_hand - l.reserved - l.held)
        AND NOT EXISTS (
            SELECT FROM unmapped_lines u
            WHERE u.tenant_id = o.tenant_id AND u.order_id = o.order_id AND u.pending > 0)
        ORDER BY o.turn_at, o.order_id LIMIT \(limit)
        """
    }

    private static func mapped(_ listings: SQL, _ limit: Int) -> SQL {
        """
        SELECT o.tenant_id, o.order_id FROM orders o
        WHERE (o.tenant_id, o.order_id) IN (
            SELECT u.tenant_id, u.order_id FROM unmapped_lines u
            JOIN (\(listings)) AS listing USING (tenant_id, shop_id, channel_sku)
            WHERE EXISTS (SELECT FROM components c WHERE c.tenant_id = u.tenant_id AND c.shop_id = u.shop_id
                AND c.channel_sku = u.channel_sku))
        ORDER BY o.turn_at, o.order_id LIMIT \(limit)
        """
    }

    private static func places(_ messages: [Received<StockRisen>]) -> SQL {
        let rows = messages.flatMap { message in
            message.body.places.compactMap { place in message.metadata.tenant.map { (tenant: $0, place: place) } }
        }
        return """
            SELECT DISTINCT * FROM unnest(\(rows.map(\.tenant.uuid)), \(rows.map(\.place.sku.uuid)),
                \(rows.map(\.place.location.uuid))) AS place (tenant_id, sku_id, location_id)
            """
    }

    private static func listings(_ messages: [Received<StockRisen>]) -> SQL {
        let rows = messages.flatMap { message in
            message.body.listings.compactMap { listing in message.metadata.tenant.map { (tenant: $0, listing: listing) }
            }
        }
        return """
            SELECT DISTINCT * FROM unnest(\(rows.map(\.tenant.uuid)), \(rows.map(\.listing.shop.uuid)),
                \(rows.map(\.listing.channelSKU))) AS listing (tenant_id, shop_id, channel_sku)
            """
    }
}
