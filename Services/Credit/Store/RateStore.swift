import Commerce
import Contracts
import Foundation
import Postgres

/// The rows of `rates`: how much of a currency one euro was on the days for which that was published.
enum RateStore {
    /// The last rate on or before each of some days, of some currencies.
    static func read(
        _ currencies: Set<Currency>, on days: Set<Commerce.CalendarDay>, _ transaction: Transaction
    ) async throws -> ExchangeRates {
        guard !days.isEmpty, currencies.count > 1 else { return ExchangeRates([], pivot: .eur) }
        let wanted = days.map { Postgres.CalendarDay(daysSince1970: $0.daysSinceEpoch) }
        let rows = try await transaction.rows(
            """
            SELECT named.currency, wanted.day, rate.per_euro
            FROM unnest(\(wanted)) AS wanted (day) CROSS JOIN unnest(\(currencies.map(\.code))) AS named (currency)
            CROSS JOIN LATERAL (
                SELECT per_euro FROM rates WHERE rates.currency = named.currency AND rates.day <= wanted.day
                ORDER BY rates.day DESC LIMIT 1) AS rate
            """, as: (String, Postgres.CalendarDay, String).self)
        let rates = rows.compactMap { code, day, perEuro -> ExchangeRate? in
            guard let quote = Currency(code), let rate = try? Fraction(decimal: perEuro) else { return nil }
            let day = Commerce.CalendarDay(daysSinceEpoch: day.daysSince1970)
            return ExchangeRate(base: .eur, quote: quote, day: day, rate: rate)
        }
        return ExchangeRates(rates, pivot: .eur)
    }

    /// Writes published rates, which never change.
    static func save(_ rates: [PublishedRate], _ pipeline: inout Pipeline) {
        let rows = rates.sorted { ($0.currency, $0.day) < ($1.currency, $1.day) }
        pipeline.run(
            """
            INSERT INTO rates (currency, day, per_euro)
            SELECT * FROM unnest(\(rows.map(\.currency.code)),
                \(rows.map { Postgres.CalendarDay(daysSince1970: $0.day.daysSinceEpoch) }), \(rows.map(\.perEuro)))
            ON CONFLICT DO NOTHING
            """)
    }
}
