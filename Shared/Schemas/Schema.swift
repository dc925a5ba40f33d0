public import Contracts
public import Foundation

/// The shape of a JSON value (JSON Schema 2020-12, which OpenAPI 3.1 uses).
public indirect enum Schema: Sendable, Hashable {
    /// One member of an object.
    public struct Member: Sendable, Hashable {
        /// Its name.
        public let name: String
        /// What stands there.
        public let schema: Schema
        /// Whether it may not be missing.
        public let isRequired: Bool

        /// One member of an object.
        public init(name: String, schema: Schema, isRequired: Bool) {
            self.name = name
            self.schema = schema
            self.isRequired = isRequired
        }
    }

    /// An object with these members, and others that nobody minds.
    case object([Member])
    /// An object whose members all have this shape.
    case map(Schema)
    /// A list of these.
    case array(Schema)
    /// A string: its format, the words it is one of, its length in bytes.
    case text(format: String? = nil, words: [String] = [], bytes: ClosedRange<Int>? = nil)
    /// A whole number within limits.
    case whole(ClosedRange<Int>? = nil)
    /// Any number.
    case number
    /// A truth value.
    case truth
    /// One of these, or null.
    case orNull(Schema)
    /// A schema that stands among the components under a name.
    case named(String)
    /// Any of these with what people are told of it.
    case described(Schema, Note)

    /// As JSON, with named shapes among the components of an OpenAPI or AsyncAPI document.
    public var node: JSONNode { node(under: "#/components/schemas/") }

    /// As JSON; `names` is what a reference to a named shape begins with.
    public func node(under names: String) -> JSONNode {
        switch self {
        case .object(let members): Self.node(members, names)
        case .map(let value): ["type": "object", "additionalProperties": value.node(under: names)]
        case .array(let element): ["type": "array", "items": element.node(under: names)]
        case .text(let format, let words, let bytes): Self.node(format, words, bytes)
        case .whole(let range):
            JSONNode.object(["type": "integer"]).adding(
                range.map { ["minimum": .whole($0.lowerBound), "maximum": .whole($0.upperBound)] } ?? [:])
        case .number: ["type": "number"]
        case .truth: ["type": "boolean"]
        case .orNull(let value): ["anyOf": [value.node(under: names), ["type": "null"]]]
        case .named(let name): ["$ref": .text(names + name)]
        case .described(let schema, let note): schema.node(under: names).adding(["description": .text(note.text)])
        }
    }

    private static func node(_ members: [Member], _ names: String) -> JSONNode {
        let properties = Dictionary(members.map { ($0.name, $0.schema.node(under: names)) }) { first, _ in first }
        let required = members.filter(\.isRequired).map { JSONNode.text($0.name) }
        return JSONNode.object(["type": "object", "properties": .object(properties)])
            .adding(required.isEmpty ? [:] : ["required": .array(required)])
    }

    private static func node(_ format: String?, _ words: [String], _ bytes: ClosedRange<Int>?) -> JSONNode {
        var members: [String: JSONNode] = ["type": "string"]
        // JSON Schema 2020-12 §8.3; "byte" was OpenAPI's word for it before 3.1.
        if format == "byte" {
            members["contentEncoding"] = "base64"
        } else if let format {
            members["format"] = .text(format)
        }
        if !words.isEmpty { members["enum"] = .array(words.map { .text($0) }) }
        if let bytes {
            // JSON Schema counts characters, of which there are at most as many as bytes.
            (members["minLength"], members["maxLength"]) = (.whole(bytes.lowerBound), .whole(bytes.upperBound))
        }
        return .object(members)
    }
}

/// A type that is written as a plain JSON value by code of its own, so that its shape has to be told.
public protocol PlainlyWritten {
    /// Its shape.
    static var schema: Schema { get }
    /// Any value, so that what surrounds it can be read.
    static var sample: Self { get }
}

extension UUID: PlainlyWritten {
    /// Its shape.
    public static var schema: Schema { .text(format: "uuid") }
    /// Any value.
    public static var sample: UUID { UUID() }
}

extension Identifier: PlainlyWritten {
    /// Its shape.
    public static var schema: Schema { .text(format: "uuid") }
    /// Any value.
    public static var sample: Identifier { .mint() }
}

extension Instant: PlainlyWritten {
    /// Its shape.
    public static var schema: Schema {
        .described(.text(format: "date-time"), Note(nil, rest: "RFC 3339, in UTC."))
    }
    /// Any value.
    public static var sample: Instant { Instant(milliseconds: 0) }
}

extension Currency: PlainlyWritten {
    /// Its shape.
    public static var schema: Schema {
        .described(.text(format: "iso-4217"), Note(nil, rest: "A code of ISO 4217, such as `USD`."))
    }
    /// Any value.
    public static var sample: Currency { .usd }
}

extension Data: PlainlyWritten {
    /// Its shape.
    public static var schema: Schema {
        .described(.text(format: "byte"), Note(nil, rest: "Base64 of RFC 4648 §4."))
    }
    /// Any value.
    public static var sample: Data { Data() }
}
