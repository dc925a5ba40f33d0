/// What a world starts with.
struct Settings: Sendable {
    var seed: UInt64 = 1
    var timeScale = 1.0
    var publicURL = "http://127.0.0.1:9100"
    var apps: [RegisteredApp] = []
    var lifetimes = TokenOffice.Lifetimes()
    /// Calls per second and class, per app and shop; 0 for no limit.
    var rates: [RateClass: Double] = [:]
    /// Whether an inventory update takes 0; the documentation gives 1 to 99 999 and is silent on 0.
    var acceptsZeroQuantity = true
    /// Whether orders that the seller does not ship in time are cancelled.
    var cancelsLateOrders = true
    /// A stock level at or below this sends webhook 27.
    var lowStock = 5
    /// New orders are refused beyond this many.
    var mostOrders = 500_000
    var shippo = ShippoSettings()
}
