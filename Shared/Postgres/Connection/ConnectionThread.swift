internal import DequeModule
internal import Glibc
internal import Synchronization

/// The one thread on which a connection lives. libpq waits in `poll(2)` there, so that no thread of the shared pool is
/// ever blocked, and what the connection's actor does costs no lock.
///
/// The thread ends when the executor is released, that is, with its connection.
final class ConnectionThread: SerialExecutor {
    private let jobs = JobQueue()

    init() throws(PostgresError) {
        try startThread { [jobs] in jobs.run() }
    }

    deinit {
        jobs.stop()
    }

    func enqueue(_ job: consuming ExecutorJob) {
        jobs.push(UnownedJob(job), self)
    }
}

/// Jobs in the order of their arrival. Its length is bounded by the tasks that wait for this connection, and a leased
/// connection has one.
private final class JobQueue: Sendable {
    /// A job holds its executor, so that the thread outlives everything it was given.
    fileprivate struct Entry {
        let job: UnownedJob
        let executor: ConnectionThread
    }

    fileprivate struct State {
        var entries = Deque<Entry>()
        var isAsleep = false
        var isStopped = false
    }

    fileprivate enum Step {
        case run(Entry), sleep, end
    }

    private let state = Mutex(State())
    private let bell = Semaphore()

    func push(_ job: UnownedJob, _ executor: ConnectionThread) {
        let mustRing = state.withLock { state in
            state.entries.append(Entry(job: job, executor: executor))
            return state.wake()
        }
        if mustRing { bell.signal() }
    }

    func stop() {
        let mustRing = state.withLock { state in
            state.isStopped = true
            return state.wake()
        }
        if mustRing { bell.signal() }
    }

    /// The thread's whole life.
    func run() {
        while true {
            switch state.withLock({ $0.next() }) {
            case .run(let entry): entry.job.runSynchronously(on: entry.executor.asUnownedSerialExecutor())
            case .sleep: bell.wait()
            case .end: return
            }
        }
    }
}

extension JobQueue.State {
    /// Whether the thread sleeps and must be woken; told once.
    fileprivate mutating func wake() -> Bool {
        defer { isAsleep = false }
        return isAsleep
    }

    fileprivate mutating func next() -> JobQueue.Step {
        if let entry = entries.popFirst() { return .run(entry) }
        if isStopped { return .end }
        isAsleep = true
        return .sleep
    }
}
