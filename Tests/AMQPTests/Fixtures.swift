import AMQP
import Foundation
import TestKit

extension AMQPConfiguration {
    /// A configuration that notices trouble quickly.
    static func brisk(_ url: String, heartbeat: Int = 2) throws -> AMQPConfiguration {
        var configuration = try AMQPConfiguration(url: url)
        configuration.heartbeat = heartbeat
        configuration.longestPause = .milliseconds(300)
        return configuration
    }
}

/// A message with a number for a body.
func numbered(_ number: Int, to key: String, exchange: String = "") -> Publication {
    Publication(
        exchange: exchange, routingKey: key, properties: MessageProperties(messageID: "m\(number)"),
        body: Array("\(number)".utf8))
}

extension Delivery {
    /// The number of ``numbered(_:to:exchange:)``.
    var number: Int? { Int(String(decoding: body, as: UTF8.self)) }
}

extension AMQPConsumer {
    /// Takes until so many deliveries have come.
    func take(_ count: Int) async -> [Delivery] {
        var taken: [Delivery] = []
        while taken.count < count, let more = await next(atMost: count - taken.count) { taken += more }
        return taken
    }
}
