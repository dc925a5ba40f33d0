import Commerce
import Contracts
import Foundation
import Messaging

/// Changes what a person decides about a connected shop: the zone of its days.
struct ConnectionSetHandler: RequestHandler {
    func answer(_ question: Received<ConnectionSet>, _ desk: Desk) async throws -> ConnectionRecord {
        let zone = question.body.zone
        guard zone.map({ Zone($0) != nil }) ?? true else {
            throw Refusal(
                .invalid, code: "unknownZone", "zone must be UTC or an IANA zone such as America/New_York",
                field: "/zone")
        }
        return try await desk.write { transaction in
            let database = transaction.database
            guard var shop = try await ConnectionShelf.lock(question.body.shop, desk.caller.tenants, database) else {
                throw Refusal.notFound("shop", at: "/shop")
            }
            if shop.zone != zone {
                shop = shop.becoming(shop.state)
                shop.zone = zone
                try await set(shop, desk.caller.actor, transaction)
            }
            guard let record = try await ConnectionShelf.record(shop.shop, shop.tenant, database) else {
                throw Refusal.notFound("shop", at: "/shop")
            }
            return record
        }
    }

    private func set(_ shop: Connection, _ actor: String, _ transaction: MessagingTransaction) async throws {
        try await ConnectionShelf.set(shop, transaction.database)
        let taken = ActionTaken(
            action: "connectionSet", subject: shop.shop.description,
            sentence: "The days of the shop \(shop.title) are those of \(shop.zone ?? "its brand") now.",
            actor: actor, at: Instant(Date()))
        try transaction.publish([
            Draft(shop.message, tenant: shop.tenant, subject: shop.channelShop),
            Draft(taken, tenant: shop.tenant, subject: shop.channelShop),
        ])
    }
}
