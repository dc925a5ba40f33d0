import Synchronization

/// Tells tasks that something has happened; those who were busy at that moment learn of it when they next wait.
final class Doorbell: Sendable {
    private struct State {
        var rings: UInt64 = 0
        var nextID: UInt64 = 0
        var waiting: [UInt64: CheckedContinuation<Void, Never>] = [:]
    }

    private let state = Mutex(State())

    /// How often it has rung.
    var rings: UInt64 { state.withLock { $0.rings } }

    /// Whether somebody waits.
    var isAwaited: Bool { state.withLock { !$0.waiting.isEmpty } }

    func ring() {
        let waiting = state.withLock { state in
            state.rings += 1
            defer { state.waiting.removeAll() }
            return state.waiting
        }
        for continuation in waiting.values { continuation.resume() }
    }

    /// Waits until it has rung more than `seen` times, or until the instant; answers how often it has rung.
    func wait(after seen: UInt64, until instant: ContinuousClock.Instant) async -> UInt64 {
        await withTaskGroup { group in
            group.addTask { await self.wait(after: seen) }
            group.addTask { try? await Task.sleep(until: instant, clock: .continuous) }
            await group.next()
            group.cancelAll()
        }
        return rings
    }

    /// Waits until it has rung more than `seen` times, or until the task is cancelled.
    func wait(after seen: UInt64 = 0) async {
        let id = state.withLock { state in
            state.nextID += 1
            return state.nextID
        }
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let isOver = state.withLock { state in
                    // Whoever rings or cancels looks under the same lock, before this or after it.
                    if state.rings > seen || Task.isCancelled { return true }
                    state.waiting[id] = continuation
                    return false
                }
                if isOver { continuation.resume() }
            }
        } onCancel: {
            state.withLock { $0.waiting.removeValue(forKey: id) }?.resume()
        }
    }
}
