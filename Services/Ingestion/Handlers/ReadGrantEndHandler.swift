import Contracts
import Foundation
import Messaging

/// Ends what the app that only reads was let see: from now on nothing is read with it. A connection for operations
/// stays.
struct ReadGrantEndHandler: RequestHandler {
    let queue: WorkQueue

    func answer(_ question: Received<ReadGrantEnd>, _ desk: Desk) async throws -> ReadGrantRecord {
        let record = try await desk.write { transaction in
            let (database, id) = (transaction.database, question.body.account.uuid)
            guard let grant = try await ReadGrantShelf.lock(id, desk.caller.tenants, database) else {
                throw Refusal.notFound("account", at: "/account")
            }
            if grant.state != .disconnected {
                try await end(grant.becoming(.disconnected), question.metadata, desk.caller.actor, transaction)
            }
            guard let record = try await ReadGrantShelf.record(grant.id, grant.tenant, database) else {
                throw Refusal.notFound("account", at: "/account")
            }
            return record
        }
        queue.nudge()
        return record
    }

    private func end(
        _ grant: ReadGrant, _ cause: Metadata, _ actor: String, _ transaction: MessagingTransaction
    ) async throws {
        try await ReadGrantShelf.end(grant, transaction.database)
        try await transaction.enqueue([EndShop.item(grant.connection(of: grant.tenant, like: nil), cause: cause)])
        let taken = ActionTaken(
            action: "readGrantEnded", subject: ShopID(grant.id).description,
            sentence: "\(grant.title) is read no more for scores.", actor: actor, at: Instant(Date()))
        try transaction.publish([
            Draft(grant.message, tenant: grant.tenant, subject: grant.channelAccount),
            Draft(taken, tenant: grant.tenant, subject: grant.channelAccount),
        ])
    }
}
