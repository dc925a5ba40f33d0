import Synchronization

/// What a statement of a pipeline will answer; readable once the pipeline ran.
public struct Pending<Value: Sendable>: Sendable {
    let slot: Slot<Value>

    /// The answer. Throws what made the statement or the pipeline fail, what its rows could not be decoded for, or
    /// that the pipeline has not run.
    public func get() throws -> Value {
        try slot.get()
    }
}

/// Where an answer is put: written on the connection's thread, read by the caller.
final class Slot<Value: Sendable>: Sendable {
    private let answer = Mutex<Result<Value, any Error>?>(nil)

    func put(_ result: Result<Value, any Error>) {
        answer.withLock { $0 = result }
    }

    func get() throws -> Value {
        guard let answer = answer.withLock({ $0 }) else {
            throw PostgresError(.invalidRequest, "this answer was read before its pipeline ran")
        }
        return try answer.get()
    }
}
