/// Why bytes are no webhook: the field of the envelope, and what is wrong with it. Values never appear.
public struct WebhookProblem: Error, Hashable, Sendable, CustomStringConvertible {
    /// The envelope's field, such as `type`; nil: the whole body.
    public let field: String?
    /// A clause that goes behind the field: "is missing".
    public let problem: String

    init(_ error: any Error) {
        guard let error = error as? DecodingError else {
            (field, problem) = (nil, "cannot be read")
            return
        }
        switch error {
        case .keyNotFound(let key, _): (field, problem) = (key.stringValue, "is missing")
        case .dataCorrupted(let context):
            field = context.codingPath.first?.stringValue
            problem = field == nil ? "is no JSON" : context.debugDescription
        case .typeMismatch(_, let context), .valueNotFound(_, let context):
            field = context.codingPath.first?.stringValue
            problem = field == nil ? "is no JSON object" : "has the wrong kind of value"
        @unknown default: (field, problem) = (nil, "cannot be read")
        }
    }

    /// One sentence, such as `type is missing`.
    public var description: String { "\(field ?? "the body") \(problem)" }
}
