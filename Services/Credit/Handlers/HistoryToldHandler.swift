import Contracts
import Foundation
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

    /// What is known of a batch.
    struct View {
        let subjects: [AccountKey: TenantID]
        /// How many messages have come, by their cause.
        let heard: [UUID: Int]
    }

    let wishes: ScoreWishes
    /// What has not come after so many looks, a quarter of an hour, was refused, or is a failure that operators see.
    static let looks = 10

    func load(_ messages: [Received<HistoryTold>], _ pipeline: inout Pipeline) -> Loading<View> {
        let subjects = AccountStore.subjects(of: messages.compactMap { $0.account($0.body.account) }, &pipeline)
        let heard = HeardStore.load(messages.compactMap(\.metadata.causation), &pipeline)
        return Loading { View(subjects: try subjects(), heard: try heard()) }
    }

    func decide(_ message: Received<HistoryTold>, _ view: View) -> Decision<Change> {
        guard let key = message.account(message.body.account) else { return .reject("a past without a tenant") }
        // The link may have ended meanwhile.
        guard let subject = view.subjects[key] else { return .done() }
        if let cause = message.metadata.causation, view.heard[cause] ?? 0 < message.body.messages,
            message.metadata.attempt < Self.looks
        {
            return .retry("messages of the past are still on their way")
        }
        return .done([Change(key: key, told: message.body, subject: subject)])
    }

    func apply(_ change: Change, to view: inout View) {}

    func save(_ changes: [Change], _ pipeline: inout Pipeline) throws {
        AccountStore.save(changes, &pipeline)
        try wishes.want(changes.map(\.subject), &pipeline)
    }
}
