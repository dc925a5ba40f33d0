/// What a call must bring before its endpoint looks at it.
struct AccessRule: Sendable {
    enum Cipher: Sendable {
        case required, forbidden
    }

    let scope: Scope?
    let cipher: Cipher
    let rate: RateClass
}

/// Who calls, for which shop.
struct Pass: Sendable {
    let app: RegisteredApp
    let sellerID: String
    /// The shop named by the cipher; nil on endpoints that take none.
    let shop: Shop?
}

extension World {
    /// How far a request's clock may be behind and ahead of ours, in seconds.
    static let timestampWindow = -300...30

    /// Checks what every signed call must bring, in the order of the partner's gate.
    mutating func admit(_ request: WebRequest, rule: AccessRule) throws -> Pass {
        let app = try identify(request)
        let token = try tiktok.tokens.check(
            request.headers["x-tts-access-token"] ?? request.query["access_token"] ?? "", appKey: app.key, now: now)
        if let scope = rule.scope, !token.scopes.contains(scope) { throw TikTokError.scopeMissing }
        let shop = try shop(named: request.query["shop_cipher"], rule: rule.cipher, token: token)
        let bucket = RateLimiter.Key(caller: app.key, shop: shop?.id ?? token.grant.sellerID, rate: rule.rate)
        guard tiktok.limiter.allows(bucket, now: now) else {
            throw TikTokError.tooManyRequests(retryAfter: tiktok.limiter.retryAfter)
        }
        return Pass(app: app, sellerID: token.grant.sellerID, shop: shop)
    }

    /// The app, proven by the signature over a fresh timestamp.
    private func identify(_ request: WebRequest) throws -> RegisteredApp {
        guard let app = tiktok.apps.first(where: { $0.key == request.query["app_key"] }) else {
            throw TikTokError.invalidParameter("Invalid app_key")
        }
        guard let sign = request.query["sign"] else { throw TikTokError.invalidParameter("Missing sign") }
        guard let text = request.query["timestamp"], let seconds = Int(text),
            Self.timestampWindow.contains(seconds.subtractingReportingOverflow(now.seconds).partialValue)
        else { throw TikTokError.invalidParameter("Invalid timestamp") }
        guard Secret.isEqual(sign, TikTokSignature.sign(request, secret: app.secret)) else {
            throw TikTokError.badSignature
        }
        return app
    }

    private func shop(named cipher: String?, rule: AccessRule.Cipher, token: AccessToken) throws -> Shop? {
        switch (rule, cipher) {
        case (.forbidden, nil): return nil
        case (.forbidden, _): throw TikTokError.invalidParameter("Unexpected shop_cipher")
        case (.required, nil): throw TikTokError.cipherMissing
        case (.required, let cipher?):
            guard let shop = tiktok.shop(cipher: cipher, appKey: token.grant.appKey) else {
                throw TikTokError.invalidParameter("Invalid shop_cipher")
            }
            guard shop.sellerID == token.grant.sellerID else { throw TikTokError.wrongShop }
            return shop
        }
    }
}
