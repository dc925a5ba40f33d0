import Contracts
import Foundation
import Messaging
import Postgres

/// Notes what our app that only reads is let see, also while the account is nobody's: a link may come later.
struct ReadGrantChangedHandler: Handler {
    /// An account as a message describes it.
    struct Change: Sendable {
        let key: AccountKey
        let told: ToldGrant
        /// Whose it is; nil: nobody's.
        let subject: TenantID?
    }

    let wishes: ScoreWishes

    func load(_ messages: [Received<ReadGrantChanged>], _ pipeline: inout Pipeline) -> Loading<[AccountKey: TenantID]> {
        Loading(AccountStore.subjects(of: messages.compactMap(\.grantedAccount), &pipeline))
    }

    func decide(_ message: Received<ReadGrantChanged>, _ subjects: [AccountKey: TenantID]) -> Decision<Change> {
        guard let key = message.grantedAccount else { return .reject("a grant of no account") }
        guard let at = message.metadata.id.v7Instant else { return .reject("message_id is not a version 7 UUID") }
        let told = ToldGrant(grant: message.body, at: Instant(at))
        return .done([Change(key: key, told: told, subject: subjects[key])])
    }

    func apply(_ change: Change, to subjects: inout [AccountKey: TenantID]) {}

    func save(_ changes: [Change], _ pipeline: inout Pipeline) throws {
        let newest = Dictionary(changes.map { ($0.key, $0.told) }) { $1.grant.version > $0.grant.version ? $1 : $0 }
        try AccountStore.save(newest, &pipeline)
        try wishes.want(changes.compactMap(\.subject), &pipeline)
    }
}

extension Received<ReadGrantChanged> {
    /// The account that may be read; nil where that is not told, or without a tenant.
    fileprivate var grantedAccount: AccountKey? {
        if let shop = body.shop { return account(shop) }
        return body.creator.flatMap { account($0) }
    }
}
