/// What the broker's management interface knows of a queue; a few seconds behind the queue itself.
public struct QueueState: Sendable, Decodable {
    /// The queue's name.
    public let name: String
    /// `quorum`, `classic` or `stream`.
    public let type: String
    /// The arguments that it was declared with.
    public let arguments: [String: JSONValue]
    /// The policy that applies to it; nil when none does.
    public let policy: String?
    /// Messages that wait for a consumer.
    public let ready: Int
    /// Messages that consumers hold.
    public let unacknowledged: Int
    /// Consumers.
    public let consumers: Int

    /// Messages in all.
    public var messages: Int { ready + unacknowledged }

    enum CodingKeys: String, CodingKey {
        case name, type, arguments, policy, consumers
        case ready = "messages_ready"
        case unacknowledged = "messages_unacknowledged"
    }

    /// Counts are absent until the broker has taken them for the first time, and are then 0 here.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        name = try container.decode(String.self, forKey: .name)
        type = try container.decodeIfPresent(String.self, forKey: .type) ?? "classic"
        // An empty table of Erlang is written as an empty list.
        arguments = (try? container.decode([String: JSONValue].self, forKey: .arguments)) ?? [:]
        policy = try? container.decodeIfPresent(String.self, forKey: .policy)
        ready = try container.decodeIfPresent(Int.self, forKey: .ready) ?? 0
        unacknowledged = try container.decodeIfPresent(Int.self, forKey: .unacknowledged) ?? 0
        consumers = try container.decodeIfPresent(Int.self, forKey: .consumers) ?? 0
    }
}
