import Foundation

/// A value that the channel writes in more than one way.
public protocol LooseValue: Codable, Sendable, Hashable {
    /// Reads any of the ways; nil where the channel means "nothing", an error that names the field otherwise.
    static func loose(from container: any SingleValueDecodingContainer) throws -> Self?
}

extension String: LooseValue {
    /// A text, or the digits of a number: ids of 19 digits come as numbers in some webhooks and survive whole.
    public static func loose(from container: any SingleValueDecodingContainer) throws -> String? {
        if let text = try? container.decode(String.self) { return text }
        if let number = try? container.decode(Int64.self) { return String(number) }
        if let number = try? container.decode(UInt64.self) { return String(number) }
        if let number = try? container.decode(Decimal.self) { return "\(number)" }
        if let flag = try? container.decode(Bool.self) { return String(flag) }
        throw DecodingError.mismatch(container, "a text")
    }
}

extension Int: LooseValue {
    /// A whole number, or the same as a text.
    public static func loose(from container: any SingleValueDecodingContainer) throws -> Int? {
        if let number = try? container.decode(Int.self) { return number }
        if let text = try? container.decode(String.self) {
            let trimmed = text.trimmingCharacters(in: .whitespaces)
            if trimmed.isEmpty { return nil }
            if let number = Int(trimmed) { return number }
        }
        throw DecodingError.mismatch(container, "a whole number")
    }
}

extension Bool: LooseValue {
    /// `true`, `1`, `"true"`, `"1"` and their opposites.
    public static func loose(from container: any SingleValueDecodingContainer) throws -> Bool? {
        if let flag = try? container.decode(Bool.self) { return flag }
        switch (try? String.loose(from: container))??.lowercased() {
        case "true", "1": return true
        case "false", "0": return false
        case "": return nil
        default: throw DecodingError.mismatch(container, "true or false")
        }
    }
}

extension DecodingError {
    static func mismatch(_ container: any SingleValueDecodingContainer, _ expected: String) -> DecodingError {
        .dataCorrupted(Context(codingPath: container.codingPath, debugDescription: "is not \(expected)"))
    }

    /// Where and what, for people: `line_items[2].sku_id: is not a text`. Values never appear.
    package var inWords: String {
        switch self {
        case .dataCorrupted(let context): context.inWords(context.debugDescription)
        case .keyNotFound(let key, let context): context.inWords("lacks \(key.stringValue)")
        case .typeMismatch(_, let context), .valueNotFound(_, let context):
            context.inWords("has the wrong kind of value")
        @unknown default: "cannot be read"
        }
    }
}

extension DecodingError.Context {
    fileprivate func inWords(_ problem: String) -> String {
        let path = codingPath.reduce("") { path, key in
            if let index = key.intValue { return "\(path)[\(index)]" }
            return path.isEmpty ? key.stringValue : "\(path).\(key.stringValue)"
        }
        return path.isEmpty ? problem : "\(path): \(problem)"
    }
}
