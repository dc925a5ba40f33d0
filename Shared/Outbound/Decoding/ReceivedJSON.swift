public import Foundation

/// A JSON value whose shape nobody promises, to be kept as it was received.
///
/// The order of members is not kept, nor how a number was written; its digits are, up to the 38 of a `Decimal`.
public indirect enum ReceivedJSON: Sendable, Hashable {
    case null
    case bool(Bool)
    case whole(Int64)
    case decimal(Decimal)
    case text(String)
    case list([ReceivedJSON])
    case object([String: ReceivedJSON])

    /// A member of an object; nil where there is none.
    public subscript(_ name: String) -> ReceivedJSON? {
        guard case .object(let members) = self else { return nil }
        return members[name]
    }
}

extension ReceivedJSON: Codable {
    /// Reads any value.
    public init(from decoder: any Decoder) throws {
        if let members = try? decoder.container(keyedBy: AnyName.self) {
            var object: [String: ReceivedJSON] = [:]
            for name in members.allKeys {
                object[name.stringValue] = try members.decode(ReceivedJSON.self, forKey: name)
            }
            self = .object(object)
        } else if var elements = try? decoder.unkeyedContainer() {
            var list: [ReceivedJSON] = []
            while !elements.isAtEnd { list.append(try elements.decode(ReceivedJSON.self)) }
            self = .list(list)
        } else {
            self = try Self.single(decoder.singleValueContainer())
        }
    }

    private static func single(_ container: any SingleValueDecodingContainer) throws -> ReceivedJSON {
        if container.decodeNil() { return .null }
        if let flag = try? container.decode(Bool.self) { return .bool(flag) }
        if let whole = try? container.decode(Int64.self) { return .whole(whole) }
        if let decimal = try? container.decode(Decimal.self) { return .decimal(decimal) }
        return .text(try container.decode(String.self))
    }

    /// Writes the value.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        switch self {
        case .null: try container.encodeNil()
        case .bool(let flag): try container.encode(flag)
        case .whole(let number): try container.encode(number)
        case .decimal(let number): try container.encode(number)
        case .text(let text): try container.encode(text)
        case .list(let elements): try container.encode(elements)
        case .object(let members): try container.encode(members)
        }
    }

    private struct AnyName: CodingKey {
        let stringValue: String
        var intValue: Int? { nil }

        init?(stringValue: String) { self.stringValue = stringValue }
        init?(intValue: Int) { nil }
    }
}
