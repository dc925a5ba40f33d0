import Contracts
import Foundation
import Messaging
import Postgres

/// What every accepted order demands, for whoever compares others with it.
enum OrderFacts {
    static func page(_ asked: FactList, limit: Int, _ database: PostgresPool) async throws -> FactPage {
        let rows = try await database.rows(
            """
            SELECT \(OrderShelf.Row.columns) FROM orders
            WHERE version > 0 AND \(OperatorShelf.isConnected) AND \(try FactMark.behind(asked, uuid: "tenant_id, id"))
            ORDER BY tenant_id, id LIMIT \(limit + 1)
            """, as: OrderShelf.Row.self)
        return FactPage(rows.map(fact), limit: limit)
    }

    private static func fact(_ row: OrderShelf.Row) -> KnownFact {
        let order = row.snapshot
        let isOurs = !order.flags.contains(.fulfilledByChannel) && order.shipping != .digital
        let units = order.lines.map(\.units)
        let pending = order.isCancelled ? 0 : units.reduce(0) { $0 + $1.open + $1.shipConfirmed }
        return KnownFact(
            tenant: row.tenant, key: row.id.description,
            figures: [
                "version": row.version, "pending": pending, "handedOver": units.reduce(0) { $0 + $1.handedOver },
            ],
            words: [
                "status": order.status.rawValue, "channelOrder": order.channelOrder,
                "isOurs": isOurs ? "true" : "false",
            ], at: order.readAt)
    }
}
