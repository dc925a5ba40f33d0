import Foundation

/// The shape of a JSON text: its names, and of every value no more than its kind. What people see of a message that
/// tells of a person.
enum Outline {
    /// Larger bodies are not looked into.
    private static let largest = 256 << 10
    /// The longest outline that is kept, in characters.
    private static let longest = 4096

    /// The outline of a body; nil when it is no JSON, or too large.
    static func of(_ body: [UInt8]) -> String? {
        guard body.count <= largest, let shape = try? JSONDecoder().decode(Shape.self, from: Data(body)) else {
            return nil
        }
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return (try? encoder.encode(shape)).map { String(String(decoding: $0, as: UTF8.self).prefix(longest)) }
    }
}

/// A JSON value without its content.
private indirect enum Shape: Codable {
    case object([String: Shape])
    case list([Shape])
    case word(String)
    case null

    /// A name as it stands in the text.
    private struct Name: CodingKey {
        let stringValue: String
        var intValue: Int? { nil }

        init(stringValue: String) { self.stringValue = stringValue }
        init?(intValue: Int) { nil }

        /// The name, if a contract could have it; a name may be somebody's.
        var shown: String {
            let isWord = stringValue.utf8.allSatisfy { byte in
                (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20) || byte == UInt8(ascii: "_")
                    || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
            }
            return isWord && (1...40).contains(stringValue.utf8.count) ? stringValue : "…"
        }
    }

    private static let deepest = 16
    /// Elements of a list that are shown; the others look alike.
    private static let mostElements = 3

    init(from decoder: any Decoder) throws {
        if decoder.codingPath.count >= Self.deepest {
            self = .word("…")
        } else if let object = try? decoder.container(keyedBy: Name.self) {
            let members = try object.allKeys.map { ($0.shown, try object.decode(Shape.self, forKey: $0)) }
            self = .object(Dictionary(members) { first, _ in first })
        } else if var list = try? decoder.unkeyedContainer() {
            var elements: [Shape] = []
            while !list.isAtEnd && elements.count < Self.mostElements { elements.append(try list.decode(Shape.self)) }
            self = .list(elements)
        } else {
            self = try Self.scalar(decoder.singleValueContainer())
        }
    }

    private static func scalar(_ container: any SingleValueDecodingContainer) throws -> Shape {
        if container.decodeNil() { return .null }
        if (try? container.decode(Bool.self)) != nil { return .word("flag") }
        if (try? container.decode(String.self)) != nil { return .word("text") }
        return .word("number")
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        switch self {
        case .object(let members): try container.encode(members)
        case .list(let elements): try container.encode(elements)
        case .word(let word): try container.encode(word)
        case .null: try container.encodeNil()
        }
    }
}
