import Commerce
import Contracts

/// What settings may say.
enum SettingsRules {
    private static let mostUnits = 1_000_000
    private static let mostMinor: Int64 = 1_000_000_000_000_000

    /// Checks settings and gives them their version, as everybody is told.
    static func announcement(_ settings: TenantSettings, version: Int) throws(Wrong) -> SettingsChanged {
        guard Zone(settings.zone) != nil else {
            throw Wrong(
                "unknownZone", at: "/settings/zone", "must be UTC or an IANA zone such as America/New_York")
        }
        guard let currency = Currency(settings.currency) else {
            throw Wrong("unknownCurrency", at: "/settings/currency", "must be an ISO 4217 code such as USD")
        }
        try check(settings.lowStockThreshold, to: mostUnits, at: "/settings/lowStockThreshold")
        try check(settings.safetyBuffer, to: mostUnits, at: "/settings/safetyBuffer")
        try check(settings.confirmAboveMinor ?? 0, to: mostMinor, at: "/settings/confirmAboveMinor")
        try check(settings.confirmAboveUnits ?? 0, to: mostUnits, at: "/settings/confirmAboveUnits")
        if let parcel = settings.parcel { try ParcelRules.check(parcel) }
        return SettingsChanged(
            version: version, zone: settings.zone, currency: currency, lowStockThreshold: settings.lowStockThreshold,
            safetyBuffer: settings.safetyBuffer, confirmAboveMinor: settings.confirmAboveMinor,
            confirmAboveUnits: settings.confirmAboveUnits, isAutomationOn: settings.isAutomationOn,
            channelTakesZero: settings.channelTakesZero, parcel: settings.parcel)
    }

    private static func check<Number: BinaryInteger>(_ number: Number, to most: Number, at field: String) throws(Wrong)
    {
        guard (0...most).contains(number) else { throw Wrong("outOfRange", at: field, "must be 0 to \(most)") }
    }
}
