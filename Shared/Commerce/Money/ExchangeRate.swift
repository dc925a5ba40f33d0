public import Contracts

/// What one major unit of a currency was worth in another on a day.
public struct ExchangeRate: Hashable, Sendable, Codable {
    /// The currency of which one unit is priced.
    public let base: Currency
    /// The currency in which it is priced.
    public let quote: Currency
    /// The day from which the rate holds.
    public let day: CalendarDay
    /// Major units of `quote` for one major unit of `base`; greater than zero.
    public let rate: Fraction

    /// Takes a published rate; nil unless it is greater than zero, since a rate of 0 would turn money into nothing.
    public init?(base: Currency, quote: Currency, day: CalendarDay, rate: Fraction) {
        guard rate > .zero else { return nil }
        self.base = base
        self.quote = quote
        self.day = day
        self.rate = rate
    }
}
