/// Request: put a tenant's settings, whole. The same settings again are no change and no new version.
///
/// Accounts publishes ``SettingsChanged``.
public struct SettingsChange: Request {
    /// Its name on the wire.
    public static let name: MessageName = "shop.settings.change.v1"
    /// The settings as they are now.
    public typealias Reply = VersionedSettings
    /// The brand whose settings they are.
    public var tenant: TenantID
    /// The version that the caller has seen: another one means that somebody else was faster. Nil to overwrite.
    public var ifVersion: Int?
    /// The settings that shall hold from now on.
    public var settings: TenantSettings

    /// Puts the question together.
    public init(tenant: TenantID, ifVersion: Int? = nil, settings: TenantSettings) {
        self.tenant = tenant
        self.ifVersion = ifVersion
        self.settings = settings
    }
}
