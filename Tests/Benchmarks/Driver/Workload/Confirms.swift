import AMQP
import BenchKit
import Synchronization

/// Counts what was published without waiting for the broker's answer.
final class Confirms: Sendable {
    private struct State {
        var unanswered = 0
        var isMissing = false
    }

    private let state = Mutex(State())

    /// Publishes and returns at once.
    func publish(_ messages: [Publication], by publisher: AMQPPublisher) {
        state.withLock { $0.unanswered += messages.count }
        publisher.publish(messages) { answer in
            let outcomes = (try? answer.get()) ?? []
            self.state.withLock { state in
                state.unanswered -= messages.count
                if outcomes.count(where: { $0 == .confirmed }) < messages.count { state.isMissing = true }
            }
        }
    }

    /// Waits until everything is answered.
    ///
    /// - Throws: ``Missing`` when the broker did not take something.
    func complete() async throws {
        try await closely(within: .seconds(60), "the broker has answered for everything") {
            state.withLock { $0.unanswered == 0 }
        }
        if state.withLock({ $0.isMissing }) { throw Missing() }
    }

    struct Missing: Error, CustomStringConvertible {
        let description = "the broker has not confirmed every message"
    }
}
