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
    /// A number that is not whole.
    case fraction(Double)
    /// A truth value.
    case truth(Bool)
    /// Null.
    case null
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
        case .fraction(let number): try container.encode(number)
        case .truth(let value): try container.encode(value)
        case .null: try container.encodeNil()
        }
    }

    /// The same object with more members; anything else stays as it is.
    public func adding(_ more: [String: JSONNode]) -> JSONNode {
        guard case .object(let members) = self else { return self }
        return .object(members.merging(more) { _, new in new })
    }
}

extension JSONNode: Decodable {
    /// Reads any JSON value; how deep it nests is for the decoder to bound.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if container.decodeNil() {
            self = .null
        } else if let truth = try? container.decode(Bool.self) {
            self = .truth(truth)
        } else if let number = try? container.decode(Int.self) {
            self = .whole(number)
        } else if let number = try? container.decode(Double.self) {
            self = .fraction(number)
        } else if let text = try? container.decode(String.self) {
            self = .text(text)
        } else if let elements = try? container.decode([JSONNode].self) {
            self = .array(elements)
        } else {
            self = .object(try container.decode([String: JSONNode].self))
        }
    }

    /// A member of an object; nil where there is none.
    public subscript(name: String) -> JSONNode? {
        guard case .object(let members) = self else { return nil }
        return members[name]
    }
}
