/// Why a request is not answered as asked: becomes a problem document (RFC 9457).
struct Problem: Error, Sendable, Hashable {
    /// What the caller can do about it.
    let kind: ProblemKind
    /// A constant word for programs, such as `unknownSKU`.
    let code: String
    /// One sentence for people.
    let detail: String
    /// What is wrong: a JSON pointer (RFC 6901) into the body, or the parameter's name behind a slash.
    let field: String?
    /// Header fields that belong to it, such as `Allow`.
    let headers: [String: String]

    init(_ kind: ProblemKind, code: String, _ detail: String, field: String? = nil, headers: [String: String] = [:]) {
        self.kind = kind
        self.code = code
        self.detail = detail
        self.field = field
        self.headers = headers
    }

    /// What was sent is wrong.
    static func malformed(_ code: String, _ detail: String, field: String? = nil) -> Problem {
        Problem(.malformed, code: code, detail, field: field)
    }

    /// The body that tells it.
    func document(request: String) -> ProblemDocument {
        ProblemDocument(
            type: "urn:shop:problem:\(code)", title: kind.title, status: kind.rawValue, detail: detail, code: code,
            field: field, requestID: request)
    }
}

/// The kinds of problems, by their HTTP status (RFC 9110 §15; 429: RFC 6585).
enum ProblemKind: Int, Sendable, CaseIterable {
    case malformed = 400
    case unauthorized = 401
    case forbidden = 403
    case notFound = 404
    case methodNotAllowed = 405
    case conflict = 409
    case tooLarge = 413
    case unsupportedMedia = 415
    case tooMany = 429
    case broken = 500
    case unavailable = 503
    case timedOut = 504

    /// What it means, in a few words for people.
    var title: String {
        switch self {
        case .malformed: "What was sent is wrong"
        case .unauthorized: "A valid key is needed"
        case .forbidden: "The key may not do this"
        case .notFound: "There is no such thing"
        case .methodNotAllowed: "The address does not know this method"
        case .conflict: "It cannot be done in the present state"
        case .tooLarge: "Too much was sent"
        case .unsupportedMedia: "The body is of another kind than expected"
        case .tooMany: "Too many requests"
        case .broken: "The fault is ours"
        case .unavailable: "Not at the moment"
        case .timedOut: "No answer came in time"
        }
    }
}

/// A problem as it is written (RFC 9457 §3, with three members of our own).
struct ProblemDocument: Codable, Sendable, Hashable {
    /// Names the kind of problem.
    let type: String
    /// The kind in a few words.
    let title: String
    /// The HTTP status of the answer.
    let status: Int
    /// What is the matter this time.
    let detail: String
    /// A constant word for programs.
    let code: String
    /// What is wrong, as a JSON pointer.
    let field: String?
    /// The request, as our logs name it.
    let requestID: String
}
