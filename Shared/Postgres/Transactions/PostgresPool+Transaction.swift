extension PostgresPool {
    /// Runs `body` in a transaction: committed when it returns, rolled back when it throws.
    ///
    /// When another transaction is in the way (serialization failure, deadlock) all of it is repeated after a pause, on
    /// any connection, up to `options.attempts` times; so `body` must have no effect but through the transaction.
    @discardableResult
    public func transaction<Value: Sendable>(
        _ options: TransactionOptions = TransactionOptions(),
        isolation: isolated (any Actor)? = #isolation,
        _ body: (Transaction) async throws -> Value
    ) async throws -> Value {
        var failures = 0
        while true {
            let outcome = try await withConnection { connection in
                await attempt(Transaction(connection, options), body)
            }
            switch outcome {
            case .success(let value): return value
            case .failure(let failure):
                failures += 1
                guard failure.isTransient, failures < options.attempts else { throw failure.error }
                try await Task.sleep(for: Backoff.pause(after: failures) / 10)
            }
        }
    }

    private func attempt<Value: Sendable>(
        _ transaction: Transaction, isolation: isolated (any Actor)? = #isolation,
        _ body: (Transaction) async throws -> Value
    ) async -> Result<Value, AttemptFailure> {
        do {
            let value = try await body(transaction)
            try await transaction.finish()
            transaction.follow()
            return .success(value)
        } catch {
            let isTransient = transaction.transientFailure != nil
            return .failure(AttemptFailure(error: await transaction.undo(after: error), isTransient: isTransient))
        }
    }
}

/// Why one attempt failed, and whether another may not.
private struct AttemptFailure: Error {
    let error: any Error
    let isTransient: Bool
}

/// A transaction that failed and could not be rolled back either; its connection was dropped, which undoes it.
public struct RollbackError: Error {
    /// What made the transaction fail.
    public let body: any Error
    /// Why the rollback failed.
    public let rollback: PostgresError
}
