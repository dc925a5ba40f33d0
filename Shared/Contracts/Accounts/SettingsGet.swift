/// Request: what are a tenant's settings?
///
/// Asked by the Gateway. Answered by Accounts.
public struct SettingsGet: Request {
    /// Its name on the wire.
    public static let name: MessageName = "shop.settings.get.v1"
    /// The settings and their version.
    public typealias Reply = VersionedSettings
    /// Whose settings.
    public var tenant: TenantID

    /// Puts the question together.
    public init(tenant: TenantID) {
        self.tenant = tenant
    }
}
