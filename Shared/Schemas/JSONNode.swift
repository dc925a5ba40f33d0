/// A JSON document under construction; members come out in alphabetical order, so that it is the same every time.
public indirect enum JSONNode: Sendable, Hashable {
    /// Members by name.
    case object([String: JSONNode])
    /// Elements.
    case array([JSONNode])
    /// A string.
    case text(String)
    /// A whole number.
    case whole(Int)
    /// A truth value.
    case truth(Bool)
}

extension JSONNode: ExpressibleByDictionaryLiteral, ExpressibleByArrayLiteral, ExpressibleByStringLiteral,
    ExpressibleByIntegerLiteral, ExpressibleByBooleanLiteral
{
    /// An object; of members with the same name the last counts.
    public init(dictionaryLiteral elements: (String, JSONNode)...) {
        self = .object(Dictionary(elements) { _, last in last })
    }
    /// A list.
    public init(arrayLiteral elements: JSONNode...) { self = .array(elements) }
    /// A string.
    public init(stringLiteral value: String) { self = .text(value) }
    /// A whole number.
    public init(integerLiteral value: Int) { self = .whole(value) }
    /// A truth value.
    public init(booleanLiteral value: Bool) { self = .truth(value) }
}

extension JSONNode: Encodable {
    /// Writes itself as what it is.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        switch self {
        case .object(let members): try container.encode(members)
        case .array(let elements): try container.encode(elements)
        case .text(let text): try container.encode(text)
        case .whole(let number): try container.encode(number)
        case .truth(let value): try container.encode(value)
        }
    }

    /// The same object with more members; anything else stays as it is.
    public func adding(_ more: [String: JSONNode]) -> JSONNode {
        guard case .object(let members) = self else { return self }
        return .object(members.merging(more) { _, new in new })
    }
}
