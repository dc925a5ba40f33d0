/// The exchange rates of a day: how much of a currency one euro is.
///
/// Published by Accounts. Consumed by Analytics, Commissions, Credit.
public struct ExchangeRatesPublished: Event {
    /// Its name on the wire.
    public static let name: MessageName = "shop.exchange_rates.published.v1"
    /// The day, `2026-01-31`.
    public var day: String
    /// ISO 4217 to a decimal string, exactly as published.
    public var perEuro: [String: String]

    /// Puts the record together.
    public init(day: String, perEuro: [String: String]) {
        self.day = day
        self.perEuro = perEuro
    }
}
