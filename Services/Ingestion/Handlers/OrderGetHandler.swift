import Contracts
import Messaging

/// Answers all that is known of one order.
struct OrderGetHandler: RequestHandler {
    func answer(_ question: Received<OrderGet>, _ desk: Desk) async throws -> OrderGet.Reply {
        let name = try checked { () throws(Wrong) in try OrderName(question.body.order) }
        return try await desk.read { database in
            guard let row = try await OrderShelf.find(name, desk.caller.tenants, database) else {
                throw Refusal.notFound("order", at: "/order")
            }
            let events = try await OrderShelf.events(row.id, row.tenant, database)
            let shop = try await ConnectionShelf.record(row.shop, row.tenant, database)
            return OrderGet.Reply(
                tenant: row.tenant, shopTitle: shop?.title ?? "",
                order: row.snapshot.message(
                    row.id, version: row.version, shop: row.shop, previousStatus: events.last?.previousStatus),
                firstSeenAt: row.firstSeenAt, events: events,
                returns: try await ReturnShelf.list(of: row.id, row.tenant, database),
                cancel: try await CancelStore.find(row.id, row.tenant, database)?.reply)
        }
    }
}
