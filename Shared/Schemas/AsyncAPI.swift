public import Contracts

/// The description of what travels over the broker (AsyncAPI 3.0), made of the contracts and the topology themselves.
public struct AsyncAPI {
    /// An event or a command, and what people are told of it.
    public struct Entry: Sendable {
        let type: any Message.Type
        let publisher: String
        let summary: String
        let description: String
        let example: JSONNode

        /// An event or a command.
        ///
        /// - Parameters:
        ///   - publisher: The service that sends it, such as `Ingestion`; outside producers are `Producers`.
        ///   - summary: What it is for, in one sentence.
        ///   - description: All that is to be known of it.
        ///   - example: A body as it may be sent.
        public init(
            _ type: any Message.Type, publisher: String, summary: String, description: String, example: JSONNode
        ) {
            self.type = type
            self.publisher = publisher
            self.summary = summary
            self.description = description
            self.example = example
        }

        var name: String { type.name.rawValue }
    }

    private let entries: [Entry]
    private let probe: SchemaProbe

    /// Describes these messages.
    ///
    /// - Parameter words: What people are told of the types in them.
    public init(_ entries: [Entry], words: Words) {
        self.entries = entries.sorted { $0.name < $1.name }
        probe = SchemaProbe(words)
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
            "servers": Self.servers,
            "channels": .object(Dictionary(entries.map { ($0.name, channel($0)) }) { first, _ in first }),
            "operations": .object(operations()),
            "components": [
                "messages": .object(messages), "schemas": .object(probe.components.mapValues { Self.wrapped($0.node) }),
                "messageTraits": ["cloudEvent": Self.envelope], "securitySchemes": Self.securitySchemes,
            ],
        ]
    }

    private func message(_ entry: Entry) throws -> JSONNode {
        [
            "name": .text(entry.name), "summary": .text(entry.summary), "description": .text(entry.description),
            "payload": try probe.schema(of: entry.type).node,
            "examples": [["name": "golden", "summary": "Every member is there.", "payload": entry.example]],
            "traits": [["$ref": "#/components/messageTraits/cloudEvent"]],
            "x-publisher": .text(Self.publisher(entry)),
            "x-consumers": .array(Self.consumers(entry).map { .text($0) }),
        ]
    }

    /// AsyncAPI's schemas follow JSON Schema's draft 7, where nothing beside a reference counts: a description goes
    /// around it.
    private static func wrapped(_ node: JSONNode) -> JSONNode {
        switch node {
        case .object(let members):
            if let reference = members["$ref"], let description = members["description"] {
                return ["allOf": [["$ref": reference]], "description": description]
            }
            return .object(members.mapValues(wrapped))
        case .array(let elements): return .array(elements.map(wrapped))
        default: return node
        }
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
            operations["send.\(entry.name)"] = Self.operation(
                entry, "send", "Sent by \(Self.publisher(entry)).", Self.sending)
            for queue in Self.queues(entry) {
                operations["\(queue).\(entry.name)"] = Self.operation(
                    entry, "receive", "Taken from the queue \(queue).", Self.receiving)
            }
        }
        return operations
    }

    private static func operation(
        _ entry: Entry, _ action: String, _ summary: String, _ bindings: JSONNode
    ) -> JSONNode {
        let isFromOutside = action == "send" && exchange(entry) == .webhooks
        return [
            "action": .text(action), "summary": .text(summary), "bindings": ["amqp": bindings],
            "channel": ["$ref": .text("#/channels/\(entry.name)")],
            "messages": [["$ref": .text("#/channels/\(entry.name)/messages/\(entry.name)")]],
            "security": [reference("securitySchemes", isFromOutside ? "producer" : "service")],
        ]
    }

    private static func publisher(_ entry: Entry) -> String {
        exchange(entry) == .webhooks ? "outside producers" : entry.publisher
    }

    private static func consumers(_ entry: Entry) -> [String] {
        Set(queues(entry).map { String($0.prefix { $0 != "." }) }).sorted()
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
}
