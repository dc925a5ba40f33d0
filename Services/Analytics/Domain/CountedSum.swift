import Commerce
import Contracts

/// What a statement has added up: in one currency, and of one day where that is not the currency of the report.
struct CountedSum: Hashable, Sendable {
    /// What it belongs to: a step of a series by its number, or a product by its own; 0 where there is one sum.
    var step = 0
    let currency: Currency
    /// The day of UTC, whose rate holds; nil in the report's own currency.
    let day: CalendarDay?
    let tally: Tally
}

/// Sums of several currencies in one: counts are complete, amounts are those that could be converted.
struct Report: Hashable, Sendable {
    let currency: Currency
    /// Everything that was counted; its amounts are only those of `money`.
    private(set) var counts = Tally.zero
    /// What of it has amounts in the report's currency: the denominators of amounts.
    private(set) var money = Tally.zero
    /// Currencies without a rate.
    private(set) var unconverted: Set<Currency> = []

    init(in currency: Currency) {
        self.currency = currency
    }

    /// Adds a sum. What is not in the report's currency (a brand of an agency that counts in its own, an order whose
    /// rate came late) is converted at the day's rate, and named where there is none.
    mutating func add(_ sum: CountedSum, _ rates: ExchangeRates) throws(MoneyError) {
        var tally = sum.tally
        let rate = sum.day.flatMap { rates.rate(from: sum.currency, to: currency, on: $0) }
        if sum.currency != currency {
            for field in Tally.fields where field.isMoney {
                let money = Money(minorUnits: tally[keyPath: field.path], currency: sum.currency)
                tally[keyPath: field.path] =
                    try rate.map { (r) throws(MoneyError) in
                        try money.converted(to: currency, at: r).minorUnits
                    } ?? 0
            }
        }
        counts += tally
        if sum.currency == currency || rate != nil {
            money += tally
        } else if tally.paidOrders > 0 || sum.tally.hasMoney {
            unconverted.insert(sum.currency)
        }
    }
}

extension Tally {
    /// Whether it has any amount.
    var hasMoney: Bool { Self.fields.contains { $0.isMoney && self[keyPath: $0.path] != 0 } }
}
