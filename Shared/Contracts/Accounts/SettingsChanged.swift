/// The whole present settings of a tenant.
public struct SettingsChanged: Event, Hashable {
    /// Its name on the wire.
    public static let name: MessageName = "shop.settings.changed.v1"
    /// Counts the changes from 1.
    public var version: Int
    /// IANA zone of the tenant's days.
    public var zone: String
    /// The currency of totals.
    public var currency: Currency
    /// A SKU without a threshold of its own is low when so many units are available, or fewer.
    public var lowStockThreshold: Int
    /// Units never offered on a channel, where a SKU has no buffer of its own.
    public var safetyBuffer: Int
    /// Orders above this value wait for a person; minor units of `currency`; nil for none.
    public var confirmAboveMinor: Int64?
    /// Orders above so many units wait for a person; nil for none.
    public var confirmAboveUnits: Int?
    /// Whether labels are bought and parcels shipped without a person.
    public var isAutomationOn: Bool
    /// Whether the channel takes a stock of 0; else the product is deactivated.
    public var channelTakesZero: Bool
    /// What stands in for parcels where the channel tells nothing.
    public var parcel: ParcelDefaults?

    /// Puts the record together.
    public init(
        version: Int, zone: String, currency: Currency, lowStockThreshold: Int, safetyBuffer: Int,
        confirmAboveMinor: Int64? = nil, confirmAboveUnits: Int? = nil, isAutomationOn: Bool, channelTakesZero: Bool,
        parcel: ParcelDefaults? = nil
    ) {
        self.version = version
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
