public import Contracts

/// Dated exchange rates and the one rule for using them: the last rate on or before a day
/// (docs/metrics.md, Conventions: Money).
///
/// Looked up in this order: the pair as published, the pair the other way round, both through the pivot currency.
/// A fact is converted once, when it is written, with the rate of its order's paid day; every later amount of that
/// order passes the same day.
public struct ExchangeRates: Sendable {
    private struct Pair: Hashable {
        let base: Currency
        let quote: Currency
    }

    private let pivot: Currency?
    /// Ascending by day.
    private let history: [Pair: [ExchangeRate]]

    /// Takes rates in any order; of two for the same pair and day the later one in the list holds.
    ///
    /// - Parameter pivot: the currency against which all others are published, such as the euro; nil if none.
    public init(_ rates: some Sequence<ExchangeRate>, pivot: Currency? = nil) {
        var byDay: [Pair: [CalendarDay: ExchangeRate]] = [:]
        for rate in rates {
            byDay[Pair(base: rate.base, quote: rate.quote), default: [:]][rate.day] = rate
        }
        self.pivot = pivot
        history = byDay.mapValues { days in days.values.sorted { $0.day < $1.day } }
    }

    /// Major units of one currency for one of another on a day; nil when no rate is known by then.
    public func rate(from base: Currency, to quote: Currency, on day: CalendarDay) -> Fraction? {
        if base == quote { return .one }
        if let known = published(from: base, to: quote, on: day) { return known }
        guard let pivot, base != pivot, quote != pivot else { return nil }
        guard let first = published(from: base, to: pivot, on: day) else { return nil }
        guard let second = published(from: pivot, to: quote, on: day) else { return nil }
        return try? first.multiplied(by: second)
    }

    /// The amount in another currency at the day's rate, rounded once, half to even; nil, never 0, without a rate.
    public func convert(_ money: Money, to quote: Currency, on day: CalendarDay) throws(MoneyError) -> Money? {
        guard let rate = rate(from: money.currency, to: quote, on: day) else { return nil }
        return try money.converted(to: quote, at: rate)
    }

    private func published(from base: Currency, to quote: Currency, on day: CalendarDay) -> Fraction? {
        if let direct = last(Pair(base: base, quote: quote), on: day) { return direct.rate }
        guard let inverse = last(Pair(base: quote, quote: base), on: day) else { return nil }
        return Fraction(inverse.rate.denominator, over: inverse.rate.numerator)
    }

    /// By bisection: the last entry whose day is not after the one asked for.
    private func last(_ pair: Pair, on day: CalendarDay) -> ExchangeRate? {
        guard let rates = history[pair] else { return nil }
        var (low, high) = (rates.startIndex, rates.endIndex)
        while low < high {
            let middle = low + (high - low) / 2
            if rates[middle].day <= day { low = middle + 1 } else { high = middle }
        }
        return low > rates.startIndex ? rates[low - 1] : nil
    }
}
