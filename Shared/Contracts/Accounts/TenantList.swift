/// Request: which tenants may the caller see? At most an agency and its 1000 brands.
public struct TenantList: Request {
    /// Its name on the wire.
    public static let name: MessageName = "shop.tenant.list.v1"
    /// The agency first, then brands by name.
    public typealias Reply = [TenantRecord]

    /// Puts the question together.
    public init() {}
}
