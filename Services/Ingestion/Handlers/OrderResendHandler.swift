import Contracts
import Foundation
import Messaging
import Postgres

/// Tells an order's present state once more, where it goes as long as it is open, and how its parcel is where that is
/// followed: for a service that has lost them.
struct OrderResendHandler: RequestHandler {
    let orders: OrderStore

    func answer(_ question: Received<OrderResend>, _ desk: Desk) async throws -> RepairReceipt {
        let name = try checked { () throws(Wrong) in try OrderName(question.body.order) }
        // An operator speaks for the platform, not for a brand.
        return try await desk.writeAsService { transaction in
            guard let row = try await OperatorShelf.order(name, transaction.database) else {
                throw Refusal.notFound("order", at: "/order")
            }
            let events = try await OrderShelf.events(row.id, row.tenant, transaction.database)
            let recipient = try await self.recipient(of: row, transaction.database)
            let parcel = try await ScanStore.load([row.id], tenant: row.tenant, transaction.database)[row.id]?.told
            let receipt = RepairReceipt(
                action: "orderResent", subject: row.id.description,
                sentence: "Version \(row.version) of the order was told once more.", actor: desk.caller.actor,
                at: Instant(Date()), tenant: row.tenant, version: row.version)
            try await desk.leaveReceipt(
                Repair("resend order", of: "order \(row.id)"), question.body.repair, in: transaction.database)
            try transaction.publish(
                drafts(row, previousStatus: events.last?.previousStatus, recipient, parcel, receipt))
            return receipt
        }
    }

    /// Where an order goes; nil where nothing of it is sent any more, so that nobody keeps it for longer.
    private func recipient(
        of row: OrderShelf.Row, _ database: some PostgresClient
    ) async throws -> RecipientChanged? {
        guard ![.delivered, .completed, .cancelled].contains(row.snapshot.status) else { return nil }
        let key = OrderKey(tenant: row.tenant, shop: row.shop, channelOrder: row.snapshot.channelOrder)
        return try await orders.recipient(of: row.id, row.tenant, database)?.message(row.id, key)
    }

    private func drafts(
        _ row: OrderShelf.Row, previousStatus: OrderStatus?, _ recipient: RecipientChanged?, _ parcel: ParcelScanned?,
        _ receipt: RepairReceipt
    ) -> [Draft] {
        let order = row.snapshot.message(
            row.id, version: row.version, shop: row.shop, previousStatus: previousStatus)
        let taken = ActionTaken(
            action: receipt.action, subject: receipt.subject, sentence: receipt.sentence, actor: receipt.actor,
            at: receipt.at)
        let journey = row.id.description
        func draft(_ message: some Message) -> Draft {
            Draft(message, tenant: row.tenant, correlation: journey, subject: journey)
        }
        return [draft(order), recipient.map { draft($0) }, parcel.map { draft($0) }, draft(taken)].compactMap(\.self)
    }
}
