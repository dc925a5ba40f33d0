/// Who waits, who runs and who is to be stopped: the bounds of a client as a plain value, without a network.
struct TransferQueue<Job> {
    /// What became of a submitted job.
    enum Submission: Equatable {
        case queued
        case full
        case closed
    }

    /// What the loop has to do next.
    struct Orders {
        var start: [Job] = []
        var expired: [Job] = []
        var abort: [UInt64] = []
        var refuse: [Job] = []
        /// When to look again although nothing happens.
        var nextDeadline: ContinuousClock.Instant?
        /// Closed and empty.
        var isOver = false
    }

    private struct Entry {
        let id: UInt64
        let deadline: ContinuousClock.Instant
        let job: Job
    }

    private let maximumRunning: Int
    private let maximumWaiting: Int
    private var waiting: [Entry] = []
    private var running: Set<UInt64> = []
    private var cancelled: Set<UInt64> = []
    private(set) var isClosed = false

    init(maximumRunning: Int, maximumWaiting: Int) {
        self.maximumRunning = max(1, maximumRunning)
        self.maximumWaiting = max(0, maximumWaiting)
    }

    /// Takes a job in. One that can run at once does not count as waiting.
    mutating func submit(_ job: Job, id: UInt64, deadline: ContinuousClock.Instant) -> Submission {
        guard !isClosed else { return .closed }
        guard running.count + waiting.count < maximumRunning + maximumWaiting else { return .full }
        waiting.append(Entry(id: id, deadline: deadline, job: job))
        return .queued
    }

    /// Takes back a waiting job, or marks a running one; an unknown or finished one is none of our business.
    mutating func cancel(_ id: UInt64) -> Job? {
        if let index = waiting.firstIndex(where: { $0.id == id }) {
            return waiting.remove(at: index).job
        }
        if running.contains(id) { cancelled.insert(id) }
        return nil
    }

    mutating func finished(_ id: UInt64) {
        running.remove(id)
        cancelled.remove(id)
    }

    mutating func close() {
        isClosed = true
    }

    mutating func takeOrders(now: ContinuousClock.Instant) -> Orders {
        var orders = Orders()
        if isClosed {
            orders.refuse = waiting.map(\.job)
            waiting = []
        }
        orders.expired = removeExpired(now)
        let free = min(waiting.count, maximumRunning - running.count)
        orders.start = waiting.prefix(free).map(\.job)
        running.formUnion(waiting.prefix(free).map(\.id))
        waiting.removeFirst(free)
        orders.abort = Array(cancelled)
        cancelled = []
        orders.nextDeadline = waiting.map(\.deadline).min()
        orders.isOver = isClosed && running.isEmpty
        return orders
    }

    private mutating func removeExpired(_ now: ContinuousClock.Instant) -> [Job] {
        let expired = waiting.filter { $0.deadline <= now }.map(\.job)
        waiting.removeAll { $0.deadline <= now }
        return expired
    }
}
