import Contracts

extension AsyncAPI {
    /// What messages of one sort have in common besides their bodies.
    enum Trait: String, CaseIterable {
        /// Told by a service of ours.
        case cloudEvent
        /// Comes over the exchange that outside producers may write.
        case fromOutside
        /// Asks something.
        case request
        /// Answers a request.
        case reply

        static func of(_ type: any Message.Type) -> Trait {
            let doors = Topology.toldFromOutside + Topology.toldByGateways
            return doors.contains { $0.name == type.name } ? .fromOutside : .cloudEvent
        }

        static var all: JSONNode {
            .object(Dictionary(uniqueKeysWithValues: allCases.map { ($0.rawValue, $0.node) }))
        }

        private var node: JSONNode {
            let properties = Self.headers.filter { names.contains($0.key) }
            let known: JSONNode = [
                "type": "object", "description": .text(meaning), "properties": .object(properties),
            ]
            let needed = required.map { JSONNode.text($0) }
            return [
                "contentType": "application/json", "correlationId": Self.correlation,
                "headers": known.adding(needed.isEmpty ? [:] : ["required": .array(needed)]),
                "x-amqp-properties": .object(amqpProperties),
            ]
        }

        /// The headers that it may bear.
        private var names: [String] {
            switch self {
            case .cloudEvent:
                [
                    "cloudEvents_source", "cloudEvents_subject", "cloudEvents_tenantid", "cloudEvents_causationid",
                    "traceparent", "tracestate",
                ]
            case .fromOutside: ["cloudEvents_source", "traceparent", "tracestate"]
            case .request:
                [
                    "shop_tenants", "shop_actor", "shop_deadline", "shop_idempotency_key", "cloudEvents_tenantid",
                    "traceparent", "tracestate",
                ]
            case .reply: ["cloudEvents_causationid", "shop_outcome"]
            }
        }

        /// Those that are always there.
        private var required: [String] {
            switch self {
            case .cloudEvent: ["cloudEvents_source", "cloudEvents_tenantid"]
            case .fromOutside: []
            case .request: ["shop_tenants", "shop_actor", "shop_deadline"]
            case .reply: ["cloudEvents_causationid", "shop_outcome"]
            }
        }

        private var meaning: String {
            switch self {
            case .cloudEvent: "The attributes of CloudEvents that AMQP has no property for."
            case .fromOutside: "A gateway says that it is the source; of what an outside producer writes none is read."
            case .request: "Who asks, for whom, and how long he waits."
            case .reply: "Which request is answered, and how."
            }
        }

        /// Headers as a sender of its sort writes them.
        func example(from sender: String) -> JSONNode {
            guard sender != Way.outside else { return [:] }
            let members: JSONNode = [
                "cloudEvents_source": .text("/services/\(sender)"),
                "traceparent": "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
            ]
            guard self == .cloudEvent else { return members }
            return members.adding([
                "cloudEvents_subject": "0198a000-0000-7000-8000-000000000002",
                "cloudEvents_tenantid": "0198a000-0000-7000-8000-00000000000a",
                "cloudEvents_causationid": "0198a000-0000-7000-8000-00000000000b",
            ])
        }
    }
}

extension AsyncAPI.Trait {
    private static let correlation: JSONNode = [
        "location": "$message.header#/correlation_id",
        "description":
            "The property correlation_id: the journey that it belongs to, for an order the order's id. May be absent.",
    ]

    private static let headers: [String: JSONNode] = [
        "cloudEvents_source": [
            "type": "string", "description": "Who sent it, such as `/services/ingestion`.",
        ],
        "cloudEvents_subject": ["type": "string", "description": "What it is about, such as an order's id."],
        "cloudEvents_tenantid": [
            "type": "string", "format": "uuid", "description": "The brand that it is about.",
        ],
        "cloudEvents_causationid": [
            "type": "string", "format": "uuid", "description": "The id of the message that caused it.",
        ],
        "traceparent": [
            "type": "string", "description": "The trace that it belongs to, as W3C Trace Context writes it.",
        ],
        "tracestate": [
            "type": "string", "description": "What other systems want carried along with the trace (W3C, §3.3).",
        ],
        "shop_tenants": [
            "type": "string",
            "description": "The brands that the caller may see: UUIDs with commas between them; none is an empty text.",
        ],
        "shop_actor": ["type": "string", "description": "Who asks, as the log of actions names him."],
        "shop_deadline": [
            "type": "integer", "description": "Unix milliseconds after which nobody waits for the answer.",
        ],
        "shop_idempotency_key": [
            "type": "string", "description": "Under which the service remembers what it answered.",
        ],
        "shop_outcome": [
            "type": "string", "enum": ["reply", "refusal"], "description": "Whether it was done or refused.",
        ],
    ]

    /// AsyncAPI has no place for these; tools read the bindings, people this.
    fileprivate var amqpProperties: [String: JSONNode] {
        let type: JSONNode = "The message's name, also of an answer to it."
        let id: JSONNode = "The CloudEvents id, always there: a version 7 UUID."
        switch self {
        case .cloudEvent:
            return [
                "message_id": id, "type": type, "timestamp": "The CloudEvents time, in seconds.",
                "content_type": "application/json", "delivery_mode": 2,
            ]
        case .fromOutside:
            return [
                "message_id": "The CloudEvents id, always there: of outside producers any text of at most 200 bytes.",
                "type": type, "timestamp": "The CloudEvents time, in seconds; need not be there.",
                "content_type": "application/json; application/cloudevents+json for a structured event from outside.",
                "user_id": "Of outside producers, always there: the broker user itself.", "delivery_mode": 2,
            ]
        case .request:
            return [
                "message_id": id, "type": type, "content_type": "application/json",
                "reply_to": "The queue that the answer is awaited on, always there.",
                "expiration": "Milliseconds until the deadline.", "user_id": "Of operators, always there.",
                "delivery_mode": 1,
            ]
        case .reply:
            return ["message_id": id, "type": type, "content_type": "application/json", "delivery_mode": 1]
        }
    }
}
