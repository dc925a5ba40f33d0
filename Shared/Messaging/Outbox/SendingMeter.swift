public import Contracts
import CoreMetrics
import Foundation
import Metrics
import Synchronization

/// What leaves a process: messages by their names, how old their journeys are, and how long the broker takes to
/// confirm. An outbox has one; so has whoever publishes without one.
public final class SendingMeter: Sendable {
    private struct Instruments {
        var sent: [MessageName: Counter] = [:]
        /// Only of messages that are part of a journey.
        var ages: [MessageName: Metrics.Timer] = [:]
    }

    private let names = Mutex(Instruments())
    private let confirm = Metrics.Timer(
        label: "messaging.client.operation.duration", dimensions: [("messaging.operation.name", "send")])

    /// A meter; all of a process write into the same series.
    public init() {}

    /// Messages were given to the broker.
    func sent(_ messages: [Outgoing]) {
        for message in messages { sent(message.name, journey: message.correlation) }
    }

    /// A message was given to the broker.
    ///
    /// - Parameter journey: The order's id, which tells since when the order has been on its way.
    public func sent(_ name: MessageName, journey: String? = nil) {
        counter(name).increment()
        guard let begun = journey.flatMap({ UUID(text: $0)?.v7Instant }) else { return }
        age(name).recordNanoseconds(Int64(max(0, -begun.timeIntervalSinceNow) * 1_000_000_000))
    }

    /// The broker answered for a group of messages, or nobody waits any more.
    public func answered(after time: Duration) { confirm.recordNanoseconds(Int64(time / .nanoseconds(1))) }

    private func counter(_ name: MessageName) -> Counter {
        names.withLock { names in
            if let known = names.sent[name] { return known }
            let made = Counter(label: "messaging.client.sent.messages", dimensions: [("message", name.rawValue)])
            names.sent[name] = made
            return made
        }
    }

    private func age(_ name: MessageName) -> Metrics.Timer {
        names.withLock { names in
            if let known = names.ages[name] { return known }
            let made = Metrics.Timer(label: "shop.journey.age", dimensions: [("message", name.rawValue)])
            names.ages[name] = made
            return made
        }
    }
}
