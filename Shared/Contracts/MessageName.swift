/// The wire name of a message, such as `shop.order.changed.v1`; also its routing key.
public struct MessageName: Hashable, Sendable, Codable, ExpressibleByStringLiteral, CustomStringConvertible {
    /// The whole name as it stands on the wire.
    public let rawValue: String

    /// Takes a name as it came over the wire.
    public init(_ rawValue: String) {
        self.rawValue = rawValue
    }

    /// Takes the literal of a contract.
    public init(stringLiteral value: String) {
        rawValue = value
    }

    /// Decodes a name from a plain JSON string.
    public init(from decoder: any Decoder) throws {
        rawValue = try decoder.singleValueContainer().decode(String.self)
    }

    /// Encodes the name as a plain JSON string.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(rawValue)
    }

    /// The number behind the last `.v`; nil when the name carries none.
    public var version: Int? {
        guard let dot = rawValue.lastIndex(of: ".") else { return nil }
        let last = rawValue[rawValue.index(after: dot)...]
        return last.first == "v" ? Int(last.dropFirst()) : nil
    }

    /// The name without its version: `shop.order.changed`. Two names of one family differ in their version only.
    public var family: Substring {
        guard version != nil, let dot = rawValue.lastIndex(of: ".") else { return rawValue[...] }
        return rawValue[..<dot]
    }

    /// The wire form.
    public var description: String { rawValue }
}
