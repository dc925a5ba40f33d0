/// Request: make an API key. A key may give no more than it has.
public struct KeyCreate: Request {
    /// Its name on the wire.
    public static let name: MessageName = "shop.key.create.v1"
    /// The key, and its text for the first and only time.
    public typealias Reply = NewKey
    /// Whose key it will be.
    public var tenant: TenantID
    /// What people will call it; 1 to 100 characters.
    public var name: String
    /// What it may do; at least one.
    public var scopes: [AccessScope]
    /// When it ends by itself; nil for never.
    public var expiresAt: Instant?

    /// Puts the question together.
    public init(tenant: TenantID, name: String, scopes: [AccessScope], expiresAt: Instant? = nil) {
        self.tenant = tenant
        self.name = name
        self.scopes = scopes
        self.expiresAt = expiresAt
    }
}
