import Contracts
import Foundation
import Messaging
import Postgres

/// Takes the command to tell an account's past, or to tell it no longer, and wants it done. It is told of accounts
/// alone that are the brand's in whose name it is asked.
struct HistoryTellHandler: Handler {
    /// What is known of a batch.
    struct View {
        let owned: Set<AccountKey>
        var tellings: [Telling.Key: Telling]
    }

    /// A telling to keep.
    struct Change: Sendable {
        let telling: Telling
        let cause: Metadata
    }

    let queue: WorkQueue

    func load(_ messages: [Received<HistoryTell>], _ pipeline: inout Pipeline) -> Loading<View> {
        let keys = messages.compactMap(\.telling?.key)
        let owned = TellingStore.owned(keys, &pipeline)
        let known = TellingStore.lock(keys, &pipeline)
        return Loading {
            View(
                owned: try owned(),
                tellings: Dictionary(try known.get().map { ($0.key, $0) }) { first, _ in first })
        }
    }

    func decide(_ message: Received<HistoryTell>, _ view: View) -> Decision<Change> {
        guard let wanted = message.telling else { return .reject("the command names no brand") }
        let account = AccountKey(tenant: wanted.key.tenant, account: wanted.key.account)
        guard view.owned.contains(account) else {
            // Nothing is told of it anyway.
            guard wanted.state == .wanted else { return .done() }
            return .reject("the account is not the brand's", detail: wanted.key.account.description)
        }
        guard wanted.isNews(after: view.tellings[wanted.key]) else { return .done() }
        return .done([Change(telling: wanted, cause: message.metadata)])
    }

    func apply(_ change: Change, to view: inout View) {
        view.tellings[change.telling.key] = change.telling
    }

    func save(_ changes: [Change], _ pipeline: inout Pipeline) throws {
        let newest = Dictionary(changes.map { ($0.telling.key, $0) }) { _, later in later }
        let wanted = newest.values.sorted { $0.telling.key < $1.telling.key }
        TellingStore.save(wanted.map(\.telling), &pipeline)
        let work = wanted.filter { $0.telling.state == .wanted }
            .map { TellHistory.item($0.telling.key, cause: $0.cause) }
        if !work.isEmpty { try WorkQueue.enqueue(work, into: &pipeline) }
    }

    func saved(_ changes: [Change]) {
        queue.nudge()
    }
}

extension Received<HistoryTell> {
    /// What is asked for; nil without a tenant.
    fileprivate var telling: Telling? {
        metadata.tenant.map { Telling(body, of: $0, now: metadata.id.v7Instant ?? Date()) }
    }
}
