import Schemas

/// A header field of answers that callers may act upon.
enum AnswerHeader: String, CaseIterable {
    case requestID = "X-Request-Id"
    case limit = "RateLimit-Limit"
    case remaining = "RateLimit-Remaining"
    case reset = "RateLimit-Reset"
    case retryAfter = "Retry-After"
    case location = "Location"

    /// What every answer bears.
    private static let always: [AnswerHeader] = [.requestID, .limit, .remaining, .reset]

    /// Those of an answer where all went well.
    static func of(status: Int) -> JSONNode { references(always + (status == 302 ? [.location] : [])) }

    /// Those of a problem.
    static func of(_ kind: ProblemKind) -> JSONNode {
        references(always + ([.tooMany, .unavailable].contains(kind) ? [.retryAfter] : []))
    }

    private static func references(_ headers: [AnswerHeader]) -> JSONNode {
        object(headers) { ["$ref": .text("#/components/headers/\($0.rawValue)")] }
    }

    /// All of them, as components.
    static var node: JSONNode {
        object(allCases) { ["description": .text($0.meaning), "schema": $0.schema.node] }
    }

    private static func object(_ headers: [AnswerHeader], _ node: (AnswerHeader) -> JSONNode) -> JSONNode {
        .object(Dictionary(uniqueKeysWithValues: headers.map { ($0.rawValue, node($0)) }))
    }

    private var meaning: String {
        switch self {
        case .requestID: "The request, as our logs and `requestID` of a problem name it."
        case .limit: "How many requests may be made at once, by this key or, without a good one, from this address."
        case .remaining: "How many of them are left."
        case .reset: "Seconds until all of them are there again."
        case .retryAfter: "Seconds after which it is worth asking again; without it, that is not known."
        case .location: "Where the browser is sent."
        }
    }

    private var schema: Schema {
        switch self {
        case .requestID: .text(bytes: 1...64)
        case .limit, .remaining, .reset: .whole(0...1_000_000_000)
        case .retryAfter: .whole(1...86_400)
        case .location: .text(format: "uri-reference")
        }
    }
}
