public import Contracts

/// The description of what travels over the broker (AsyncAPI 3.0), made of the contracts and the topology themselves.
public struct AsyncAPI {
    /// An event or a command, and what people are told of it.
    public struct Entry: Sendable {
        let type: any Message.Type
        let publisher: String
        let summary: String

        /// An event or a command.
        ///
        /// - Parameters:
        ///   - publisher: The service that sends it, such as `Ingestion`; outside producers are `Producers`.
        ///   - summary: One sentence.
        public init(_ type: any Message.Type, publisher: String, summary: String) {
            self.type = type
            self.publisher = publisher
            self.summary = summary
        }

        var name: String { type.name.rawValue }
    }

    private let entries: [Entry]
    private let probe = SchemaProbe()

    /// Describes these messages.
    public init(_ entries: [Entry]) {
        self.entries = entries.sorted { $0.name < $1.name }
    }

    /// The document.
    ///
    /// - Throws: what a message's type throws when it is asked for its shape.
    public func node() throws -> JSONNode {
        let messages = try Dictionary(uniqueKeysWithValues: entries.map { ($0.name, try message($0)) })
        return [
            "asyncapi": "3.0.0",
            "info": [
                "title": "Shop OS", "version": "1",
                "description": .text(Self.description),
            ],
            "defaultContentType": "application/json",
            "channels": .object(Dictionary(entries.map { ($0.name, channel($0)) }) { first, _ in first }),
            "operations": .object(operations()),
            "components": [
                "messages": .object(messages), "schemas": .object(probe.components.mapValues(\.node)),
                "messageTraits": ["cloudEvent": Self.envelope],
            ],
        ]
    }

    private func message(_ entry: Entry) throws -> JSONNode {
        [
            "name": .text(entry.name), "summary": .text(entry.summary),
            "payload": try probe.schema(of: entry.type).node,
            "traits": [["$ref": "#/components/messageTraits/cloudEvent"]],
        ]
    }

    private func channel(_ entry: Entry) -> JSONNode {
        let exchange = Self.exchange(entry)
        var members: [String: JSONNode] = [
            "address": .text(Self.address(entry)), "messages": [entry.name: Self.reference("messages", entry.name)],
            "bindings": [
                "amqp": [
                    "is": "routingKey", "bindingVersion": "0.3.0",
                    "exchange": [
                        "name": .text(exchange.rawValue), "type": "topic", "durable": true, "autoDelete": false,
                    ],
                ]
            ],
        ]
        if exchange == .webhooks {
            members["parameters"] = ["user": ["description": "The broker user that writes."]]
        }
        return .object(members)
    }

    /// Who sends each message, and which queues take it.
    private func operations() -> [String: JSONNode] {
        var operations: [String: JSONNode] = [:]
        for entry in entries {
            func operation(_ action: String, _ summary: String) -> JSONNode {
                [
                    "action": .text(action), "summary": .text(summary),
                    "channel": ["$ref": .text("#/channels/\(entry.name)")],
                    "messages": [["$ref": .text("#/channels/\(entry.name)/messages/\(entry.name)")]],
                ]
            }
            let sender = Self.exchange(entry) == .webhooks ? "outside producers" : entry.publisher
            operations["send.\(entry.name)"] = operation("send", "Sent by \(sender).")
            for queue in Self.queues(entry) {
                operations["\(queue).\(entry.name)"] = operation("receive", "Taken from the queue \(queue).")
            }
        }
        return operations
    }

    private static func queues(_ entry: Entry) -> [String] {
        let name = MessageName(entry.name)
        guard exchange(entry) == .webhooks else { return Topology.consumers(of: name).map(\.queue) }
        return Topology.lanes.filter { $0.exchange == .webhooks && $0.keys.contains("in.#") }.map(\.queue)
    }

    /// What outside producers may write goes to the one exchange that is open to them.
    private static func exchange(_ entry: Entry) -> Topology.Exchange {
        entry.type is WebhookReceived.Type || entry.type is OrderSubmitted.Type ? .webhooks : .events
    }

    private static func address(_ entry: Entry) -> String {
        exchange(entry) == .webhooks ? "in.{user}.\(entry.name)" : entry.name
    }

    private static func reference(_ kind: String, _ name: String) -> JSONNode {
        ["$ref": .text("#/components/\(kind)/\(name)")]
    }

    private static let description = """
        CloudEvents 1.0 in binary form over RabbitMQ. Unknown members are to be passed over; a change adds an optional \
        member, or a new version beside the old one. Requests between the gateway and the services are left out: their \
        shapes are those of the HTTP interface.
        """

    /// What every message bears besides its body.
    private static let envelope: JSONNode = [
        "contentType": "application/json",
        "headers": [
            "type": "object",
            "properties": [
                "cloudEvents_source": ["type": "string", "description": "The service that sent it."],
                "cloudEvents_subject": ["type": "string", "description": "What it is about, such as an order's id."],
                "cloudEvents_tenantid": ["type": "string", "format": "uuid", "description": "The brand."],
                "cloudEvents_causationid": [
                    "type": "string", "format": "uuid", "description": "Its cause.",
                ],
                "traceparent": ["type": "string", "description": "The W3C trace context."],
            ],
        ],
        "bindings": [
            "amqp": [
                "messageType": "the name in the property type", "contentEncoding": "utf-8", "bindingVersion": "0.3.0",
            ]
        ],
    ]
}
