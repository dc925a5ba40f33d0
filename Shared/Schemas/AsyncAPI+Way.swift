import Contracts

extension AsyncAPI {
    /// One way of an event or a command: who sends it where, and the queues that take it there.
    struct Way {
        /// A queue that takes it.
        struct Queue {
            let name: String
            let service: String
            /// Whether it comes and goes with a gateway, whose live views hear of the message.
            var isLive = false
        }

        /// Names its channel.
        let id: String
        let message: String
        /// The routing key; a word in braces stands for any.
        let address: String
        let exchange: Topology.Exchange
        /// Services, or ``outside``.
        let senders: [String]
        let queues: [Queue]
        /// Whether the broker refuses it rather than lose it where no queue takes it.
        let isMandatory: Bool

        /// Whoever is no service of ours.
        static let outside = "outside producers"

        /// Every way of a message.
        static func all(of type: any Message.Type) -> [Way] {
            let doors = doors(of: type)
            return doors.isEmpty ? [amongServices(type)] : doors
        }

        private static func amongServices(_ type: any Message.Type) -> Way {
            let lanes = Topology.consumers(of: type.name)
            let views = Topology.live.contains { $0.name == type.name }
            let live = Queue(name: "gateway.live", service: "gateway", isLive: true)
            return Way(
                id: type.name.rawValue, message: type.name.rawValue, address: type.name.rawValue, exchange: .events,
                senders: Topology.told.filter { $0.value.contains { $0.name == type.name } }.keys.sorted(),
                queues: lanes.map { Queue(name: $0.queue, service: String($0.service)) } + (views ? [live] : []),
                isMandatory: !lanes.isEmpty)
        }

        /// Ways through the exchange that outside producers may write, one for each of its bindings.
        private static func doors(of type: any Message.Type) -> [Way] {
            let lanes = Topology.lanes.filter { $0.exchange == .webhooks }
            return Set(lanes.flatMap(\.keys)).sorted().compactMap { key in
                let isOutside = key == "in.#"
                let told = isOutside ? Topology.toldFromOutside : Topology.toldByGateways
                guard told.contains(where: { $0.name == type.name }) else { return nil }
                let door = key.dropLast("#".count)
                return Way(
                    id: isOutside ? type.name.rawValue : "\(door)\(type.name)", message: type.name.rawValue,
                    address: isOutside ? "in.{user}.{kind}" : "\(door){kind}", exchange: .webhooks,
                    senders: [isOutside ? outside : "gateway"],
                    queues: lanes.filter { $0.keys.contains(key) }
                        .map { Queue(name: $0.queue, service: String($0.service)) },
                    isMandatory: true)
            }
        }

        /// The channel.
        var channel: JSONNode {
            let members: [String: JSONNode] = [
                "address": .text(address), "messages": [message: AsyncAPI.reference("messages", message)],
                "bindings": AsyncAPI.exchange(exchange, "topic"),
            ]
            let parameters = Self.parameters.filter { address.contains("{\($0.key)}") }
            return JSONNode.object(members).adding(parameters.isEmpty ? [:] : ["parameters": .object(parameters)])
        }

        private static let parameters: [String: JSONNode] = [
            "user": ["description": "The broker user that writes."],
            "kind": ["description": "Words of the sender's choice, such as `order`; nobody reads them."],
        ]

        /// Sending it, by each sender, and taking it, from each queue.
        var operations: [String: JSONNode] {
            var operations: [String: JSONNode] = [:]
            for sender in senders {
                let isOutside = sender == Self.outside
                operations["\(isOutside ? "producer" : sender).send.\(id)"] = operation(
                    "send", "Sent by \(sender).", sending, isOutside ? "producer" : "service")
            }
            for queue in queues {
                let name = queue.isLive ? "gateway.<instance>.live, which comes and goes with a gateway" : queue.name
                operations["\(queue.name).\(id)"] = operation(
                    "receive", "Taken from the queue \(name).", AsyncAPI.receiving, "service")
            }
            return operations
        }

        /// Persistent, with the time of its making.
        private var sending: JSONNode {
            ["bindingVersion": "0.3.0", "deliveryMode": 2, "mandatory": .truth(isMandatory), "timestamp": true]
        }

        private func operation(
            _ action: String, _ summary: String, _ bindings: JSONNode, _ scheme: String
        ) -> JSONNode {
            [
                "action": .text(action), "summary": .text(summary), "bindings": ["amqp": bindings],
                "channel": ["$ref": .text("#/channels/\(id)")],
                "messages": [["$ref": .text("#/channels/\(id)/messages/\(message)")]],
                "security": [AsyncAPI.reference("securitySchemes", scheme)],
            ]
        }
    }

    /// A channel's binding to an exchange (AMQP channel binding 0.3.0).
    static func exchange(_ exchange: Topology.Exchange, _ kind: String) -> JSONNode {
        [
            "amqp": [
                "is": "routingKey", "bindingVersion": "0.3.0",
                "exchange": [
                    "name": .text(exchange.rawValue), "type": .text(kind), "durable": true, "autoDelete": false,
                ],
            ]
        ]
    }

    /// Acknowledged after the transaction that it leads to.
    static let receiving: JSONNode = ["bindingVersion": "0.3.0", "ack": true]
}
