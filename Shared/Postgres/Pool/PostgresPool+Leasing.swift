internal import Logging
internal import Synchronization

extension PostgresPool {
    /// Takes a connection, opening one if need be, waiting in line if all are out.
    func lease() async throws(PostgresError) -> PostgresConnection {
        let deadline = ContinuousClock.now + configuration.leaseTimeout
        let taken = state.withLock { $0.isClosed ? nil : $0.take() }
        var grant = if let taken { taken } else { try await wait(until: deadline) }
        while case .connection(let connection) = grant {
            if await connection.isFit() { return connection }
            state.withLock { $0.remove(connection) }
            grant = .vacancy
        }
        return try await open(until: deadline)
    }

    /// Takes a lease back. What the closure left open is rolled back first, even when its task is cancelled.
    func giveBack(_ connection: PostgresConnection) async {
        if !connection.isBroken, !connection.status.isIdle { try? await connection.rollBack() }
        if state.withLock({ $0.isClosed }) { await connection.close() }
        passOn(connection)
    }

    private func passOn(_ connection: PostgresConnection?) {
        let (served, drained) = state.withLock { state in
            if let connection, connection.isBroken { state.remove(connection) }
            let good = connection.flatMap { $0.isBroken ? nil : $0 }
            return (state.giveBack(good, now: .now), state.takeDrained())
        }
        if let (waiter, grant) = served { waiter.continuation.resume(returning: grant) }
        drained.forEach { $0.resume() }
    }
}

// MARK: - Waiting

extension PostgresPool {
    private func wait(until deadline: ContinuousClock.Instant) async throws(PostgresError) -> PoolState.Grant {
        let ticket = state.withLock { $0.nextTicket() }
        async let _ = expire(ticket, at: deadline)
        do {
            return try await withTaskCancellationHandler {
                try await withCheckedThrowingContinuation { enqueue(ticket, $0, deadline) }
            } onCancel: {
                fail(ticket, with: Self.cancelled)
            }
        } catch {
            throw error as? PostgresError ?? PostgresError(.other, "the wait for a connection ended strangely")
        }
    }

    private func enqueue(
        _ ticket: UInt64, _ continuation: CheckedContinuation<PoolState.Grant, any Error>,
        _ deadline: ContinuousClock.Instant
    ) {
        let outcome: Result<PoolState.Grant, PostgresError>? = state.withLock { state in
            if state.isClosed { return .failure(Self.closed) }
            if let grant = state.take() { return .success(grant) }
            // Whoever cancels or watches the clock looks under the same lock, before this or after it.
            if Task.isCancelled { return .failure(Self.cancelled) }
            if ContinuousClock.now >= deadline { return .failure(Self.late) }
            if state.waiters.count >= PoolState.maxWaiters { return .failure(Self.crowded) }
            state.enqueue(PoolState.Waiter(ticket: ticket, continuation: continuation, since: .now))
            return nil
        }
        if let outcome { continuation.resume(with: outcome.mapError { $0 as any Error }) }
    }

    /// Ends the wait when its time is up. Cancelled, and then harmless, when the wait ends before.
    private func expire(_ ticket: UInt64, at deadline: ContinuousClock.Instant) async {
        guard (try? await Task.sleep(until: deadline, clock: .continuous)) != nil else { return }
        fail(ticket, with: Self.late)
    }

    private func fail(_ ticket: UInt64, with error: PostgresError) {
        let waiter = state.withLock { state in
            let waiter = state.leave(ticket)
            if waiter != nil, error.code == .deadlineExceeded { state.counters.timeouts += 1 }
            return waiter
        }
        waiter?.continuation.resume(throwing: error)
    }

    static let closed = PostgresError(.closed, "the pool is closed")
    private static let cancelled = PostgresError(.cancelled, "the task was cancelled while it waited for a connection")
    private static let late = PostgresError(poolExhausted: "no connection of the pool came free in time")
    private static let crowded = PostgresError(poolExhausted: "too many tasks wait for a connection of the pool")
}

// MARK: - Opening

extension PostgresPool {
    /// Opens a connection for a lease. When that fails the lease is passed on, and the next attempt comes later.
    private func open(until deadline: ContinuousClock.Instant) async throws(PostgresError) -> PostgresConnection {
        do {
            try await pause(until: deadline)
            let connection = try await PostgresConnection.open(configuration, logger: logger)
            state.withLock { $0.add(connection) }
            return connection
        } catch {
            if error.isConnectionLoss { noteFailure(error) }
            passOn(nil)
            throw error
        }
    }

    private func noteFailure(_ error: PostgresError) {
        state.withLock { state in
            state.counters.failedOpens += 1
            state.reconnecting.fail(now: .now)
        }
        logger.debug("postgres connection failed", metadata: ["db.error": "\(error)"])
    }

    private func pause(until deadline: ContinuousClock.Instant) async throws(PostgresError) {
        guard let notBefore = state.withLock({ $0.reconnecting.notBefore }), notBefore > .now else { return }
        do {
            try await Task.sleep(until: min(notBefore, deadline), clock: .continuous)
        } catch {
            throw Self.cancelled
        }
    }
}
