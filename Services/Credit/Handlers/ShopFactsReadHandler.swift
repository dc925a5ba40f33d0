import Contracts
import Messaging
import Postgres

/// Notes what a channel tells of a shop as a whole, also while it is nobody's: a link may come later.
struct ShopFactsReadHandler: Handler {
    /// A shop as a message describes it.
    struct Change: Sendable {
        let key: AccountKey
        let facts: ShopFactsRead
        /// Whose it is; nil: nobody's.
        let subject: TenantID?
    }

    let wishes: ScoreWishes

    func load(_ messages: [Received<ShopFactsRead>], _ pipeline: inout Pipeline) -> Loading<[AccountKey: TenantID]> {
        Loading(AccountStore.subjects(of: messages.compactMap { $0.account($0.body.shop) }, &pipeline))
    }

    func decide(_ message: Received<ShopFactsRead>, _ subjects: [AccountKey: TenantID]) -> Decision<Change> {
        guard let key = message.account(message.body.shop) else { return .reject("a shop without a tenant") }
        let impossible = message.body.impossible
        guard impossible.isEmpty else {
            return .reject("a figure of the message cannot be true", detail: impossible.joined(separator: ", "))
        }
        return .done([Change(key: key, facts: message.body, subject: subjects[key])])
    }

    func apply(_ change: Change, to subjects: inout [AccountKey: TenantID]) {}

    func save(_ changes: [Change], _ pipeline: inout Pipeline) throws {
        let newest = Dictionary(changes.map { ($0.key, $0.facts) }) { $1.version > $0.version ? $1 : $0 }
        try AccountStore.save(newest, &pipeline)
        try wishes.want(changes.compactMap(\.subject), &pipeline)
    }
}
