internal import DequeModule

/// Who has which connection, and who waits: pure bookkeeping, every side effect happens after the lock is left.
struct PoolState {
    /// What a lease is given: a connection, or the right to open one.
    enum Grant: Sendable {
        case connection(PostgresConnection), vacancy
    }

    /// Someone who waits for a lease.
    struct Waiter {
        let ticket: UInt64
        let continuation: CheckedContinuation<Grant, any Error>
        let since: ContinuousClock.Instant
    }

    /// Tasks that may wait at once; more than that is a fault upstream that a longer queue would only hide.
    static let maxWaiters = 10_000

    let size: Int
    /// All open connections, leased or not; at most `size`.
    private(set) var connections: [PostgresConnection] = []
    /// Free connections; the most recently used is taken first.
    private(set) var idle: [PostgresConnection] = []
    /// Leases and attempts to open a connection under way.
    private(set) var leased = 0
    private(set) var waiters = Deque<Waiter>()
    private(set) var isClosed = false
    /// Resumed when the last lease has come back after the pool was closed.
    private var drained: [CheckedContinuation<Void, Never>] = []
    private var lastTicket: UInt64 = 0
    var reconnecting = Backoff()
    var counters = PoolCounters()

    init(size: Int) {
        self.size = size
    }
}

// MARK: - Leasing

extension PoolState {
    /// A lease at once, if nobody is before us and something is free.
    mutating func take() -> Grant? {
        guard waiters.isEmpty, leased < size else { return nil }
        leased += 1
        counters.leases += 1
        return idle.popLast().map(Grant.connection) ?? .vacancy
    }

    /// A number that names one wait.
    mutating func nextTicket() -> UInt64 {
        lastTicket += 1
        return lastTicket
    }

    /// Joins the end of the queue.
    mutating func enqueue(_ waiter: Waiter) {
        waiters.append(waiter)
        counters.longestQueue = max(counters.longestQueue, waiters.count)
    }

    /// Leaves the queue without a lease; nil when the waiter has just been served.
    mutating func leave(_ ticket: UInt64) -> Waiter? {
        guard let index = waiters.firstIndex(where: { $0.ticket == ticket }) else { return nil }
        return waiters.remove(at: index)
    }

    /// Takes a lease back, with its connection if that is still good; serves the first waiter.
    mutating func giveBack(_ connection: PostgresConnection?, now: ContinuousClock.Instant) -> (Waiter, Grant)? {
        if let waiter = waiters.popFirst() {
            counters.leases += 1
            counters.served(waiter, at: now)
            return (waiter, connection.map(Grant.connection) ?? .vacancy)
        }
        leased -= 1
        if let connection { idle.append(connection) }
        return nil
    }

    /// Notes a connection that was opened.
    mutating func add(_ connection: PostgresConnection) {
        connections.append(connection)
        counters.opened += 1
        reconnecting = Backoff()
    }

    /// Forgets a connection that broke.
    mutating func remove(_ connection: PostgresConnection) {
        connections.removeAll { $0 === connection }
        if !isClosed { counters.lost += 1 }
    }
}

// MARK: - Closing

extension PoolState {
    /// Lets nobody in any more. Returns who waited and what is free.
    mutating func close() -> (waiters: [Waiter], idle: [PostgresConnection]) {
        isClosed = true
        defer {
            waiters.removeAll()
            idle.removeAll()
        }
        return (Array(waiters), idle)
    }

    /// Waits for the last lease; false when there is none to wait for.
    mutating func awaitDrained(_ continuation: CheckedContinuation<Void, Never>) -> Bool {
        guard leased > 0 else { return false }
        drained.append(continuation)
        return true
    }

    /// Those to be told that the last lease is back.
    mutating func takeDrained() -> [CheckedContinuation<Void, Never>] {
        guard leased == 0 else { return [] }
        defer { drained.removeAll() }
        return drained
    }
}
