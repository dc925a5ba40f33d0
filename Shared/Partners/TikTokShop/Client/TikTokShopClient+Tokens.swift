public import Outbound

extension TikTokShopClient {
    /// Exchanges the code of an ``AuthorizationRedirect`` for tokens; a code works once.
    public func exchange(code: Credential, deadline: Duration = .seconds(15)) async throws(TikTokShopError)
        -> TokenGrant
    {
        try await grant("get", [("auth_code", code.reveal()), ("grant_type", "authorized_code")], deadline)
    }

    /// Exchanges a refresh token for a new pair. Whether the old one still works afterwards is not documented, so that
    /// only one refresh per account may run at a time.
    public func refresh(_ token: Credential, deadline: Duration = .seconds(15)) async throws(TikTokShopError)
        -> TokenGrant
    {
        try await grant("refresh", [("refresh_token", token.reveal()), ("grant_type", "refresh_token")], deadline)
    }

    /// Token calls are GETs with their secrets in the query, unsigned; their errors come with HTTP 200.
    private func grant(_ verb: String, _ parameters: [(name: String, value: String)], _ deadline: Duration)
        async throws(TikTokShopError) -> TokenGrant
    {
        let endpoint = Endpoint.token(verb)
        let keys = [(name: "app_key", value: app.key), (name: "app_secret", value: app.secret.reveal())]
        let query = PercentEncoding.query(keys + parameters)
        let request = HTTPRequest(.get, "\(hosts.tokens)\(endpoint.template)?\(query)")
        return try await answer(to: request, endpoint, deadline)
    }
}

extension Endpoint {
    /// A GET by its method, but each use makes new tokens: an unknown outcome is no read.
    static func token(_ verb: String) -> Endpoint {
        Endpoint(
            name: "Token \(verb)", method: .get, template: "/api/v2/token/\(verb)", cipher: .forbidden,
            changesSomething: true, scope: .authorization)
    }
}
