import Contracts
import Messaging
import Postgres

/// Changes shipments in a transaction of work or of a request: loads and locks them, lets a rule decide, saves what it
/// left, sends what it says and wants what it wants.
struct Alteration: Sendable {
    /// Stands in for products without measures.
    let usual: Measures?
    let now: Instant
    /// `automation`, or the prefix of a person's key.
    var actor = "automation"
    /// What led to it.
    let cause: Metadata?

    /// - Parameters:
    ///   - chosen: A query of `(tenant_id, order_id)`.
    ///   - also: More statements for a shipment that was changed.
    /// - Returns: All chosen shipments as they are now.
    func run<Failure: Error>(
        _ chosen: SQL, in transaction: MessagingTransaction,
        also: (Handling, inout Pipeline) throws -> Void = { _, _ in },
        _ decide: (inout Handling, Circumstances) throws(Failure) -> Void
    ) async throws -> [Handling] {
        var ask = Pipeline()
        let books = BookStore.load(chosen, usual: usual, &ask)
        let question = ask
        try await transaction.database.send(question)
        let view = try books()
        var tell = Pipeline()
        var all: [Handling] = []
        var changed: [Handling] = []
        for known in view.shipments.values.sorted(by: { $0.key < $1.key }) {
            var handling = Handling(known, now: now, actor: actor)
            try decide(&handling, view.circumstances(of: known))
            let isChanged = handling.hasChanged(since: known)
            handling.stamp(since: known)
            all.append(handling)
            guard isChanged else { continue }
            changed.append(handling)
            try also(handling, &tell)
        }
        try await finish(changed, tell, transaction)
        return all
    }

    private func finish(_ changed: [Handling], _ rest: Pipeline, _ transaction: MessagingTransaction) async throws {
        guard !changed.isEmpty else { return }
        var tell = Pipeline()
        try BookStore.save(changed, &tell)
        tell.append(rest)
        let answer = tell
        try await transaction.database.send(answer)
        try transaction.publish(changed.flatMap(\.drafts))
        let items = changed.flatMap { $0.items(cause: cause) }
        if !items.isEmpty { try await transaction.enqueue(items) }
        let milestones = changed.flatMap(\.milestones)
        transaction.database.afterCommit { LabelMeter.passed(milestones) }
    }
}
