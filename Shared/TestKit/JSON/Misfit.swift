import Foundation

/// Finds where a value is not of the shape that a document gives, as far as our documents write shapes.
public struct Misfit {
    /// The shapes that a reference may lead to, by the last word of it.
    private let named: [String: [String: Any]]

    /// - Parameter named: The shapes that a reference may lead to, by the last word of it.
    public init(named: [String: [String: Any]]) {
        self.named = named
    }

    /// What is wrong, each with its JSON pointer; nothing where the value is of the shape.
    ///
    /// - Parameters:
    ///   - value: What `JSONSerialization` has read.
    ///   - shape: A schema of JSON Schema.
    public func places(of value: Any, in shape: [String: Any]) -> [String] { places(value, shape, at: "") }

    private func places(_ value: Any, _ shape: [String: Any], at path: String) -> [String] {
        if let reference = shape["$ref"] as? String {
            let name = String(reference.split(separator: "/").last ?? "")
            return named[name].map { places(value, $0, at: path) } ?? ["\(path): no shape \(name)"]
        }
        // What is told of a named shape goes around it.
        if let around = shape["allOf"] as? [[String: Any]] { return around.flatMap { places(value, $0, at: path) } }
        if let choices = shape["anyOf"] as? [[String: Any]] {
            return choices.contains { places(value, $0, at: path).isEmpty } ? [] : ["\(path) is none of its choices"]
        }
        return plain(value, shape, at: path)
    }

    private func plain(_ value: Any, _ shape: [String: Any], at path: String) -> [String] {
        switch (shape["type"] as? String, value) {
        case ("object", let members as [String: Any]): return object(members, shape, at: path)
        case ("array", let elements as [Any]):
            let items = shape["items"] as? [String: Any] ?? [:]
            return elements.enumerated().flatMap { places($1, items, at: "\(path)/\($0)") }
        case ("string", let text as String): return self.text(text, shape, at: path)
        case ("integer", let number as NSNumber): return whole(number, shape, at: path)
        case ("null", is NSNull), ("number", is NSNumber), ("boolean", is NSNumber): return []
        case (let kind, _): return ["\(path) is no \(kind ?? "?")"]
        }
    }

    private func object(_ members: [String: Any], _ shape: [String: Any], at path: String) -> [String] {
        let properties = shape["properties"] as? [String: [String: Any]] ?? [:]
        let missing = (shape["required"] as? [String] ?? []).filter { members[$0] == nil }
        let others = shape["additionalProperties"] as? [String: Any]
        return missing.map { "\(path)/\($0) is missing" }
            + members.flatMap { name, member in
                (properties[name] ?? others).map { places(member, $0, at: "\(path)/\(name)") }
                    ?? ["\(path)/\(name) is not named"]
            }
    }

    private func text(_ text: String, _ shape: [String: Any], at path: String) -> [String] {
        let words = shape["enum"] as? [String] ?? [text]
        guard words.contains(text) else { return ["\(path): \(text) is no word of it"] }
        let lengths = (shape["minLength"] as? Int ?? 0)...(shape["maxLength"] as? Int ?? .max)
        guard lengths.contains(text.count) else { return ["\(path) is too long or too short"] }
        let isOfFormat =
            switch shape["format"] as? String {
            case "uuid": UUID(uuidString: text) != nil
            case "date-time": text.contains(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/)
            case "iso-4217": text.contains(/^[A-Z]{3}$/)
            default: true
            }
        return isOfFormat ? [] : ["\(path) is of another format"]
    }

    private func whole(_ number: NSNumber, _ shape: [String: Any], at path: String) -> [String] {
        guard number.doubleValue == number.doubleValue.rounded() else { return ["\(path): \(number) is not whole"] }
        let limits = (shape["minimum"] as? Int ?? .min)...(shape["maximum"] as? Int ?? .max)
        return limits.contains(number.intValue) ? [] : ["\(path): \(number) is beyond its limits"]
    }
}
