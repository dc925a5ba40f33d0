import Contracts
import Glibc
import Messaging
import TestKit
import Testing

@testable import AMQP

/// One thing that a user tries on a connection of its own, as the broker ends the channel over what it refuses.
enum Attempt {
    /// What the broker answers.
    enum Answer: Equatable {
        case done
        /// The publication reached no queue.
        case unroutable
        case refused(Int)
    }

    /// The reply code of AMQP 0-9-1 for what a user may not do.
    static let denied = Answer.refused(403)

    /// Makes queues and bindings.
    static func declare(_ topology: BrokerTopology, at url: String) throws -> Answer {
        try answer(at: url) { link throws(AMQPError) in try link.declare(topology) }
    }

    /// Makes one durable queue.
    static func declare(_ queue: String, at url: String) throws -> Answer {
        try declare(BrokerTopology(queues: [.quorum(queue)]), at: url)
    }

    /// Binds a queue that is there.
    static func bind(_ queue: String, to exchange: Topology.Exchange, key: String, at url: String) throws -> Answer {
        try declare(
            BrokerTopology(bindings: [.init(exchange: exchange.rawValue, routingKey: key, queue: queue)]), at: url)
    }

    /// Consumes a queue.
    static func consume(_ queue: String, at url: String) throws -> Answer {
        try answer(at: url) { link throws(AMQPError) in try link.consume(queue, prefetch: 1, tag: "attempt") }
    }

    /// Publishes a message that must reach a queue, and waits for the broker's answer.
    static func publish(_ key: String, to exchange: String, at url: String, user: String? = nil) throws -> Answer {
        var found: Answer?
        let refusal = try answer(at: url) { link throws(AMQPError) in
            try link.enableConfirms()
            try link.publish(
                Publication(
                    exchange: exchange, routingKey: key, isMandatory: true,
                    properties: MessageProperties(messageID: "1", userID: user), body: [1]))
            let end = ContinuousClock.now + .seconds(30)
            while found == nil, ContinuousClock.now < end {
                try link.drain { event in
                    switch event {
                    case .returned: found = .unroutable
                    case .confirmed: found = found ?? .done
                    default: break
                    }
                }
                usleep(1000)
            }
        }
        return refusal == .done ? try #require(found, "the broker has not answered") : refusal
    }

    private static func answer(at url: String, _ body: (Link) throws(AMQPError) -> Void) throws -> Answer {
        let link = try Link(AMQPConfiguration(url: url))
        defer { link.close() }
        do throws(AMQPError) {
            try body(link)
            return .done
        } catch {
            guard let code = error.replyCode else { throw error }
            return .refused(code)
        }
    }
}
