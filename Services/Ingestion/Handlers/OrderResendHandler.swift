import Contracts
import Foundation
import Messaging
import Postgres

/// Tells an order's present state once more, and that of its parcel where it is followed: for a service that has lost
/// them.
struct OrderResendHandler: RequestHandler {
    func answer(_ question: Received<OrderResend>, _ desk: Desk) async throws -> RepairReceipt {
        let name = try checked { () throws(Wrong) in try OrderName(question.body.order) }
        // An operator speaks for the platform, not for a brand.
        return try await desk.writeAsService { transaction in
            guard let row = try await OperatorShelf.order(name, transaction.database) else {
                throw Refusal.notFound("order", at: "/order")
            }
            let events = try await OrderShelf.events(row.id, row.tenant, transaction.database)
            let parcel = try await ScanStore.load([row.id], tenant: row.tenant, transaction.database)[row.id]?.told
            let receipt = RepairReceipt(
                action: "orderResent", subject: row.id.description,
                sentence: "Version \(row.version) of the order was told once more.", actor: desk.caller.actor,
                at: Instant(Date()), tenant: row.tenant, version: row.version)
            try await desk.leaveReceipt(
                Repair("resend order", of: "order \(row.id)"), question.body.repair, in: transaction.database)
            try transaction.publish(drafts(row, previousStatus: events.last?.previousStatus, parcel, receipt))
            return receipt
        }
    }

    private func drafts(
        _ row: OrderShelf.Row, previousStatus: OrderStatus?, _ parcel: ParcelScanned?, _ receipt: RepairReceipt
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
        return [draft(order), parcel.map { draft($0) }, draft(taken)].compactMap(\.self)
    }
}
