import Contracts
import Foundation
import Messaging
import Postgres

/// Forgets that a version of an order was acted on, so that its next telling is decided anew, and what comes of it told
/// even where it is as before.
struct StockReopenHandler: RequestHandler {
    func answer(_ question: Received<StockReopen>, _ desk: Desk) async throws -> RepairReceipt {
        let asked = question.body
        guard (1...Int(Int32.max)).contains(asked.version) else {
            throw Refusal(.invalid, code: "versionOutOfRange", "the version must be from 1 on", field: "/version")
        }
        let receipt = RepairReceipt(
            action: "stockReopened", subject: asked.order.description,
            sentence: "Version \(asked.version) of the order is news for its stock once more.",
            actor: desk.caller.actor, at: Instant(Date()), tenant: asked.tenant, version: asked.version)
        // An operator speaks for the platform, not for a brand.
        return try await desk.writeAsService { transaction in
            // One that is behind, or not known, takes the version for news anyhow.
            let count = try await transaction.database.run(
                """
                UPDATE orders SET version = \(asked.version - 1), is_reopened = true
                WHERE tenant_id = \(asked.tenant.uuid) AND order_id = \(asked.order.uuid)
                    AND version >= \(asked.version)
                """)
            try await desk.leaveReceipt(
                Repair("repair order", of: "order \(asked.order)", count: count), asked.repair,
                in: transaction.database)
            return receipt
        }
    }
}
