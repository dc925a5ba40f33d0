import Contracts
import Foundation
import Messaging

/// Ends a connection: from now on nobody speaks for the shop, and everybody hears it. Orders that came stay.
struct ConnectionEndHandler: RequestHandler {
    let queue: WorkQueue

    func answer(_ question: Received<ConnectionEnd>, _ desk: Desk) async throws -> ConnectionRecord {
        let record = try await desk.write { transaction in
            let database = transaction.database
            guard let shop = try await ConnectionShelf.lock(question.body.shop, desk.caller.tenants, database) else {
                throw Refusal.notFound("shop", at: "/shop")
            }
            if shop.state != .disconnected {
                try await end(shop.becoming(.disconnected), question.metadata, desk.caller.actor, transaction)
            }
            guard let record = try await ConnectionShelf.record(shop.shop, shop.tenant, database) else {
                throw Refusal.notFound("shop", at: "/shop")
            }
            return record
        }
        queue.nudge()
        return record
    }

    private func end(
        _ shop: Connection, _ cause: Metadata, _ actor: String, _ transaction: MessagingTransaction
    ) async throws {
        try await ConnectionShelf.end(shop, transaction.database)
        try await transaction.enqueue([EndShop.item(shop, cause: cause)])
        let taken = ActionTaken(
            action: "connectionEnded", subject: shop.shop.description,
            sentence: "The shop \(shop.title) was disconnected.",
            actor: actor, at: Instant(Date()))
        try transaction.publish([
            Draft(shop.message, tenant: shop.tenant, subject: shop.channelShop),
            Draft(taken, tenant: shop.tenant, subject: shop.channelShop),
        ])
    }
}
