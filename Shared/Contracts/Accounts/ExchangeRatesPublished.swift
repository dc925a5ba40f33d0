/// The exchange rates of a day: how much of a currency one euro is.
public struct ExchangeRatesPublished: Event, Hashable {
    /// Its name on the wire.
    public static let name: MessageName = "shop.exchange_rates.published.v1"
    /// The day of the rates, such as `2026-01-31`.
    public var day: String
    /// How much one euro is: from an ISO 4217 code to a decimal string, exactly as published.
    public var perEuro: [String: String]

    /// Puts the record together.
    public init(day: String, perEuro: [String: String]) {
        self.day = day
        self.perEuro = perEuro
    }
}
