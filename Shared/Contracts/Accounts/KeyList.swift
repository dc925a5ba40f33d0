/// Request: which keys has a tenant? Live ones, and those that ended in the last 90 days; the newest 500.
public struct KeyList: Request {
    /// Its name on the wire.
    public static let name: MessageName = "shop.key.list.v1"
    /// The keys, newest first.
    public typealias Reply = [KeyRecord]
    /// The brand whose keys are listed.
    public var tenant: TenantID

    /// Puts the question together.
    public init(tenant: TenantID) {
        self.tenant = tenant
    }
}
