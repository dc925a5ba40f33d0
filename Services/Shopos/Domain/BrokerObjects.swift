/// A queue as the broker describes it; what it has not counted yet is nil.
struct BrokerQueue: Codable, Sendable, Hashable {
    var name: String
    var isDurable: Bool
    var isAutoDelete: Bool
    var isExclusive: Bool
    var type: String?
    /// What it was declared with. A declaration with others is refused for ever.
    var arguments: [String: BrokerValue]
    var ready: Int?
    var unacked: Int?
    var consumers: Int?
    /// What policies come to.
    var effective: [String: BrokerValue]?

    enum CodingKeys: String, CodingKey {
        case name, type, consumers, arguments
        case isDurable = "durable"
        case isAutoDelete = "auto_delete"
        case isExclusive = "exclusive"
        case ready = "messages_ready"
        case unacked = "messages_unacknowledged"
        case effective = "effective_policy_definition"
    }

    init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        name = try container.decode(String.self, forKey: .name)
        isDurable = (try? container.decode(Bool.self, forKey: .isDurable)) ?? false
        isAutoDelete = (try? container.decode(Bool.self, forKey: .isAutoDelete)) ?? false
        isExclusive = (try? container.decode(Bool.self, forKey: .isExclusive)) ?? false
        type = try? container.decodeIfPresent(String.self, forKey: .type)
        // An empty table of Erlang is written as an empty list.
        arguments = (try? container.decode([String: BrokerValue].self, forKey: .arguments)) ?? [:]
        ready = try? container.decodeIfPresent(Int.self, forKey: .ready)
        unacked = try? container.decodeIfPresent(Int.self, forKey: .unacked)
        consumers = try? container.decodeIfPresent(Int.self, forKey: .consumers)
        effective = try? container.decodeIfPresent([String: BrokerValue].self, forKey: .effective)
    }

    init(
        name: String, type: String? = "quorum", isDurable: Bool = true, isAutoDelete: Bool = false,
        arguments: [String: BrokerValue]? = nil
    ) {
        self.name = name
        self.type = type
        self.isDurable = isDurable
        self.isAutoDelete = isAutoDelete
        isExclusive = false
        self.arguments = arguments ?? type.map { ["x-queue-type": .text($0)] } ?? [:]
    }
}

/// An exchange.
struct BrokerExchange: Codable, Sendable, Hashable {
    var name: String
    var type: String
    var isDurable = true
    var isAutoDelete = false
    var isInternal = false
    var arguments: [String: BrokerValue] = [:]

    enum CodingKeys: String, CodingKey {
        case name, type, arguments
        case isDurable = "durable"
        case isAutoDelete = "auto_delete"
        case isInternal = "internal"
    }

    init(name: String, type: String) { (self.name, self.type) = (name, type) }

    init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        name = try container.decode(String.self, forKey: .name)
        type = try container.decode(String.self, forKey: .type)
        isDurable = (try? container.decode(Bool.self, forKey: .isDurable)) ?? true
        isAutoDelete = (try? container.decode(Bool.self, forKey: .isAutoDelete)) ?? false
        isInternal = (try? container.decode(Bool.self, forKey: .isInternal)) ?? false
        arguments = (try? container.decode([String: BrokerValue].self, forKey: .arguments)) ?? [:]
    }
}

/// A binding.
struct BrokerBinding: Codable, Sendable, Hashable {
    var source: String
    var destination: String
    var key: String

    enum CodingKeys: String, CodingKey {
        case source, destination
        case key = "routing_key"
    }
}

/// A policy: what is tunable about queues.
struct BrokerPolicy: Codable, Sendable, Hashable {
    var name: String
    /// A regular expression of queue names.
    var pattern: String
    var definition: [String: BrokerValue]
    var applyTo: String
    var priority: Int

    enum CodingKeys: String, CodingKey {
        case name, pattern, definition, priority
        case applyTo = "apply-to"
    }

    /// The command that sets it by hand.
    func command(vhost: String) -> String {
        let keys = definition.keys.sorted().map { "\"\($0)\":\(definition[$0]?.json ?? "null")" }
        return "rabbitmqctl set_policy -p '\(vhost)' --apply-to \(applyTo) --priority \(priority) "
            + "'\(name)' '\(pattern)' '{\(keys.joined(separator: ","))}'"
    }
}

/// A value of a policy or an argument.
enum BrokerValue: Codable, Sendable, Hashable {
    case number(Int)
    case text(String)

    init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if let number = try? container.decode(Int.self) {
            self = .number(number)
        } else {
            // Others may hold lists and truths. Ours never do, so it is enough that this equals none.
            self = .text((try? container.decode(String.self)) ?? "?")
        }
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        switch self {
        case .number(let number): try container.encode(number)
        case .text(let text): try container.encode(text)
        }
    }

    /// For people.
    var text: String {
        switch self {
        case .number(let number): "\(number)"
        case .text(let text): text
        }
    }

    /// As JSON; our texts need no escapes.
    var json: String {
        switch self {
        case .number(let number): "\(number)"
        case .text(let text): "\"\(text)\""
        }
    }
}
