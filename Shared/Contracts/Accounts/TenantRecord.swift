/// An agency, a brand, a person whose income is scored, or a lender.
public struct TenantRecord: Codable, Sendable, Hashable {
    /// What a tenant is.
    public enum Kind: String, Codable, Sendable, CaseIterable {
        /// Holds brands, and sells nothing itself.
        case agency
        /// Sells, and has shops.
        case brand
        /// A person whose income is scored.
        case subject
        /// Reads scores of people who have consented.
        case lender
    }

    /// Our id of the tenant.
    public var id: TenantID
    /// What it is.
    public var kind: Kind
    /// What people call it.
    public var name: String
    /// The agency that holds the brand; nil for a brand that stands alone, and for all others.
    public var agency: TenantID?
    /// When it was added.
    public var createdAt: Instant

    /// Puts the record together.
    public init(id: TenantID, kind: Kind, name: String, agency: TenantID? = nil, createdAt: Instant) {
        self.id = id
        self.kind = kind
        self.name = name
        self.agency = agency
        self.createdAt = createdAt
    }
}
