import Contracts
import Messaging
import Postgres

/// Wants people scored again: what is wanted twice before it is done is done once.
struct ScoreWishes: Sendable {
    /// How long news are gathered.
    let pause: Duration
    let queue: WorkQueue

    /// Wants people scored when the pause is over.
    func want(_ subjects: some Sequence<TenantID>, _ pipeline: inout Pipeline) throws {
        let items = Set(subjects).sorted().map { ScoreMake.item($0, after: pause) }
        try WorkQueue.enqueue(items, into: &pipeline)
    }
}
