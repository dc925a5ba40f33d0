public import Foundation

/// A message as it lay in a queue.
public struct RawMessage: Sendable, Decodable {
    /// The exchange that it was published to; empty for the default exchange.
    public let exchange: String
    /// The key that it was published with.
    public let routingKey: String
    /// Whether it was delivered before.
    public let isRedelivered: Bool
    /// AMQP properties by their names in the protocol, `headers` among them.
    public let properties: [String: JSONValue]
    /// The body.
    public let payload: Data

    /// The headers.
    public var headers: [String: JSONValue] {
        if case .object(let headers) = properties["headers"] { headers } else { [:] }
    }

    enum CodingKeys: String, CodingKey {
        case exchange, properties, payload
        case routingKey = "routing_key"
        case isRedelivered = "redelivered"
    }

    /// Reads the form of the management interface, with the body in base64.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        exchange = try container.decode(String.self, forKey: .exchange)
        routingKey = try container.decode(String.self, forKey: .routingKey)
        isRedelivered = try container.decode(Bool.self, forKey: .isRedelivered)
        // An empty table of Erlang is written as an empty list.
        properties = (try? container.decode([String: JSONValue].self, forKey: .properties)) ?? [:]
        payload = try container.decode(Data.self, forKey: .payload)
    }
}
