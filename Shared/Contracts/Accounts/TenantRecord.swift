/// An agency, or a brand.
public struct TenantRecord: Codable, Sendable, Hashable {
    /// What a tenant is.
    public enum Kind: String, Codable, Sendable, CaseIterable {
        /// Holds brands.
        case agency
        /// Sells.
        case brand
    }

    /// Names the tenant.
    public var id: TenantID
    /// What it is.
    public var kind: Kind
    /// What people call it.
    public var name: String
    /// The agency that holds the brand; nil for an agency, and for a brand that stands alone.
    public var agency: TenantID?
    /// When it came.
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
