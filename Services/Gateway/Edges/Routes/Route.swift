import Contracts
import Schemas

/// One line of the table of routes: the address, who may use it, what it takes and gives, and who answers.
struct Route: Sendable {
    /// The methods that are known.
    enum Method: String, Sendable, CaseIterable { case get, post, put, delete }

    /// Who may use a route.
    enum Access: Sendable, Hashable {
        /// Everybody.
        case open
        /// Whoever has a valid key.
        case anyKey
        /// Whose key has this scope.
        case needs(AccessScope)
    }

    let method: Method
    let path: PathPattern
    /// What it is called in documents and metrics.
    let name: String
    let summary: String
    /// What its summary does not say and its types cannot; nil where nothing is left to be said.
    let details: String?
    let access: Access
    /// The parameters that may stand in its address; others are refused.
    let query: [any AnyQueryField]
    /// What is sent as JSON; nil: nothing, or bytes that only the handler knows.
    let body: (any JSONType.Type)?
    /// A body as it may be sent.
    let example: JSONNode?
    let isBodyOptional: Bool
    /// More is refused unread.
    let mostBodyBytes: Int
    let answer: AnswerNote
    /// Whether it changes something at a service, and so takes an `Idempotency-Key`.
    let isWrite: Bool
    /// Whether others write its address, so that parameters which are not known are no fault.
    let takesForeignParameters: Bool
    /// Whether an open route is not counted against the caller's address: files are cheap, and whoever signs what it
    /// sends is no stranger.
    let isFree: Bool
    /// What may go wrong besides what its line tells.
    let also: Set<ProblemKind>
    let handle: @Sendable (Call) async throws -> Answer

    init(
        _ method: Method, _ path: String, _ name: String, _ summary: String, _ access: Access,
        details: String? = nil, query: [any AnyQueryField] = [], body: (any JSONType.Type)? = nil,
        example: JSONNode? = nil, isBodyOptional: Bool = false, mostBodyBytes: Int = 256 * 1024,
        gives answer: AnswerNote, isWrite: Bool? = nil, takesForeignParameters: Bool = false, isFree: Bool = false,
        also: Set<ProblemKind> = [],
        handle: @escaping @Sendable (Call) async throws -> Answer
    ) {
        self.method = method
        self.path = PathPattern(path)
        self.name = name
        self.summary = summary
        self.details = details
        self.access = access
        self.query = query + (access == .open ? [] : [Query.tenant])
        self.body = body
        self.example = example
        self.isBodyOptional = isBodyOptional
        self.mostBodyBytes = mostBodyBytes
        self.answer = answer
        self.isWrite = isWrite ?? (method != .get && access != .open)
        self.takesForeignParameters = takesForeignParameters
        self.isFree = isFree
        self.also = also
        self.handle = handle
    }

    /// The methods that it answers, as they come. HEAD is GET without the body (RFC 9110 §9.3.2), but a view that stays
    /// open has nothing before its body.
    var methods: [String] {
        let own = method.rawValue.uppercased()
        return method == .get && answer.media != "text/event-stream" ? [own, "HEAD"] : [own]
    }

    /// The first word behind the version.
    var tag: String {
        let words = path.description.split(separator: "/").map(String.init)
        let word = (words.first == "v1" ? words.dropFirst().first : words.first) ?? "page"
        return ["assets", "openapi.json"].contains(word) ? "page" : word
    }

    /// What may go wrong, as far as its line tells. Of every address the parameters are read, whatever it takes: one
    /// that comes twice or is badly encoded is refused anywhere.
    var problems: [ProblemKind] {
        var kinds: Set<ProblemKind> = also.union([.broken, .malformed])
        if access == .open, !isFree { kinds.insert(.tooMany) }
        if !path.places.isEmpty { kinds.insert(.notFound) }
        if access != .open { kinds.formUnion([.unauthorized, .forbidden, .tooMany, .unavailable, .timedOut]) }
        if method == .post || method == .put { kinds.insert(.tooLarge) }
        if body != nil { kinds.insert(.unsupportedMedia) }
        if isWrite { kinds.insert(.conflict) }
        if tag == "webhooks" { kinds.formUnion([.unauthorized, .unsupportedMedia, .unavailable]) }
        if tag == "api" { kinds.formUnion([.conflict, .unavailable, .timedOut]) }
        return kinds.sorted { $0.rawValue < $1.rawValue }
    }
}

/// What a route gives when all goes well.
struct AnswerNote: Sendable {
    let status: Int
    let media: String?
    /// Further kinds that it may be of.
    var others: [String] = []
    let type: (any JSONType.Type)?
    let meaning: String

    /// JSON.
    static func json(_ type: any JSONType.Type, _ meaning: String, status: Int = 200) -> AnswerNote {
        AnswerNote(status: status, media: "application/json", type: type, meaning: meaning)
    }
    /// Bytes of some other kind.
    static func bytes(_ media: String, _ meaning: String, or others: [String] = []) -> AnswerNote {
        AnswerNote(status: 200, media: media, others: others, type: nil, meaning: meaning)
    }
    /// Nothing but a status.
    static func nothing(_ status: Int, _ meaning: String) -> AnswerNote {
        AnswerNote(status: status, media: nil, type: nil, meaning: meaning)
    }
}
