/// An optional field that takes what the channel really sends: ids as numbers, numbers as strings, `""` for nothing.
///
/// A missing field, `null`, and an empty text where a number is due are nil. What cannot be read as the value at all,
/// an object where a text is due, say, throws and names the field.
@propertyWrapper
public struct Loose<Value: LooseValue>: Sendable, Hashable {
    /// The value, or nil.
    public var wrappedValue: Value?

    /// Wraps a value.
    public init(wrappedValue: Value?) {
        self.wrappedValue = wrappedValue
    }
}

extension Loose: Codable {
    /// Reads a value in any of the forms that ``LooseValue`` knows.
    public init(from decoder: any Decoder) throws {
        wrappedValue = try Value.loose(from: decoder.singleValueContainer())
    }

    /// Writes the value in its proper form.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(wrappedValue)
    }
}

extension KeyedDecodingContainer {
    /// Lets a synthesized `init(from:)` take a missing field for nil.
    public func decode<Value>(_ type: Loose<Value>.Type, forKey key: Key) throws -> Loose<Value> {
        try decodeIfPresent(type, forKey: key) ?? Loose(wrappedValue: nil)
    }
}

extension KeyedEncodingContainer {
    /// Lets a synthesized `encode(to:)` leave nil out.
    public mutating func encode<Value>(_ value: Loose<Value>, forKey key: Key) throws {
        try encodeIfPresent(value.wrappedValue, forKey: key)
    }
}
