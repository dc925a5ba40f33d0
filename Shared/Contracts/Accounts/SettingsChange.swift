/// Request: put a tenant's settings, whole. The same settings again are no change and no new version.
///
/// Asked by the Gateway. Answered by Accounts, which publishes ``SettingsChanged``.
public struct SettingsChange: Request {
    /// Its name on the wire.
    public static let name: MessageName = "shop.settings.change.v1"
    /// The settings as they are now.
    public typealias Reply = VersionedSettings
    /// Whose settings.
    public var tenant: TenantID
    /// The version that the caller has seen: another one means that somebody else was faster. Nil to overwrite.
    public var ifVersion: Int?
    /// The settings.
    public var settings: TenantSettings

    /// Puts the question together.
    public init(tenant: TenantID, ifVersion: Int? = nil, settings: TenantSettings) {
        self.tenant = tenant
        self.ifVersion = ifVersion
        self.settings = settings
    }
}
