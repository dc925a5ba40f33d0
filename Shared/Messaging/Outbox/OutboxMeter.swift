import Contracts
import CoreMetrics
import Foundation
import Metrics
import Synchronization

/// What leaves a service: messages by their names, how old their journeys are, and how long the broker takes.
final class OutboxMeter: Sendable {
    /// The instruments of one message.
    private struct Instruments: Sendable {
        let sent: Counter
        let age: Metrics.Timer

        init(_ name: MessageName) {
            let dimensions = [("message", name.rawValue)]
            sent = Counter(label: "messaging.client.sent.messages", dimensions: dimensions)
            age = Metrics.Timer(label: "shop.journey.age", dimensions: dimensions)
        }
    }

    private let names = Mutex<[MessageName: Instruments]>([:])
    private let confirm = Metrics.Timer(
        label: "messaging.client.operation.duration", dimensions: [("messaging.operation.name", "send")])

    /// Messages were given to the broker. A journey is named by the order's id, which tells when it was first seen.
    func sent(_ messages: [Outgoing]) {
        for message in messages {
            let instruments = instruments(message.name)
            instruments.sent.increment()
            guard let begun = message.correlation.flatMap({ UUID(text: $0)?.v7Instant }) else { continue }
            instruments.age.recordNanoseconds(Int64(max(0, -begun.timeIntervalSinceNow) * 1_000_000_000))
        }
    }

    /// The broker answered for a group of messages.
    func answered(after time: Duration) { confirm.recordNanoseconds(Int64(time / .nanoseconds(1))) }

    private func instruments(_ name: MessageName) -> Instruments {
        names.withLock { names in
            if let known = names[name] { return known }
            let made = Instruments(name)
            names[name] = made
            return made
        }
    }
}
