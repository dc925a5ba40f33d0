import Foundation
import Synchronization

/// The door to the client's thread: jobs, cancellations and the end go in by a lock and a wake-up, and the thread alone
/// touches libcurl's transfers.
final class TransferLoop: Sendable {
    private struct State {
        var queue: TransferQueue<TransferJob>
        var hasEnded = false
        var waitingForEnd: [CheckedContinuation<Void, Never>] = []
    }

    private let configuration: HTTPClient.Configuration
    private let state: Mutex<State>
    private let multi: MultiHandle

    init(_ configuration: HTTPClient.Configuration) {
        self.configuration = configuration
        multi = MultiHandle(connections: configuration.maximumConcurrent)
        state = Mutex(
            State(
                queue: TransferQueue(
                    maximumRunning: configuration.maximumConcurrent, maximumWaiting: configuration.maximumWaiting)))
    }

    func start() {
        let thread = Thread { self.run() }
        thread.name = "outbound"
        thread.start()
    }

    func submit(_ job: TransferJob) {
        switch state.withLock({ $0.queue.submit(job, id: job.id, deadline: job.deadline) }) {
        case .queued: multi.wakeUp()
        case .full: job.fail(.overloaded, "\(configuration.maximumWaiting) requests wait already")
        case .closed: job.fail(.closed, "the client is closed")
        }
    }

    func cancel(_ id: UInt64) {
        let waiting = state.withLock { $0.queue.cancel(id) }
        waiting?.fail(.cancelled, "the task was cancelled while it waited for a free place")
        if waiting == nil { multi.wakeUp() }
    }

    func shutDown() {
        state.withLock { $0.queue.close() }
        multi.wakeUp()
    }

    func waitUntilEnded() async {
        await withCheckedContinuation { continuation in
            let hasEnded = state.withLock { state in
                if !state.hasEnded { state.waitingForEnd.append(continuation) }
                return state.hasEnded
            }
            if hasEnded { continuation.resume() }
        }
    }

    private func run() {
        let transfers = Transfers(multi: multi, configuration: configuration)
        var isOver = false
        while !isOver {
            let orders = state.withLock { $0.queue.takeOrders(now: .now) }
            for job in orders.refuse { job.fail(.closed, "the client was closed") }
            for job in orders.expired { job.fail(.timedOut, "the deadline passed before a place was free") }
            let outcomes = orders.start.compactMap(transfers.begin) + orders.abort.compactMap(transfers.abort)
            // Whatever ended left a place, which may be taken at once.
            let freed = finish(outcomes + transfers.perform())
            isOver = orders.isOver
            if !freed, !isOver { transfers.wait(until: orders.nextDeadline) }
        }
        multi.close()
        end()
    }

    /// Gives up the places before it answers, so that whoever is answered finds them free.
    private func finish(_ outcomes: [Transfers.Outcome]) -> Bool {
        guard !outcomes.isEmpty else { return false }
        state.withLock { state in
            for outcome in outcomes { state.queue.finished(outcome.job.id) }
        }
        for outcome in outcomes { outcome.job.reply.resume(returning: outcome.result) }
        return true
    }

    private func end() {
        let waiting = state.withLock { state in
            state.hasEnded = true
            defer { state.waitingForEnd = [] }
            return state.waitingForEnd
        }
        for continuation in waiting { continuation.resume() }
    }
}
