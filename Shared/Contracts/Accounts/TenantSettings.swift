/// A tenant's settings as people write them; what they mean is told in ``SettingsChanged``.
public struct TenantSettings: Codable, Sendable, Hashable {
    /// IANA zone of the tenant's days, such as `America/New_York`, or `UTC`.
    public var zone: String
    /// ISO 4217 code of the currency of totals.
    public var currency: String
    /// A SKU without a threshold of its own is low when so many units are available, or fewer; 0 to 1,000,000.
    public var lowStockThreshold: Int
    /// Units never offered on a channel, where a SKU has no buffer of its own; 0 to 1,000,000.
    public var safetyBuffer: Int
    /// Orders above this value wait for a person; minor units of `currency`; nil for none.
    public var confirmAboveMinor: Int64?
    /// Orders above so many units wait for a person; nil for none.
    public var confirmAboveUnits: Int?
    /// Whether labels are bought and parcels shipped without a person.
    public var isAutomationOn: Bool
    /// Whether the channel takes a stock of 0; else the product is deactivated.
    public var channelTakesZero: Bool
    /// What stands in for parcels where the channel tells nothing; nil for nothing.
    public var parcel: ParcelDefaults?

    /// Puts the record together; what is left out is the house's default.
    public init(
        zone: String = "UTC", currency: String = "USD", lowStockThreshold: Int = 10, safetyBuffer: Int = 0,
        confirmAboveMinor: Int64? = nil, confirmAboveUnits: Int? = nil, isAutomationOn: Bool = true,
        channelTakesZero: Bool = true, parcel: ParcelDefaults? = nil
    ) {
        self.zone = zone
        self.currency = currency
        self.lowStockThreshold = lowStockThreshold
        self.safetyBuffer = safetyBuffer
        self.confirmAboveMinor = confirmAboveMinor
        self.confirmAboveUnits = confirmAboveUnits
        self.isAutomationOn = isAutomationOn
        self.channelTakesZero = channelTakesZero
        self.parcel = parcel
    }
}

/// A tenant's settings with the number of their version.
public struct VersionedSettings: Codable, Sendable, Hashable {
    /// The tenant whose settings they are.
    public var tenant: TenantID
    /// Counts the changes from 1.
    public var version: Int
    /// The settings themselves.
    public var settings: TenantSettings

    /// Puts the record together.
    public init(tenant: TenantID, version: Int, settings: TenantSettings) {
        self.tenant = tenant
        self.version = version
        self.settings = settings
    }
}
