import Contracts
import Foundation
import Messaging
import Postgres

/// What every accepted order demands, for whoever compares others with it.
enum OrderFacts {
    static func page(_ asked: FactList, limit: Int, _ database: PostgresPool) async throws -> FactPage {
        let since = asked.since
        let behind = try FactMark.behind(asked, uuid: "tenant_id, id")
        let names: SQL =
            if let named = try FactMark.named(asked) {
                self.named(named, behind)
            } else if let since {
                changed(since: since, try FactMark.behind(asked, uuid: "tenant_id, order_id"), behind, limit + 1)
            } else {
                "SELECT tenant_id, id FROM orders WHERE version > 0 AND \(OperatorShelf.isConnected) AND \(behind)"
            }
        let found = try await database.rows(
            "\(names) ORDER BY tenant_id, id LIMIT \(limit + 1)", as: (UUID, UUID).self)
        return try await FactPage(of: found.map { (tenant: $0, key: $1) }, limit: limit, since: since) { page in
            try await facts(page, database)
        }
    }

    private static func named(_ names: [FactMark], _ behind: SQL) -> SQL {
        let names = names.filter { $0.uuid != nil }
        return """
            SELECT tenant_id, id
            FROM unnest(\(names.map(\.tenant.uuid)), \(names.compactMap(\.uuid))) AS named (of_tenant, key)
            JOIN orders ON tenant_id = of_tenant AND id = key
            WHERE version > 0 AND \(behind)
            """
    }

    /// Open orders, and those with a version of these days: a day's orders lie together in the index, in the order of
    /// their keys, so that a page costs the same however many orders there are.
    private static func changed(since: Instant, _ behindEvent: SQL, _ behind: SQL, _ limit: Int) -> SQL {
        """
        SELECT tenant_id, id FROM (
            (SELECT tenant_id, id FROM orders
            WHERE version > 0 AND status NOT IN ('delivered', 'completed', 'cancelled') AND \(behind)
            ORDER BY tenant_id, id LIMIT \(limit))
            UNION
            SELECT seen.tenant_id, seen.order_id
            FROM generate_series((\(since.date) AT TIME ZONE 'UTC')::date::timestamp,
                (now() AT TIME ZONE 'UTC')::date::timestamp, interval '1 day') AS day
            CROSS JOIN LATERAL (
                SELECT DISTINCT tenant_id, order_id FROM order_events
                WHERE ((recorded_at AT TIME ZONE 'UTC')::date) = day::date AND \(behindEvent)
                ORDER BY tenant_id, order_id LIMIT \(limit)) AS seen
        ) AS found
        """
    }

    /// Of shops that are only read there are no facts.
    private static func facts(
        _ names: [(tenant: UUID, key: UUID)], _ database: PostgresPool
    ) async throws -> [KnownFact] {
        try await database.rows(
            """
            SELECT \(OrderShelf.Row.columns), EXISTS (
                SELECT FROM recipients AS r
                WHERE (r.tenant_id, r.order_id) = (orders.tenant_id, orders.id) AND r.sealed IS NOT NULL)
            FROM unnest(\(names.map(\.tenant)), \(names.map(\.key))) AS named (of_tenant, key)
            JOIN orders ON tenant_id = of_tenant AND id = key
            WHERE version > 0 AND \(OperatorShelf.isConnected)
            ORDER BY tenant_id, id
            """
        ) { row in try fact(OrderShelf.Row(row: &row), hasRecipient: row.next()) }
    }

    private static func fact(_ row: OrderShelf.Row, hasRecipient: Bool) -> KnownFact {
        let order = row.snapshot
        let isOurs = !order.flags.contains(.fulfilledByChannel) && order.shipping != .digital
        let units = order.lines.map(\.units)
        let pending = order.isCancelled ? 0 : units.reduce(0) { $0 + $1.open + $1.shipConfirmed }
        var words = [
            "status": order.status.rawValue, "channelOrder": order.channelOrder, "isOurs": isOurs ? "true" : "false",
        ]
        words["recipient"] = hasRecipient ? "told" : nil
        return KnownFact(
            tenant: row.tenant, key: row.id.description,
            figures: [
                "version": row.version, "pending": pending, "handedOver": units.reduce(0) { $0 + $1.handedOver },
            ], words: words, at: order.readAt)
    }
}
