import Commerce
import Contracts

/// How the amounts of one order are counted in the tenant's currency: at the rates of the order's paid day, looked up
/// once and kept (docs/metrics.md, Conventions: Money).
struct Conversion: Codable, Hashable, Sendable {
    /// The tenant's currency when it was looked up.
    let target: Currency
    /// The instant whose day it is.
    let datedBy: Instant
    let day: CalendarDay
    /// Major units of the target for one of the currency, by its code.
    private(set) var rates: [String: Fraction] = [:]

    init(target: Currency, datedBy: Instant, zone: Zone) {
        self.target = target
        self.datedBy = datedBy
        day = zone.day(of: datedBy.date)
    }

    /// Whether amounts of a currency can be counted in the target.
    func knows(_ currency: Currency) -> Bool {
        currency == target || rates[currency.code] != nil
    }

    /// Looks up what is missing; what is known stays as it is.
    mutating func complete(_ currencies: Set<Currency>, from published: ExchangeRates) {
        for currency in currencies where !knows(currency) {
            rates[currency.code] = published.rate(from: currency, to: target, on: day)
        }
    }

    /// The amount in the target currency, rounded once, half-even; as it is where no rate is known.
    func convert(_ money: Money) throws(MoneyError) -> Money {
        guard money.currency != target, let rate = rates[money.currency.code] else { return money }
        return try money.converted(to: target, at: rate)
    }
}
