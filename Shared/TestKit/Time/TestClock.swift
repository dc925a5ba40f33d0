public import Foundation
import Synchronization

/// A clock that stands still until a test moves it.
///
/// What sleeps on it wakes when the test has moved the clock to its deadline or past it, the earliest first. Code that
/// needs the time of day takes ``date``.
public final class TestClock: Clock, Sendable {
    /// Time since the clock was made.
    public struct Instant: InstantProtocol {
        /// The distance to the clock's beginning.
        public let offset: Duration

        /// The instant a duration later.
        public func advanced(by duration: Duration) -> Instant { Instant(offset: offset + duration) }
        /// The time from this instant to another.
        public func duration(to other: Instant) -> Duration { other.offset - offset }
        /// Whether one instant is before the other.
        public static func < (left: Instant, right: Instant) -> Bool { left.offset < right.offset }
    }

    private struct Sleeper {
        let deadline: Instant
        let continuation: CheckedContinuation<Void, any Error>
    }

    private struct State {
        var now = Instant(offset: .zero)
        var nextID = 0
        var sleepers: [Int: Sleeper] = [:]
        var cancelled: Set<Int> = []
    }

    private let beginning: Date
    private let state = Mutex(State())

    /// Makes a clock that shows a given time of day: by default Sunday, 1 March 2026, noon UTC.
    public init(_ beginning: Date = Date(timeIntervalSince1970: 1_772_366_400)) {
        self.beginning = beginning
    }

    /// The clock's time.
    public var now: Instant { state.withLock { $0.now } }

    /// The finest step.
    public var minimumResolution: Duration { .nanoseconds(1) }

    /// The time of day.
    public var date: Date { beginning.addingTimeInterval(now.offset / .seconds(1)) }

    /// How many tasks sleep on the clock now; wait for the right number before moving it.
    public var sleepers: Int { state.withLock { $0.sleepers.count } }

    /// Moves the clock and wakes whoever is due.
    public func advance(by duration: Duration) {
        let due = state.withLock { state in
            state.now = state.now.advanced(by: duration)
            let due = state.sleepers.filter { $0.value.deadline <= state.now }
            for id in due.keys { state.sleepers[id] = nil }
            return due.values.sorted { $0.deadline < $1.deadline }
        }
        for sleeper in due { sleeper.continuation.resume() }
    }

    /// Sleeps until the test has moved the clock far enough.
    ///
    /// - Throws: `CancellationError` when the task is cancelled first.
    public func sleep(until deadline: Instant, tolerance: Duration? = nil) async throws {
        let id = state.withLock { state in
            state.nextID += 1
            return state.nextID
        }
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                enter(Sleeper(deadline: deadline, continuation: continuation), as: id)
            }
        } onCancel: {
            cancel(id)
        }
    }

    private func enter(_ sleeper: Sleeper, as id: Int) {
        enum Verdict { case due, cancelled, sleeps }
        let verdict: Verdict = state.withLock { state in
            if state.cancelled.remove(id) != nil { return .cancelled }
            if sleeper.deadline <= state.now { return .due }
            state.sleepers[id] = sleeper
            return .sleeps
        }
        switch verdict {
        case .due: sleeper.continuation.resume()
        case .cancelled: sleeper.continuation.resume(throwing: CancellationError())
        case .sleeps: break
        }
    }

    /// A task may be cancelled before it has gone to sleep; then it is remembered, and sleeps not at all.
    private func cancel(_ id: Int) {
        let sleeper = state.withLock { state in
            let sleeper = state.sleepers.removeValue(forKey: id)
            if sleeper == nil { state.cancelled.insert(id) }
            return sleeper
        }
        sleeper?.continuation.resume(throwing: CancellationError())
    }
}
