import Contracts

extension AsyncAPI {
    /// A request, and what people are told of it.
    struct Question {
        let type: any Request.Type
        let about: String

        /// The component of every refusal.
        static let refusal = "refusal"
        /// The channel of every answer.
        static let replies = "replies"

        init(_ type: any Request.Type, words: Words) {
            self.type = type
            about = words.types[String(reflecting: type)]?.about ?? ""
        }

        var name: String { type.name.rawValue }
        /// The component of its answer.
        var reply: String { "\(name).reply" }
        var summary: String { about.prefix { $0 != "." && $0 != "?" && $0 != "\n" } + "." }

        /// Whether each service answers for itself, so that the routing key names the one that is meant.
        private var isOfEach: Bool { Topology.ofEachService.contains { $0.name == type.name } }

        /// The services that answer it.
        var services: [String] {
            isOfEach
                ? Topology.answering
                : Topology.answered.filter { $0.value.contains { $0.name == type.name } }.keys.sorted()
        }

        var channel: JSONNode {
            let node: JSONNode = [
                "address": .text(isOfEach ? "{service}.\(name)" : name),
                "messages": [name: AsyncAPI.reference("messages", name)],
                "bindings": AsyncAPI.exchange(.requests, "direct"),
            ]
            let service: JSONNode = [
                "description": "The service that is to answer for itself.",
                "enum": .array(Topology.answering.map { .text($0) }),
            ]
            return node.adding(isOfEach ? ["parameters": ["service": service]] : [:])
        }

        /// Where answers come; the address is the asker's own queue.
        static func replyChannel(of questions: [Question]) -> JSONNode {
            let names = questions.map(\.reply) + [refusal]
            return [
                "address": .null,
                "description": "The asker's own queue: `gateway.<instance>.replies` or `shopos.<instance>.replies`.",
                "messages": .object(
                    Dictionary(uniqueKeysWithValues: names.map { ($0, AsyncAPI.reference("messages", $0)) })),
                "bindings": AsyncAPI.exchange(.replies, "topic"),
            ]
        }

        /// Asking it, by each who may, and answering it.
        var operations: [String: JSONNode] {
            var operations: [String: JSONNode] = [:]
            for asker in Topology.askers(of: type) {
                let isOperator = asker == Topology.operatorUser
                operations["\(asker).send.\(name)"] = operation(
                    "send", "Asked by \(isOperator ? "an operator" : "a gateway").", Self.asking,
                    isOperator ? "operator" : "service")
            }
            for service in services {
                operations["\(service).requests.\(name)"] = operation(
                    "receive", "Answered by \(service), from the queue \(service).requests.", AsyncAPI.receiving,
                    "service")
            }
            return operations
        }

        /// Nobody waits after a restart of the broker, so it is not kept on disk.
        private static let asking: JSONNode = ["bindingVersion": "0.3.0", "deliveryMode": 1, "mandatory": true]

        private func operation(
            _ action: String, _ summary: String, _ bindings: JSONNode, _ scheme: String
        ) -> JSONNode {
            let answers = [reply, Self.refusal].map { name -> JSONNode in
                ["$ref": .text("#/channels/\(Self.replies)/messages/\(name)")]
            }
            return [
                "action": .text(action), "summary": .text(summary), "bindings": ["amqp": bindings],
                "channel": ["$ref": .text("#/channels/\(name)")],
                "messages": [["$ref": .text("#/channels/\(name)/messages/\(name)")]],
                "reply": [
                    "address": [
                        "location": "$message.header#/reply_to",
                        "description": """
                        The property reply_to; the answer's header cloudEvents_causationid is the request's \
                        message_id.
                        """,
                    ],
                    "channel": ["$ref": .text("#/channels/\(Self.replies)")], "messages": .array(answers),
                ],
                "security": [AsyncAPI.reference("securitySchemes", scheme)],
            ]
        }
    }

    /// A request and its answer.
    func messages(_ question: Question) throws -> [String: JSONNode] {
        let answer = "What `\(question.name)` is answered with."
        return [
            question.name: [
                "name": .text(question.name), "summary": .text(question.summary),
                "description": .text(question.about),
                "payload": try probe.schema(of: question.type).node, "bindings": Self.bindings(question.name),
                "traits": [Self.reference("messageTraits", Trait.request.rawValue)],
            ],
            question.reply: [
                "name": .text(question.reply), "summary": .text(answer),
                "payload": try probe.schema(of: Self.reply(of: question.type)).node,
                "bindings": Self.bindings(question.name),
                "traits": [Self.reference("messageTraits", Trait.reply.rawValue)],
            ],
        ]
    }

    func refusal() throws -> JSONNode {
        [
            "name": .text(Question.refusal), "summary": "Why a request is not done; its type is the request's.",
            "payload": try probe.schema(of: Refusal.self).node,
            "traits": [Self.reference("messageTraits", Trait.reply.rawValue)],
        ]
    }

    private static func reply(of request: any Request.Type) -> any JSONType.Type {
        func reply<Question: Request>(_: Question.Type) -> any JSONType.Type { Question.Reply.self }
        return reply(request)
    }
}
