import Contracts
import Messaging
import Postgres

/// Notes since when an account's past is known. Before that nobody is scored by it: half a past is a wrong one.
struct HistoryToldHandler: Handler {
    /// An account whose past was told.
    struct Change: Sendable {
        let key: AccountKey
        let told: HistoryTold
        /// Whose it is.
        let subject: TenantID
    }

    let wishes: ScoreWishes

    func load(_ messages: [Received<HistoryTold>], _ pipeline: inout Pipeline) -> Loading<[AccountKey: TenantID]> {
        Loading(AccountStore.subjects(of: messages.compactMap { $0.account($0.body.account) }, &pipeline))
    }

    func decide(_ message: Received<HistoryTold>, _ subjects: [AccountKey: TenantID]) -> Decision<Change> {
        guard let key = message.account(message.body.account) else { return .reject("a past without a tenant") }
        // The link may have ended meanwhile.
        guard let subject = subjects[key] else { return .done() }
        return .done([Change(key: key, told: message.body, subject: subject)])
    }

    func apply(_ change: Change, to subjects: inout [AccountKey: TenantID]) {}

    func save(_ changes: [Change], _ pipeline: inout Pipeline) throws {
        AccountStore.save(changes, &pipeline)
        try wishes.want(changes.map(\.subject), &pipeline)
    }
}
