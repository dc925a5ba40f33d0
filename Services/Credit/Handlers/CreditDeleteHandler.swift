import Contracts
import Messaging
import Postgres

/// Deletes what is known of a person. The role of requests may not delete, so it runs as the service, and touches the
/// rows of the one who asks alone.
struct CreditDeleteHandler: RequestHandler {
    func answer(_ question: Received<CreditDelete>, _ desk: Desk) async throws -> CreditDelete.Reply {
        let subject = try desk.person()
        return try await desk.writeAsService { transaction in
            let (reply, commands) = try await Self.delete(subject, transaction.database)
            try transaction.publish(commands)
            return reply
        }
    }

    /// Deletes it, and answers what has no more told than what comes from now on: a page of the past that is on its way
    /// is ignored.
    static func delete(
        _ subject: TenantID, _ transaction: Transaction
    ) async throws -> (reply: CreditDelete.Reply, commands: [Draft]) {
        // The accounts first: who writes what is told of them holds these rows, and then writes no more.
        let links = try await AccountStore.forget(subject, transaction)
        let reply = try await ScoreStore.delete(subject, transaction)
        let commands = links.map { link in
            let command = HistoryTell(
                account: link.account, link: link.link, version: link.version, since: link.forgottenAt)
            return Draft(command, tenant: link.brand, subject: link.account.description)
        }
        return (reply, commands)
    }
}
