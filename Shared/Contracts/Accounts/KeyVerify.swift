/// Request: who holds this key, and what may they do?
///
/// Asked as nobody; refused as `forbidden` with the code `unknownKey`, `expiredKey` or `revokedKey`.
public struct KeyVerify: Request {
    /// Its name on the wire.
    public static let name: MessageName = "shop.key.verify.v1"

    /// What a live key opens.
    public struct Reply: Codable, Sendable, Hashable {
        /// Names the key.
        public var key: KeyID
        /// Whose key it is.
        public var tenant: TenantID
        /// What that is.
        public var kind: TenantRecord.Kind
        /// All tenants that it opens: its own first, then an agency's brands.
        public var tenants: [TenantID]
        /// What it may do.
        public var scopes: [AccessScope]
        /// The key's prefix, for the log of actions.
        public var actor: String
        /// When it ends by itself; nil for never.
        public var expiresAt: Instant?

        /// Puts the record together.
        public init(
            key: KeyID, tenant: TenantID, kind: TenantRecord.Kind, tenants: [TenantID], scopes: [AccessScope],
            actor: String, expiresAt: Instant?
        ) {
            self.key = key
            self.tenant = tenant
            self.kind = kind
            self.tenants = tenants
            self.scopes = scopes
            self.actor = actor
            self.expiresAt = expiresAt
        }
    }

    /// SHA-256 of the key's UTF-8 text in 64 lower-case hexadecimal digits: the key itself does not travel.
    public var digest: String

    /// Puts the question together.
    public init(digest: String) {
        self.digest = digest
    }
}
