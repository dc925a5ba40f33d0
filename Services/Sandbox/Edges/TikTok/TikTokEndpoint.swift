/// One call of the TikTok Shop API.
struct TikTokEndpoint: Sendable {
    /// The name under which calls are counted and faults are set.
    let name: String
    let method: String
    /// The path with `{version}` and `{id}` as placeholders.
    let path: String
    let versions: Set<String>
    let rule: AccessRule
    let answer: @Sendable (inout World, TikTokCall) throws -> JSON

    init(
        _ name: String, _ method: String, _ path: String, _ versions: Set<String>, _ scope: Scope, _ rate: RateClass,
        cipher: AccessRule.Cipher = .required, _ answer: @escaping @Sendable (inout World, TikTokCall) throws -> JSON
    ) {
        self.name = name
        self.method = method
        self.path = path
        self.versions = versions
        rule = AccessRule(scope: scope, cipher: cipher, rate: rate)
        self.answer = answer
    }

    /// The version and the ids in a path, if it is this endpoint's.
    func match(_ segments: [Substring]) -> (version: String, ids: [String])? {
        let template = path.split(separator: "/")
        guard template.count == segments.count else { return nil }
        var version = ""
        var ids: [String] = []
        for (pattern, segment) in zip(template, segments) {
            switch pattern {
            case "{version}": version = String(segment)
            case "{id}": ids.append(String(segment))
            default: guard pattern == segment else { return nil }
            }
        }
        return (version, ids)
    }
}

/// A call that has passed the gate.
struct TikTokCall: Sendable {
    let request: WebRequest
    let pass: Pass
    let version: String
    /// The ids in the path.
    let ids: [String]

    /// The shop of the cipher; endpoints without one never ask.
    func shop() throws -> Shop {
        guard let shop = pass.shop else { throw TikTokError.cipherMissing }
        return shop
    }

    /// Who set a stock level, as the journal names it.
    var caller: String { pass.app.name }
}
