import Contracts
import Foundation
import Messaging

/// A line of the log about what a person has done here, written with its effect.
struct ActionNote {
    let action: String
    let subject: String
    let sentence: String

    /// Writes the line.
    func write(_ tenant: TenantID, by actor: String, _ transaction: MessagingTransaction) async throws {
        let now = Date()
        let taken = ActionTaken(
            action: action, subject: subject, sentence: sentence, actor: actor, at: Instant(now))
        let line = try checked { () throws(Wrong) in try ActionLine(taken, tenant: tenant, message: .v7(at: now)) }
        try await ActionStore.insert(line, transaction.database)
    }
}
