extension World {
    /// Answers a signed call of TikTok Shop.
    mutating func answerTikTok(_ request: WebRequest) -> WebAnswer.Timed {
        let id = requestID()
        do {
            let (endpoint, version, ids) = try Self.endpoint(for: request)
            let pass = try noted(endpoint.name) { try $0.admit(request, rule: endpoint.rule) }
            let call = TikTokCall(request: request, pass: pass, version: version, ids: ids)
            return answer(endpoint.name, partner: .tiktok, refusal: { $0.answer(id) }) { world in
                world.run(endpoint, call, id: id)
            }
        } catch let error as TikTokError {
            return .init(answer: error.answer(id))
        } catch {
            return .init(answer: TikTokError(code: 36_009_003, message: "Internal error", status: 500).answer(id))
        }
    }

    /// Carries a call out and words its outcome.
    private mutating func run(_ endpoint: TikTokEndpoint, _ call: TikTokCall, id: String) -> WebAnswer {
        let outcome = Result { try endpoint.answer(&self, call) }
        let shop = call.pass.shop?.id ?? ""
        switch outcome {
        case .success(let data):
            note(endpoint.name, shop: shop, code: 0)
            return .json(TikTokError.envelope(code: 0, message: "Success", id: id, data: data))
        case .failure(let error):
            let error = error as? TikTokError ?? TikTokError(code: 36_009_003, message: "Internal error", status: 500)
            note(endpoint.name, shop: shop, code: error.code)
            return error.answer(id)
        }
    }

    /// Runs a check and counts the call if it is refused.
    private mutating func noted<Value>(_ name: String, _ check: (inout World) throws -> Value) throws -> Value {
        do {
            return try check(&self)
        } catch let error as TikTokError {
            note(name, shop: "", code: error.code)
            throw error
        }
    }

    mutating func note(_ endpoint: String, partner: String = "tiktok", shop: String, code: Int) {
        calls.note(.init(at: now, partner: partner, endpoint: endpoint, shop: shop, code: code))
    }

    /// Like the real ones: the time to the second, then 18 more digits.
    mutating func requestID() -> String {
        let digits = now.iso8601.prefix(19).filter(\.isNumber)
        return digits + dice.hex(18).uppercased()
    }

    /// The endpoint of a path: an unknown path, version and method each have an error of their own.
    private static func endpoint(
        for request: WebRequest
    ) throws -> (endpoint: TikTokEndpoint, version: String, ids: [String]) {
        let segments = request.segments
        let matches = TikTokEndpoints.all.compactMap { endpoint in
            endpoint.match(segments).map { (endpoint, $0.version, $0.ids) }
        }
        let exact = matches.filter { match in !match.2.contains { TikTokEndpoints.words.contains($0) } }
        guard !exact.isEmpty else { throw TikTokError.unknownPath }
        let current = exact.filter { $0.0.versions.contains($0.1) }
        guard !current.isEmpty else { throw TikTokError.retiredVersion }
        guard let match = current.first(where: { $0.0.method == request.method }) else {
            throw TikTokError.unknownMethod
        }
        return match
    }
}

extension TikTokEndpoints {
    /// Words of paths, which are never ids: `/packages/search` is no package.
    static let words: Set<String> = Set(
        all.flatMap { $0.path.split(separator: "/") }.filter { !$0.hasPrefix("{") }.map(String.init))
}

extension TikTokError {
    static func envelope(code: Int, message: String, id: String, data: JSON) -> JSON {
        ["code": .int(code), "message": .string(message), "request_id": .string(id), "data": data]
    }

    func answer(_ id: String) -> WebAnswer {
        let headers = retryAfter.map { [("retry-after", String($0))] } ?? []
        return .json(Self.envelope(code: code, message: message, id: id, data: .null), status: status, headers: headers)
    }
}
