import Dispatch
import Foundation
internal import Logging
import Synchronization

/// Ends the process when ending in peace does not work: at a second signal at once, and some time after the first.
///
/// It runs on its own queue, not on Swift's threads, so that it works even when all of those are stuck.
final class LastResort: Sendable {
    private let patience: Duration
    private let logger: Logger
    private let end: @Sendable (Int32) -> Void
    private let queue = DispatchQueue(label: "shop.last-resort")
    private let state = Mutex(State())

    private struct State {
        var signals = 0
        var isArmed = false
    }

    /// - Parameters:
    ///   - patience: time from the first signal, or from a part's failure, until the process is ended.
    ///   - end: ends the process with a status; tests pass something milder.
    init(patience: Duration, logger: Logger, end: @escaping @Sendable (Int32) -> Void = { _exit($0) }) {
        self.patience = patience
        self.logger = logger
        self.end = end
    }

    /// Counts signals for as long as the returned sources are kept.
    func watch(_ signals: [Int32]) -> [any DispatchSourceSignal] {
        signals.map { number in
            let source = DispatchSource.makeSignalSource(signal: number, queue: queue)
            source.setEventHandler { [self] in caught(number) }
            source.resume()
            return source
        }
    }

    /// One signal: the first starts the clock, the second ends the process with 128 + its number, as shells do.
    func caught(_ signal: Int32) {
        let count = state.withLock { state in
            state.signals += 1
            return state.signals
        }
        guard count > 1 else { return arm() }
        logger.warning("ended at once by a second signal", metadata: ["signal": .stringConvertible(signal)])
        end(128 + signal)
    }

    /// Starts the clock; a second call changes nothing.
    func arm() {
        let isFirst = state.withLock { state in
            defer { state.isArmed = true }
            return !state.isArmed
        }
        guard isFirst else { return }
        let milliseconds = Int(patience / .milliseconds(1))
        queue.asyncAfter(deadline: .now() + .milliseconds(milliseconds)) { [self] in
            logger.critical("ended by force, as parts did not stop in time")
            end(ExitStatus.failure)
        }
    }
}
