internal import Synchronization

/// A transaction under way; everything it runs is committed together or not at all.
public struct Transaction: PostgresClient {
    let connection: PostgresConnection
    private let opening: Pipeline
    private let deadline: ContinuousClock.Instant?
    private let progress = Progress()

    init(_ connection: PostgresConnection, _ options: TransactionOptions) {
        self.connection = connection
        opening = options.opening
        deadline = options.deadline.map { ContinuousClock.now + $0 }
    }

    /// Sends a pipeline as part of the transaction. `BEGIN` travels with the first one.
    public func send(_ pipeline: Pipeline, deadline: ContinuousClock.Instant?) async throws(PostgresError) {
        try await send(pipeline, then: .begun, deadline: deadline)
    }

    /// Sends the last pipeline together with `COMMIT`, which saves a round trip. Nothing may be sent after it.
    public func commit(_ last: Pipeline) async throws(PostgresError) {
        var pipeline = last
        pipeline.commit()
        try await send(pipeline, then: .ended, deadline: nil)
    }

    /// Has something done as soon as the transaction is committed, and never where it is undone or begun anew: for what
    /// is counted once, such as a metric.
    public func afterCommit(_ action: @escaping @Sendable () -> Void) { progress.add(action) }

    private func send(
        _ pipeline: Pipeline, then next: Progress.Stage, deadline: ContinuousClock.Instant?
    ) async throws(PostgresError) {
        let stage = progress.advance(to: next)
        guard stage != .ended else {
            throw PostgresError(.invalidRequest, "the transaction has already been committed")
        }
        var whole = stage == .notBegun ? opening : Pipeline()
        whole.append(pipeline)
        do {
            try await connection.send(whole, deadline: earlier(deadline, self.deadline))
        } catch {
            progress.note(error)
            throw error
        }
    }

    private func earlier(_ one: ContinuousClock.Instant?, _ other: ContinuousClock.Instant?) -> ContinuousClock.Instant?
    {
        guard let one, let other else { return one ?? other }
        return min(one, other)
    }
}

// MARK: - Ending

extension Transaction {
    /// Commits what the body did, unless it did nothing or has committed itself.
    func finish() async throws(PostgresError) {
        if progress.stage == .begun { try await commit(Pipeline()) }
    }

    /// Does what was to be done after the commit.
    func follow() {
        for action in progress.actions { action() }
    }

    /// Undoes what the body did and returns the error to throw: the body's own, and the rollback's if that failed too.
    func undo(after error: any Error) async -> any Error {
        guard !connection.isBroken, !connection.status.isIdle else { return error }
        do {
            try await connection.rollBack()
            return error
        } catch let failure {
            return RollbackError(body: error, rollback: failure)
        }
    }

    /// What made it worth repeating, whatever error the body made of it.
    var transientFailure: PostgresError? { progress.transientFailure }
}

/// How far a transaction has come.
private final class Progress: Sendable {
    enum Stage {
        case notBegun, begun, ended
    }

    private let state = Mutex((stage: Stage.notBegun, failure: PostgresError?.none))
    private let following = Mutex<[@Sendable () -> Void]>([])

    var stage: Stage { state.withLock { $0.stage } }

    var transientFailure: PostgresError? { state.withLock { $0.failure } }

    /// What is to be done after the commit, in the order in which it was asked for.
    var actions: [@Sendable () -> Void] { following.withLock { $0 } }

    func add(_ action: @escaping @Sendable () -> Void) { following.withLock { $0.append(action) } }

    /// Moves on, and returns where we were.
    func advance(to next: Stage) -> Stage {
        state.withLock { state in
            defer { if state.stage != .ended { state.stage = next } }
            return state.stage
        }
    }

    func note(_ error: PostgresError) {
        state.withLock { if error.isTransient { $0.failure = $0.failure ?? error } }
    }
}
