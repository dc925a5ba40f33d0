import Foundation

/// One call of the admin API.
struct AdminEndpoint: Sendable {
    let method: String
    /// The path below `/_sandbox`, with `{id}` as placeholder.
    let path: String
    let answer: @Sendable (inout World, AdminCall) throws -> JSON

    init(_ method: String, _ path: String, _ answer: @escaping @Sendable (inout World, AdminCall) throws -> JSON) {
        self.method = method
        self.path = path
        self.answer = answer
    }

    func match(_ segments: [Substring]) -> [String]? {
        PathTemplate(text: path).ids(of: segments)?.map(String.init)
    }
}

/// What went wrong, in one sentence that names the field.
struct AdminError: Error {
    var status = 400
    let text: String

    static func unknown(_ what: String, _ id: String) -> AdminError {
        AdminError(status: 404, text: "\(what): \(id) is not known")
    }
}

struct AdminCall: Sendable {
    let request: WebRequest
    let ids: [String]

    func body<Value: Decodable>(_ type: Value.Type) throws -> Value {
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        do {
            return try decoder.decode(Value.self, from: Data(request.body.isEmpty ? Array("{}".utf8) : request.body))
        } catch let error as DecodingError {
            throw AdminError(text: error.field.map { "\($0): missing or of the wrong type" } ?? "body: not JSON")
        }
    }

    /// `?limit=` and `?after=` (a position) of lists.
    func window(most: Int = 1_000) throws -> (after: Int, limit: Int) {
        let after = request.query["after"].map { Int($0) } ?? 0
        let limit = request.query["limit"].map { Int($0) } ?? 100
        guard let after, let limit, after >= 0, (1...most).contains(limit) else {
            throw AdminError(text: "limit: 1 to \(most); after: 0 or more")
        }
        return (after, limit)
    }
}

extension World {
    /// Everything below `/_sandbox`.
    mutating func answerAdmin(_ request: WebRequest) -> WebAnswer {
        let segments = Array(request.segments.dropFirst())
        let matches = AdminEndpoints.all.compactMap { endpoint in endpoint.match(segments).map { (endpoint, $0) } }
        guard let (endpoint, ids) = matches.first(where: { $0.0.method == request.method }) else {
            return .json(["error": "no such call"], status: matches.isEmpty ? 404 : 405)
        }
        do {
            return .json(try endpoint.answer(&self, AdminCall(request: request, ids: ids)))
        } catch {
            return Self.refusal(of: error)
        }
    }

    private static func refusal(of error: any Error) -> WebAnswer {
        switch error {
        case let error as AdminError: .json(["error": .string(error.text)], status: error.status)
        case let error as PlanError: .json(["error": .string(error.text)], status: 400)
        case let error as SaleRefusal: .json(["error": .string(error.text)], status: 409)
        case let error as TikTokError:
            .json(["error": .string(error.message), "code": .int(error.code)], status: 409)
        default: .json(["error": "internal error"], status: 500)
        }
    }
}
