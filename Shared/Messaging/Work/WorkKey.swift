public import Contracts

/// Names one piece of work.
public struct WorkKey: Sendable, Hashable {
    /// Its kind's name.
    public let kind: String
    /// The brand that it is for.
    public let tenant: TenantID
    /// Its name within kind and tenant.
    public let key: String

    /// Names one piece of work.
    public init<Kind: WorkKind>(_ kind: Kind.Type, tenant: TenantID, key: String) {
        self.init(kind: Kind.name, tenant: tenant, key: key)
    }

    /// Names one piece of work of a kind that is known by name only.
    public init(kind: String, tenant: TenantID, key: String) {
        self.kind = kind
        self.tenant = tenant
        self.key = key
    }
}
