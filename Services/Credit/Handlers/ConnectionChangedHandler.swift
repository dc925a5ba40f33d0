import Contracts
import Foundation
import Messaging
import Postgres

/// Notes what an account is and whether it is connected, also while it is nobody's: a link may come later.
struct ConnectionChangedHandler: Handler {
    /// An account as a message describes it.
    struct Change: Sendable {
        let key: AccountKey
        let told: ToldConnection
        /// Whose it is; nil: nobody's.
        let subject: TenantID?
    }

    let wishes: ScoreWishes

    func load(
        _ messages: [Received<ConnectionChanged>], _ pipeline: inout Pipeline
    ) -> Loading<[AccountKey: TenantID]> {
        Loading(AccountStore.subjects(of: messages.compactMap { $0.account($0.body.shop) }, &pipeline))
    }

    func decide(
        _ message: Received<ConnectionChanged>, _ subjects: [AccountKey: TenantID]
    ) -> Decision<Change> {
        guard let key = message.account(message.body.shop) else { return .reject("a shop without a tenant") }
        guard let at = message.metadata.id.v7Instant else { return .reject("message_id is not a version 7 UUID") }
        let told = ToldConnection(connection: message.body, at: Instant(at))
        return .done([Change(key: key, told: told, subject: subjects[key])])
    }

    func apply(_ change: Change, to subjects: inout [AccountKey: TenantID]) {}

    func save(_ changes: [Change], _ pipeline: inout Pipeline) throws {
        let newest = Dictionary(changes.map { ($0.key, $0.told) }) {
            $1.connection.version > $0.connection.version ? $1 : $0
        }
        try AccountStore.save(newest, &pipeline)
        try wishes.want(changes.compactMap(\.subject), &pipeline)
    }
}

extension Received {
    /// The account that a message is about; nil without a tenant.
    func account<Named>(_ account: Identifier<Named>) -> AccountKey? {
        metadata.tenant.map { AccountKey(brand: $0, account: AccountID(account.uuid)) }
    }
}
