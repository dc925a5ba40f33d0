import Synchronization

/// Seats for those who are kept waiting for an answer. Whoever finds none is sent away at once.
final class WaitingRoom: Sendable {
    private let free: Mutex<Int>

    /// A room with so many seats.
    init(seats: Int) {
        free = Mutex(seats)
    }

    /// Waits in a seat; nil when all of them are taken.
    func seat<Value>(_ body: () async throws -> Value) async rethrows -> Value? {
        let isTaken = free.withLock { free in
            guard free > 0 else { return false }
            free -= 1
            return true
        }
        guard isTaken else { return nil }
        defer { free.withLock { $0 += 1 } }
        return try await body()
    }
}
