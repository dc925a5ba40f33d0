public import Postgres

/// Where a service keeps what takes time or talks to others, until a ``Worker`` has done it.
public final class WorkQueue: Sendable {
    let database: PostgresPool
    let bell = Doorbell()
    /// The most items of one call.
    public static let mostItems = 10_000

    /// The queue in the pool's schema, which has Messaging's migrations.
    public init(_ database: PostgresPool) {
        self.database = database
    }

    /// Wants things, in the transaction that the pipeline is part of; one statement for any number of items. What is
    /// wanted already is not done twice: the newest payload counts, and the earlier time.
    ///
    /// After the commit call ``nudge()``, as from ``Handler/saved(_:)``; without it a worker finds the rows a little
    /// later.
    public static func enqueue(_ items: [WorkItem], into pipeline: inout Pipeline) throws {
        try WorkTable.enqueue(items, &pipeline)
    }

    /// Wants things in a transaction of their own.
    public func enqueue(_ items: [WorkItem]) async throws {
        var pipeline = Pipeline()
        try Self.enqueue(items, into: &pipeline)
        guard !pipeline.isEmpty else { return }
        try await database.send(pipeline)
        nudge()
    }

    /// Wants things no more, in the transaction that the pipeline is part of. What is in work is finished, but not
    /// repeated. Answers how many were found.
    @discardableResult
    public static func cancel(_ items: [WorkKey], in pipeline: inout Pipeline) -> Pending<[Int]> {
        WorkTable.cancel(items, &pipeline)
    }

    /// Wakes this process's workers: something was committed that they may take at once.
    public func nudge() {
        bell.ring()
    }
}
