import Schemas

/// What a JSON Schema of a message allows, as far as ``MessageSchema`` writes such schemas.
indirect enum Shape: Equatable {
    /// A member of an object.
    struct Member: Equatable {
        let shape: Shape
        let isRequired: Bool
    }

    /// What a text must be.
    struct Text: Equatable {
        var format: String?
        /// Nil: any.
        var words: Set<String>?
        var lengths: ClosedRange<Int>?
    }

    case object([String: Member])
    case map(Shape)
    case list(Shape)
    case text(Text)
    case whole(ClosedRange<Int>)
    case number
    case truth
    case orNull(Shape)

    /// A schema that this check does not understand: what it cannot read it must not pass.
    struct Unreadable: Error {
        let path: String
    }

    /// Reads a schema that stands alone.
    init(document: JSONNode) throws {
        self = try ShapeReader(document: document).shape(document, at: "")
    }
}

/// Follows the references of one document.
private struct ShapeReader {
    let document: JSONNode

    func shape(_ node: JSONNode, at path: String) throws -> Shape {
        if case .text(let reference) = node["$ref"] {
            let name = String(reference.split(separator: "/").last ?? "")
            guard let definition = document["$defs"]?[name] else { throw Shape.Unreadable(path: path) }
            return try shape(definition, at: path)
        }
        if case .array(let choices) = node["anyOf"], let first = choices.first {
            guard choices.dropFirst() == [["type": "null"]] else { throw Shape.Unreadable(path: path) }
            return .orNull(try shape(first, at: path))
        }
        switch node["type"] {
        case "object": return try object(node, at: path)
        case "array": return .list(try shape(node["items"] ?? .null, at: path + "[]"))
        case "string": return .text(text(node))
        case "integer": return .whole(range(node, "minimum", "maximum", from: .min) ?? .min ... .max)
        case "number": return .number
        case "boolean": return .truth
        default: throw Shape.Unreadable(path: path)
        }
    }

    private func object(_ node: JSONNode, at path: String) throws -> Shape {
        if let values = node["additionalProperties"] { return .map(try shape(values, at: path + "/*")) }
        guard case .object(let properties) = node["properties"] else { throw Shape.Unreadable(path: path) }
        let required = Set(words(node["required"]))
        return .object(
            try Dictionary(
                uniqueKeysWithValues: properties.map { name, member in
                    let shape = try shape(member, at: "\(path)/\(name)")
                    return (name, Shape.Member(shape: shape, isRequired: required.contains(name)))
                }))
    }

    private func text(_ node: JSONNode) -> Shape.Text {
        let words = words(node["enum"])
        let format = [node["format"], node["contentEncoding"]].compactMap(\.self).first.flatMap(Self.text)
        return Shape.Text(
            format: format, words: words.isEmpty ? nil : Set(words),
            lengths: range(node, "minLength", "maxLength", from: 0))
    }

    private func range(_ node: JSONNode, _ low: String, _ high: String, from least: Int) -> ClosedRange<Int>? {
        let (low, high) = (Self.whole(node[low]), Self.whole(node[high]))
        return low == nil && high == nil ? nil : (low ?? least)...(high ?? .max)
    }

    private func words(_ node: JSONNode?) -> [String] {
        guard case .array(let elements) = node else { return [] }
        return elements.compactMap(Self.text)
    }

    private static func text(_ node: JSONNode) -> String? {
        if case .text(let text) = node { text } else { nil }
    }

    private static func whole(_ node: JSONNode?) -> Int? {
        if case .whole(let number) = node { number } else { nil }
    }
}
