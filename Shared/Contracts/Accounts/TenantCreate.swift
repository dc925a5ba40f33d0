/// Request: add a brand to the caller's agency.
///
/// Accounts also publishes the brand's first ``SettingsChanged``.
public struct TenantCreate: Request {
    /// Its name on the wire.
    public static let name: MessageName = "shop.tenant.create.v1"
    /// The brand.
    public typealias Reply = TenantRecord
    /// What people will call it; 1 to 100 characters.
    public var name: String
    /// Its first settings; nil for the house's defaults.
    public var settings: TenantSettings?

    /// Puts the question together.
    public init(name: String, settings: TenantSettings? = nil) {
        self.name = name
        self.settings = settings
    }
}
