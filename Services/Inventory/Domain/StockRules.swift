/// What a tenant has set for all SKUs that have no setting of their own.
struct StockRules: Hashable, Sendable {
    /// The version of the settings that was last heard of; 0: none.
    var version = 0
    /// Low at or below it, in units.
    var threshold = 0
    /// Units never offered on a channel.
    var buffer = 0
    /// Whether the tenant's channels take a stock of 0; else what has none left is taken off sale.
    var takesZero = true
}
