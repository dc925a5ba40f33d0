import Synchronization

/// Lets only so many tests use servers at a time: all at once they would ask for more connections than a server has,
/// and on a small machine each would wait so long for its turn that its own deadlines pass.
enum Turn {
    @TaskLocal private static var isHeld = false
    private static let gate = Gate(width: 6)

    /// Runs when it is this test's turn; what is borrowed inside needs no turn of its own.
    static func take<Value>(
        isolation: isolated (any Actor)? = #isolation, _ body: () async throws -> Value
    ) async throws -> Value {
        if isHeld { return try await body() }
        await gate.enter()
        defer { gate.leave() }
        return try await $isHeld.withValue(true) { try await body() }
    }
}

/// A door through which a number of tasks may go at a time, in the order in which they came.
final class Gate: Sendable {
    private struct State {
        var free: Int
        var waiting: [CheckedContinuation<Void, Never>] = []
    }

    private let state: Mutex<State>

    init(width: Int) {
        state = Mutex(State(free: width))
    }

    func enter() async {
        await withCheckedContinuation { continuation in
            let mayGo = state.withLock { state in
                guard state.free == 0 else {
                    state.free -= 1
                    return true
                }
                state.waiting.append(continuation)
                return false
            }
            if mayGo { continuation.resume() }
        }
    }

    func leave() {
        let next = state.withLock { state in
            guard !state.waiting.isEmpty else {
                state.free += 1
                return nil as CheckedContinuation<Void, Never>?
            }
            return state.waiting.removeFirst()
        }
        next?.resume()
    }
}
