public import Contracts

/// The description of what travels over the broker (AsyncAPI 3.0), made of the contracts and the topology themselves.
public struct AsyncAPI {
    /// An event or a command, and what people are told of it.
    public struct Entry: Sendable {
        let type: any Message.Type
        let summary: String
        let description: String
        let example: JSONNode

        /// An event or a command.
        ///
        /// - Parameters:
        ///   - summary: What it is for, in one sentence.
        ///   - description: All that is to be known of it but who sends it and who takes it, which the topology says.
        ///   - example: A body as it may be sent.
        public init(_ type: any Message.Type, summary: String, description: String, example: JSONNode) {
            self.type = type
            self.summary = summary
            self.description = description
            self.example = example
        }

        var name: String { type.name.rawValue }
    }

    private let entries: [Entry]
    private let questions: [Question]
    let probe: SchemaProbe

    /// Describes these messages and requests.
    ///
    /// - Parameter words: What people are told of the types in them.
    public init(_ entries: [Entry], requests: [any Request.Type], words: Words) {
        self.entries = entries.sorted { $0.name < $1.name }
        questions = requests.map { Question($0, words: words) }.sorted { $0.name < $1.name }
        probe = SchemaProbe(words)
    }

    /// The document.
    ///
    /// - Throws: what a message's type throws when it is asked for its shape.
    public func node() throws -> JSONNode {
        var messages = try Dictionary(uniqueKeysWithValues: entries.map { ($0.name, try message($0)) })
        for question in questions { messages.merge(try self.messages(question)) { _, new in new } }
        messages[Question.refusal] = try refusal()
        let ways = entries.flatMap { Way.all(of: $0.type) }
        var channels = Dictionary(uniqueKeysWithValues: ways.map { ($0.id, $0.channel) })
        for question in questions { channels[question.name] = question.channel }
        channels[Question.replies] = Question.replyChannel(of: questions)
        var operations: [String: JSONNode] = [:]
        for way in ways { operations.merge(way.operations) { _, new in new } }
        for question in questions { operations.merge(question.operations) { _, new in new } }
        return [
            "asyncapi": "3.0.0",
            "info": ["title": "Shop OS", "version": "1", "description": .text(Self.description)],
            "defaultContentType": "application/json",
            "servers": Self.servers,
            "channels": .object(channels),
            "operations": .object(operations),
            "components": [
                "messages": .object(messages), "schemas": .object(probe.components.mapValues { Self.wrapped($0.node) }),
                "messageTraits": Trait.all, "securitySchemes": Self.securitySchemes,
            ],
        ]
    }

    private func message(_ entry: Entry) throws -> JSONNode {
        let ways = Way.all(of: entry.type)
        let senders = Set(ways.flatMap(\.senders)).sorted()
        let takers = Set(ways.flatMap(\.queues).map(\.service)).sorted()
        let trait = Trait.of(entry.type)
        let example: JSONNode = [
            "name": "golden", "summary": "Every member is there.", "payload": entry.example,
            "headers": trait.example(from: senders.first ?? ""),
        ]
        return [
            "name": .text(entry.name), "summary": .text(entry.summary),
            "description": .text("\(entry.description)\n\n\(Self.travels(ways))"),
            "payload": try probe.schema(of: entry.type).node, "examples": [example],
            "bindings": Self.bindings(entry.name), "traits": [Self.reference("messageTraits", trait.rawValue)],
            "x-publishers": .array(senders.map { .text($0) }), "x-consumers": .array(takers.map { .text($0) }),
        ]
    }

    /// Who sends a message and who takes it, for people.
    private static func travels(_ ways: [Way]) -> String {
        ways.map { way in
            let takers = way.queues.map { $0.isLive ? "live views" : "`\($0.name)`" }
            let queues = takers.isEmpty ? "no queue" : takers.joined(separator: ", ")
            return "Sent by \(way.senders.joined(separator: ", ")) as `\(way.address)`, taken by \(queues)."
        }.joined(separator: " ")
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

    /// The name stands in the property `type` as well (AMQP message binding 0.3.0).
    static func bindings(_ name: String) -> JSONNode {
        ["amqp": ["messageType": .text(name), "bindingVersion": "0.3.0"]]
    }

    static func reference(_ kind: String, _ name: String) -> JSONNode {
        ["$ref": .text("#/components/\(kind)/\(name)")]
    }
}
