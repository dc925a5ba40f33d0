import Foundation
import Synchronization

/// What one instance has done on a lane since its start, for operators who ask.
final class LaneBook: Sendable {
    /// The figures at one moment.
    struct Figures: Sendable {
        /// Messages settled.
        var settled = 0
        /// Seconds from the making of the last batch's oldest message to its settlement.
        var lastAge: Double?
        /// When the last batch was settled.
        var lastAt: Date?
        /// Since when it has had messages in hand that are not settled; nil: it has none.
        var inHandSince: Date?
    }

    private let state = Mutex(Figures())

    /// The figures now.
    var figures: Figures { state.withLock { $0 } }

    /// A batch was taken in hand.
    func taken() { state.withLock { $0.inHandSince = Date() } }

    /// Nothing is in hand any more.
    func putDown() { state.withLock { $0.inHandSince = nil } }

    /// A batch was settled.
    func settled(_ count: Int, age: Double?) {
        state.withLock {
            $0.settled += count
            $0.lastAge = age ?? $0.lastAge
            $0.lastAt = Date()
        }
    }
}
