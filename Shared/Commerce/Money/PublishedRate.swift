public import Contracts

/// How much of a currency one euro was on a day, as it was published.
public struct PublishedRate: Hashable, Sendable {
    /// The currency.
    public let currency: Currency
    /// The day that the rate holds from.
    public let day: CalendarDay
    /// A decimal above zero, as text.
    public let perEuro: String

    private static let mostCurrencies = 500

    /// All rates of a message, by its own text. Currencies that are newer than this program are nobody's yet, and left
    /// out.
    ///
    /// - Throws: ``Wrong`` whose sentence is constant.
    public static func all(of message: ExchangeRatesPublished) throws(Wrong) -> [PublishedRate] {
        guard let day = CalendarDay(message.day) else { throw Wrong("notADay", at: "day", "the day is no date") }
        guard message.perEuro.count <= mostCurrencies else {
            throw Wrong("tooMany", at: "perEuro", "there are more currencies than exist")
        }
        var rates: [PublishedRate] = []
        for (code, text) in message.perEuro {
            guard let currency = Currency(code), currency != .eur else { continue }
            guard let rate = try? Fraction(decimal: text), rate > .zero else {
                throw Wrong("notARate", at: "perEuro.\(code)", "a rate is no decimal above zero")
            }
            rates.append(PublishedRate(currency: currency, day: day, perEuro: text))
        }
        return rates
    }
}
