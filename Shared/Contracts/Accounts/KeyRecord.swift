/// What may be known of an API key: all but the key itself.
public struct KeyRecord: Codable, Sendable, Hashable {
    /// Whether a key opens anything.
    public enum State: String, Codable, Sendable, CaseIterable {
        /// It opens what its scopes say.
        case live
        /// Its time is over.
        case expired
        /// A person has ended it.
        case revoked
    }

    /// Names the key in addresses; it opens nothing.
    public var id: KeyID
    /// Whose key it is. An agency's key opens its brands too.
    public var tenant: TenantID
    /// What people call it.
    public var name: String
    /// The start of the key, by which people and logs tell it from others.
    public var prefix: String
    /// What it may do.
    public var scopes: [AccessScope]
    /// Whether it opens anything.
    public var state: State
    /// When it was made.
    public var createdAt: Instant
    /// Who made it: the prefix of a key, or `bootstrap`.
    public var createdBy: String
    /// When it ends by itself; nil for never.
    public var expiresAt: Instant?
    /// When a person ended it.
    public var revokedAt: Instant?
    /// When it was last used, to the minute.
    public var lastUsedAt: Instant?
    /// The key that it took the place of.
    public var replaces: KeyID?

    /// Puts the record together.
    public init(
        id: KeyID, tenant: TenantID, name: String, prefix: String, scopes: [AccessScope], state: State = .live,
        createdAt: Instant, createdBy: String, expiresAt: Instant? = nil, revokedAt: Instant? = nil,
        lastUsedAt: Instant? = nil, replaces: KeyID? = nil
    ) {
        self.id = id
        self.tenant = tenant
        self.name = name
        self.prefix = prefix
        self.scopes = scopes
        self.state = state
        self.createdAt = createdAt
        self.createdBy = createdBy
        self.expiresAt = expiresAt
        self.revokedAt = revokedAt
        self.lastUsedAt = lastUsedAt
        self.replaces = replaces
    }
}

/// A new key, with its text when it is told for the first and only time.
public struct NewKey: Codable, Sendable, Hashable {
    /// What will be known of it.
    public var key: KeyRecord
    /// The key itself, to be kept by who asked; nil in the answer to a repeat, as it is stored nowhere.
    public var secret: String?

    /// Puts the record together.
    public init(key: KeyRecord, secret: String?) {
        self.key = key
        self.secret = secret
    }
}

/// An API key.
public typealias KeyID = Identifier<APIKey>
/// What a ``KeyID`` names.
public enum APIKey {}
