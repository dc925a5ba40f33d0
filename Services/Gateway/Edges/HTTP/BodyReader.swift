import Foundation
import HTTPTypes
import Messaging
import Schemas

/// Reads JSON that somebody sent; whatever is wrong with it names the field.
enum BodyReader {
    /// Decodes a value.
    static func read<Value: JSONType>(_ bytes: [UInt8], as: Value.Type) throws(Problem) -> Value {
        try check(bytes)
        do {
            return try JSONDecoder().decode(Value.self, from: Data(bytes))
        } catch let error as DecodingError {
            if let field = NumberSearch.unfit(in: bytes) {
                throw .malformed("numberUnfit", "a number is no whole one, or does not fit in 64 bits", field: field)
            }
            throw problem(error)
        } catch {
            throw .malformed("bodyUnreadable", "the body cannot be read")
        }
    }

    /// Whether it is text, and no deeper than anything of ours.
    static func check(_ bytes: [UInt8]) throws(Problem) {
        guard String(validating: bytes, as: UTF8.self) != nil else {
            throw .malformed("notUTF8", "the body is not UTF-8")
        }
        guard !JSONShape.isTooDeep(bytes) else {
            throw .malformed("tooDeep", "the body nests deeper than \(JSONShape.deepest) levels")
        }
    }

    /// Whether the body is said to be JSON; one that says nothing is believed.
    static func checkMedia(_ headers: HTTPFields) throws(Problem) {
        guard let type = headers[.contentType] else { return }
        let media = type.prefix { $0 != ";" }.trimmingCharacters(in: .whitespaces).lowercased()
        guard media == "application/json" || media.hasSuffix("+json") else {
            throw Problem.notJSON
        }
    }

    private static func problem(_ error: DecodingError) -> Problem {
        switch error {
        case .keyNotFound(let key, let context):
            .malformed("fieldMissing", "\(key.stringValue) is missing", field: pointer(context.codingPath + [key]))
        case .valueNotFound(_, let context):
            .malformed("fieldMissing", "\(name(context)) is null", field: pointer(context.codingPath))
        case .typeMismatch(_, let context):
            .malformed("fieldOfWrongType", "\(name(context)) is of the wrong type", field: pointer(context.codingPath))
        case .dataCorrupted(let context) where context.codingPath.isEmpty:
            .malformed("notJSON", "the body is not JSON")
        case .dataCorrupted(let context):
            .malformed("fieldUnreadable", "\(name(context)) cannot be read", field: pointer(context.codingPath))
        @unknown default: .malformed("bodyUnreadable", "the body cannot be read")
        }
    }

    private static func name(_ context: DecodingError.Context) -> String {
        context.codingPath.last.map { $0.intValue.map { "element \($0)" } ?? $0.stringValue } ?? "the body"
    }

    /// RFC 6901.
    private static func pointer(_ path: [any CodingKey]) -> String? {
        let steps = path.map { key in
            key.intValue.map(String.init) ?? escaped(key.stringValue)
        }
        return steps.isEmpty ? nil : steps.map { "/\($0)" }.joined()
    }

    static func escaped(_ name: String) -> String {
        name.replacing("~", with: "~0").replacing("/", with: "~1")
    }
}

extension Problem {
    /// The body is said to be something else.
    static let notJSON = Problem(
        .unsupportedMedia, code: "notJSON", "the Content-Type must be application/json", field: "Content-Type")
}
