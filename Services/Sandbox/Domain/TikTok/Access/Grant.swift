/// What a seller consented to for one app.
struct Grant: Sendable {
    struct Key: Hashable, Sendable {
        let appKey: String
        let sellerID: String
    }

    let key: Key
    var scopes: [Scope]
    var refreshToken: String
    var refreshExpires: Moment
    var isRevoked = false
}

/// A token with the scopes it was issued with: scopes added later do not reach it.
struct AccessToken: Sendable {
    let grant: Grant.Key
    let scopes: [Scope]
    var expires: Moment
    var isRevoked = false
}

/// A code from the consent page, good for one exchange.
struct AuthCode: Sendable {
    let grant: Grant.Key
    let scopes: [Scope]
    let expires: Moment
}

/// What both token endpoints answer.
struct TokenPair: Sendable {
    let access: String
    let accessExpires: Moment
    let refresh: String
    let refreshExpires: Moment
    let grant: Grant.Key
    let scopes: [Scope]
}
