package import Foundation

/// Why a process ended.
package enum Ending: Equatable {
    /// It died at a named place, as it was told to.
    case crashPoint(String)
    /// By a signal that we sent; where that was SIGTERM, in peace.
    case ordered
    /// By itself: a trap, an abort, a wish to end that nobody had expressed.
    case surprise

    /// - Parameters:
    ///   - status: The exit code, or the signal that ended it.
    ///   - sent: The last deadly signal that we sent it.
    ///   - said: What it wrote last.
    package init(_ reason: Process.TerminationReason, status: Int32, sent: Int32?, said: String) {
        let isKilled = reason == .uncaughtSignal && status == SIGKILL
        let isInPeace = reason == .exit && status == 0
        // Who has only just begun does not hear the signal yet.
        let isEarly = reason == .uncaughtSignal && status == SIGTERM
        if sent == SIGTERM && (isInPeace || isEarly) || isKilled && sent == SIGKILL {
            self = .ordered
        } else if isKilled, let point = said.matches(of: /crash point ([a-z-]+)/).last {
            self = .crashPoint(String(point.output.1))
        } else {
            self = .surprise
        }
    }
}
