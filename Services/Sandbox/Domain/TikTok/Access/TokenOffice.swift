/// Issues and checks codes and tokens.
struct TokenOffice: Sendable {
    /// How long what it issues lives, in wall-clock time: clients compare these with their own clock.
    struct Lifetimes: Sendable {
        var code: Duration = .minutes(30)
        var access: Duration = .days(7)
        var refresh: Duration = .days(365)
        /// Whether a refresh token still works after its first use; the documentation does not say.
        var keepsOldRefreshToken = true
    }

    var lifetimes = Lifetimes()
    private(set) var grants: [Grant.Key: Grant] = [:]
    private(set) var tokens: [String: AccessToken] = [:]
    private var codes: [String: AuthCode] = [:]
    private var refreshTokens: [String: Grant.Key] = [:]
    private var dice: Dice

    init(seed: UInt64) {
        dice = Dice(seed: seed, stream: "tokens")
    }

    /// The code that the seller's browser carries back after consent.
    mutating func issueCode(for key: Grant.Key, scopes: [Scope], now: Moment) -> String {
        codes = codes.filter { $0.value.expires > now }
        let code = "ROW_" + dice.word(40)
        codes[code] = AuthCode(grant: key, scopes: scopes, expires: now + lifetimes.code)
        return code
    }

    /// Exchanges a code, once, for tokens.
    mutating func exchange(code: String, appKey: String, now: Moment) throws -> TokenPair {
        guard let consent = codes[code], consent.grant.appKey == appKey, consent.expires > now else {
            throw TikTokError.badAuthCode
        }
        codes[code] = nil
        let expires = now + lifetimes.refresh
        grants[consent.grant] = Grant(
            key: consent.grant, scopes: consent.scopes, refreshToken: "", refreshExpires: expires)
        return issue(for: consent.grant, now: now)
    }

    /// A new pair for a refresh token; the authorization keeps its end.
    mutating func refresh(token: String, appKey: String, now: Moment) throws -> TokenPair {
        guard let key = refreshTokens[token], key.appKey == appKey, let grant = grants[key],
            !grant.isRevoked, grant.refreshExpires > now
        else { throw TikTokError.badRefreshToken }
        if !lifetimes.keepsOldRefreshToken { refreshTokens[token] = nil }
        return issue(for: key, now: now)
    }

    private mutating func issue(for key: Grant.Key, now: Moment) -> TokenPair {
        tokens = tokens.filter { $0.value.expires + .days(1) > now }
        let scopes = grants[key]?.scopes ?? []
        let pair = TokenPair(
            access: "ROW_" + dice.word(48), accessExpires: now + lifetimes.access, refresh: "ROW_" + dice.word(48),
            refreshExpires: grants[key]?.refreshExpires ?? now, grant: key, scopes: scopes)
        tokens[pair.access] = AccessToken(grant: key, scopes: scopes, expires: pair.accessExpires)
        refreshTokens[pair.refresh] = key
        grants[key]?.refreshToken = pair.refresh
        return pair
    }
}

extension TokenOffice {
    /// The token behind the header, or the error that says why it is none.
    func check(_ token: String, appKey: String, now: Moment) throws -> AccessToken {
        guard let found = tokens[token], found.grant.appKey == appKey, !found.isRevoked else {
            throw TikTokError.deauthorized
        }
        guard found.expires > now else { throw TikTokError.tokenExpired }
        return found
    }

    /// Whether the seller's consent stands.
    func isActive(_ key: Grant.Key, now: Moment) -> Bool {
        grants[key].map { !$0.isRevoked && $0.refreshExpires > now } ?? false
    }

    /// Ends every token of a consent, as when the seller removes the app.
    mutating func revoke(_ key: Grant.Key) {
        grants[key]?.isRevoked = true
        for (token, value) in tokens where value.grant == key { tokens[token]?.isRevoked = true }
        refreshTokens = refreshTokens.filter { $0.value != key }
    }

    /// Lets the access tokens of a consent end now; the refresh token goes on.
    mutating func expireAccess(_ key: Grant.Key, now: Moment) {
        for (token, value) in tokens where value.grant == key {
            tokens[token]?.expires = min(value.expires, now)
        }
    }

    /// Moves the end of a consent, so that its refresh token expires then.
    mutating func endConsent(_ key: Grant.Key, at moment: Moment) {
        grants[key]?.refreshExpires = moment
    }
}
