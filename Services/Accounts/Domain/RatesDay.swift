import Commerce
import Contracts

/// The exchange rates of one day: how much of a currency one euro is.
struct RatesDay: Hashable, Sendable {
    let day: CalendarDay
    /// ISO 4217 to a decimal, as it stood in the file.
    private(set) var perEuro: [String: String] = [:]

    /// Nobody quotes fewer digits for a reason, or more; Fraction reads up to 18 places.
    private static let longest = 20

    init(day: CalendarDay) {
        self.day = day
    }

    /// Takes a rate. `N/A` and nothing are days on which a currency was not quoted.
    mutating func take(_ currency: String, _ rate: String) throws(Wrong) {
        guard !rate.isEmpty, rate != "N/A" else { return }
        // A currency that is newer than this program is kept all the same.
        guard currency.utf8.count == 3,
            currency.utf8.allSatisfy({ (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains($0) })
        else {
            throw Wrong("notACurrency", at: "/\(day)/\(currency.prefix(10))", "must be three capital letters")
        }
        guard rate.utf8.count <= Self.longest, let value = try? Fraction(decimal: rate), value > .zero else {
            throw Wrong("notARate", at: "/\(day)/\(currency)", "must be a decimal above zero such as 1.0837")
        }
        guard perEuro.updateValue(rate, forKey: currency) == nil else {
            throw Wrong("twice", at: "/\(day)/\(currency)", "stands there twice")
        }
    }

    /// The day when it has rates; holidays in the file have none.
    var event: ExchangeRatesPublished? {
        perEuro.isEmpty ? nil : ExchangeRatesPublished(day: day.description, perEuro: perEuro)
    }
}
