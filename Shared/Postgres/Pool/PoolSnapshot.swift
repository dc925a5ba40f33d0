/// What a pool has done so far and is doing now; for metrics.
public struct PoolSnapshot: Sendable, Hashable {
    /// Connections the pool may have.
    public var size = 0
    /// Connections that are open, leased or free.
    public var open = 0
    /// Leases under way.
    public var leased = 0
    /// Tasks that wait for a lease.
    public var waiting = 0
    /// Leases given so far.
    public var leases = 0
    /// Leases that had to be waited for.
    public var waits = 0
    /// The time of all those waits together.
    public var waitTime = Duration.zero
    /// The longest of them.
    public var longestWait = Duration.zero
    /// The most tasks that ever waited at once.
    public var longestQueue = 0
    /// Waits that were given up at their deadline.
    public var timeouts = 0
    /// Connections opened so far.
    public var opened = 0
    /// Connections that broke.
    public var lost = 0
    /// Attempts to connect that failed.
    public var failedOpens = 0
}

/// The part of a snapshot that only grows.
typealias PoolCounters = PoolSnapshot

extension PoolCounters {
    mutating func served(_ waiter: PoolState.Waiter, at now: ContinuousClock.Instant) {
        let wait = now - waiter.since
        waits += 1
        waitTime += wait
        longestWait = max(longestWait, wait)
    }
}

extension PoolState {
    /// The counters and what is going on now.
    var snapshot: PoolSnapshot {
        var snapshot = counters
        snapshot.size = size
        snapshot.open = connections.count
        snapshot.leased = leased
        snapshot.waiting = waiters.count
        return snapshot
    }
}
