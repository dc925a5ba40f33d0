import Contracts
import Foundation

/// Reads files of rules: whatever is wrong with one is told with its place.
enum RuleFile {
    /// Decodes JSON; the error's field is a JSON pointer.
    static func read<Rules: Decodable>(_ type: Rules.Type, _ file: Data) throws(Wrong) -> Rules {
        do {
            return try JSONDecoder().decode(type, from: file)
        } catch let error as DecodingError {
            throw wrong(error)
        } catch {
            throw Wrong("unreadable", at: "/", "cannot be read")
        }
    }

    private static func wrong(_ error: DecodingError) -> Wrong {
        switch error {
        case .keyNotFound(let key, let context):
            Wrong("missing", at: pointer(context.codingPath + [key]), "must be there")
        case .typeMismatch(let type, let context), .valueNotFound(let type, let context):
            Wrong("wrongType", at: pointer(context.codingPath), "must be of type \(type)")
        case .dataCorrupted(let context):
            Wrong("unreadable", at: pointer(context.codingPath), context.debugDescription)
        @unknown default: Wrong("unreadable", at: "/", "cannot be read")
        }
    }

    private static func pointer(_ path: [any CodingKey]) -> String {
        path.isEmpty ? "/" : path.map { "/" + ($0.intValue.map(String.init) ?? $0.stringValue) }.joined()
    }
}
