import AMQP
import Contracts
import Foundation
import Messaging

/// The topology in the form that RabbitMQ itself imports (`rabbitmqctl import_definitions`, `POST /api/definitions`).
///
/// Without users and permissions: an import of a user takes over the password that stands beside it, or none, so a file
/// that knows no secrets would lock out whoever is there already.
struct BrokerDefinitions: Codable, Sendable, Hashable {
    /// A virtual host.
    struct VirtualHost: Codable, Sendable, Hashable {
        let name: String
    }

    /// An exchange of a virtual host.
    struct Exchange: Codable, Sendable, Hashable {
        let vhost: String
        let name: String
        /// `topic`, `direct` or `fanout`.
        let type: String
        var isDurable = true
        var isAutoDelete = false
        var isInternal = false
        var arguments: [String: BrokerValue] = [:]

        enum CodingKeys: String, CodingKey {
            case vhost, name, type, arguments
            case isDurable = "durable"
            case isAutoDelete = "auto_delete"
            case isInternal = "internal"
        }
    }

    /// A queue of a virtual host.
    struct Queue: Codable, Sendable, Hashable {
        let vhost: String
        let name: String
        let isDurable: Bool
        var isAutoDelete = false
        /// What it is declared with, its type among them.
        let arguments: [String: BrokerValue]

        enum CodingKeys: String, CodingKey {
            case vhost, name, arguments
            case isDurable = "durable"
            case isAutoDelete = "auto_delete"
        }
    }

    /// What an exchange passes on to a queue.
    struct Binding: Codable, Sendable, Hashable {
        let vhost: String
        /// The exchange.
        let source: String
        /// The queue.
        let destination: String
        var destinationType = "queue"
        let key: String
        var arguments: [String: BrokerValue] = [:]

        enum CodingKeys: String, CodingKey {
            case vhost, source, destination, arguments
            case destinationType = "destination_type"
            case key = "routing_key"
        }
    }

    /// What is tunable about queues of a virtual host.
    struct Policy: Codable, Sendable, Hashable {
        let vhost: String
        let name: String
        /// A regular expression of queue names.
        let pattern: String
        let applyTo: String
        let definition: [String: BrokerValue]
        let priority: Int

        enum CodingKeys: String, CodingKey {
            case vhost, name, pattern, definition, priority
            case applyTo = "apply-to"
        }
    }

    let vhosts: [VirtualHost]
    let exchanges: [Exchange]
    let queues: [Queue]
    let bindings: [Binding]
    let policies: [Policy]

    /// What a topology and its policies are in one virtual host.
    init(
        vhost: String, topology: BrokerTopology = Topology.broker, policies: [BrokerPolicy] = BrokerPlan.wanted.policies
    ) {
        vhosts = [VirtualHost(name: vhost)]
        exchanges = topology.exchanges.map { Exchange(vhost: vhost, name: $0.name, type: $0.kind.rawValue) }
        // Queues of one connection are made by it, and by nobody else.
        queues = topology.queues.filter { !$0.isExclusive }.map {
            Queue(vhost: vhost, name: $0.name, isDurable: $0.isDurable, arguments: Self.arguments($0))
        }
        bindings = topology.bindings.map {
            Binding(vhost: vhost, source: $0.exchange, destination: $0.queue, key: $0.routingKey)
        }
        self.policies = policies.map {
            Policy(
                vhost: vhost, name: $0.name, pattern: $0.pattern, applyTo: $0.applyTo, definition: $0.definition,
                priority: $0.priority)
        }
    }

    /// The document, always the same for the same topology.
    func json() throws -> Data {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        return try encoder.encode(self)
    }

    /// Portable arguments are texts and whole numbers.
    private static func arguments(_ queue: BrokerTopology.Queue) -> [String: BrokerValue] {
        var all: [String: BrokerValue] = [:]
        for (name, value) in queue.arguments.entries {
            all[name] = value.int.map { .number(Int($0)) } ?? value.string.map { .text($0) }
        }
        return all
    }
}
