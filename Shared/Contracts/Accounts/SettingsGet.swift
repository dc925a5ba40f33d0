/// Request: what are a tenant's settings?
public struct SettingsGet: Request {
    /// Its name on the wire.
    public static let name: MessageName = "shop.settings.get.v1"
    /// The settings and their version.
    public typealias Reply = VersionedSettings
    /// The brand whose settings are asked for.
    public var tenant: TenantID

    /// Puts the question together.
    public init(tenant: TenantID) {
        self.tenant = tenant
    }
}
