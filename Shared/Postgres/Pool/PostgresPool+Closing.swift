internal import Synchronization

extension PostgresPool {
    /// Ends the pool: who waits gets an error, leases may finish within the configuration's `leaseTimeout`, then what
    /// still runs is cancelled.
    public func close() async {
        let (waiters, idle) = state.withLock { $0.close() }
        for waiter in waiters { waiter.continuation.resume(throwing: Self.closed) }
        for connection in idle { await connection.close() }
        async let _ = interruptLeases(after: configuration.leaseTimeout)
        await withCheckedContinuation { continuation in
            if !state.withLock({ $0.awaitDrained(continuation) }) { continuation.resume() }
        }
    }

    private func interruptLeases(after grace: Duration) async {
        guard (try? await Task.sleep(for: grace)) != nil else { return }
        for connection in state.withLock({ $0.connections }) { await connection.close() }
    }
}
