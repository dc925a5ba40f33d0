import Contracts
import Foundation
import Messaging
import Postgres

/// Forgets what the channels were told of a brand, so that all of it is told again as it is now.
struct StockResendHandler: RequestHandler {
    func answer(_ question: Received<StockResend>, _ desk: Desk) async throws -> RepairReceipt {
        let tenant = question.body.tenant
        let now = Instant(Date())
        // An operator speaks for the platform, not for a brand.
        return try await desk.writeAsService { transaction in
            let products = try await PushStore.forgetTold(tenant: tenant, transaction.database)
            let receipt = RepairReceipt(
                action: "stockResent", subject: tenant.description,
                sentence: "The channels are told the stock of \(products) products again.", actor: desk.caller.actor,
                at: now, tenant: tenant)
            try await desk.leaveReceipt(
                Repair("resend stock", of: "tenant \(tenant)", count: max(1, products)), question.body.repair,
                in: transaction.database)
            let taken = ActionTaken(
                action: receipt.action, subject: receipt.subject, sentence: receipt.sentence, actor: receipt.actor,
                at: now)
            try transaction.publish([Draft(StockRulesChanged(), tenant: tenant), Draft(taken, tenant: tenant)])
            return receipt
        }
    }
}
