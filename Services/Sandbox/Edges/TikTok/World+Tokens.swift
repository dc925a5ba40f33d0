/// The token endpoints: unsigned, by GET, with the secrets in the query. Every error is HTTP 200 with a code.
extension World {
    /// `GET /api/v2/token/get` and `/api/v2/token/refresh`
    mutating func answerToken(_ request: WebRequest) -> WebAnswer.Timed {
        let id = requestID()
        let name = request.path.hasSuffix("/refresh") ? "token.refresh" : "token.get"
        return answer(name, partner: .tiktok, refusal: { $0.answer(id) }) { world in
            do {
                let pair = try world.tokens(for: request, isRefresh: name == "token.refresh")
                world.note(name, shop: "", code: 0)
                let data = world.json(pair)
                return .json(TikTokError.envelope(code: 0, message: "success", id: id, data: data))
            } catch {
                let error = error as? TikTokError ?? .badAuthCode
                world.note(name, shop: "", code: error.code)
                return error.answer(id)
            }
        }
    }

    private mutating func tokens(for request: WebRequest, isRefresh: Bool) throws -> TokenPair {
        let query = request.query
        guard request.method == "GET" else { throw TikTokError.unknownMethod }
        guard let app = tiktok.apps.first(where: { $0.key == query["app_key"] }) else {
            throw Self.tokenError("Invalid app_key")
        }
        guard Secret.isEqual(query["app_secret"] ?? "", app.secret) else {
            throw Self.tokenError("Invalid app_secret")
        }
        // The partner's own spelling, without the "ation" of OAuth.
        guard query["grant_type"] == (isRefresh ? "refresh_token" : "authorized_code") else {
            throw Self.tokenError("Invalid grant_type")
        }
        return isRefresh
            ? try tiktok.tokens.refresh(token: query["refresh_token"] ?? "", appKey: app.key, now: now)
            : try exchange(code: query["auth_code"] ?? "", app: app)
    }

    private static func tokenError(_ message: String) -> TikTokError {
        TikTokError(code: 36_009_004, message: message)
    }

    private func json(_ pair: TokenPair) -> JSON {
        let seller = tiktok.sellers[pair.grant.sellerID]
        let creator = tiktok.creators.first { $0.openID == pair.grant.sellerID }
        return [
            "access_token": .string(pair.access), "access_token_expire_in": .int(pair.accessExpires.seconds),
            "refresh_token": .string(pair.refresh), "refresh_token_expire_in": .int(pair.refreshExpires.seconds),
            "open_id": .string(pair.grant.sellerID), "seller_name": .string(seller?.name ?? creator?.username ?? ""),
            "seller_base_region": .string(seller?.region ?? creator?.region ?? ""), "user_type": creator == nil ? 0 : 1,
            "granted_scopes": .strings(pair.scopes.map(\.rawValue)),
        ]
    }
}
