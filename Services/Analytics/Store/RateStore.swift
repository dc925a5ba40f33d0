import Commerce
import Contracts
import Foundation
import Postgres

/// The rows of `rates`: how much of a currency one euro was on the days for which that was published.
enum RateStore {
    /// Reads the last rate on or before each of some days.
    ///
    /// - Parameters:
    ///   - days: A query of `(day)`.
    ///   - currencies: A query of `(currency)`.
    static func read(
        days: SQL, currencies: SQL, _ pipeline: inout Pipeline
    ) -> () throws -> ExchangeRates {
        let rows = pipeline.rows(
            """
            SELECT named.currency, wanted.day, rate.per_euro
            FROM (\(days)) AS wanted CROSS JOIN (\(currencies)) AS named
            CROSS JOIN LATERAL (
                SELECT per_euro FROM rates WHERE rates.currency = named.currency AND rates.day <= wanted.day
                ORDER BY rates.day DESC LIMIT 1) AS rate
            """, as: (String, Postgres.CalendarDay, String).self)
        return {
            let rates = try rows.get().compactMap { code, day, perEuro -> ExchangeRate? in
                guard let quote = Currency(code), let rate = try? Fraction(decimal: perEuro) else { return nil }
                return ExchangeRate(base: .eur, quote: quote, day: Commerce.CalendarDay(day), rate: rate)
            }
            return ExchangeRates(rates, pivot: .eur)
        }
    }

    /// Some days, as a part of ``read(days:currencies:_:)``.
    static func given(_ days: Set<Commerce.CalendarDay>) -> SQL {
        "SELECT unnest(\(days.map { Postgres.CalendarDay($0) }.sorted())) AS day"
    }

    /// Writes a day's rates; what is published never changes.
    static func save(_ published: [PublishedRate], _ pipeline: inout Pipeline) {
        let rows = published.sorted { ($0.currency, $0.day) < ($1.currency, $1.day) }
        pipeline.run(
            """
            INSERT INTO rates (currency, day, per_euro)
            SELECT * FROM unnest(\(rows.map(\.currency.code)), \(rows.map { Postgres.CalendarDay($0.day) }),
                \(rows.map(\.perEuro))) ON CONFLICT DO NOTHING
            """)
    }
}

extension Postgres.CalendarDay {
    init(_ day: Commerce.CalendarDay) {
        self.init(daysSince1970: day.daysSinceEpoch)
    }
}

extension Commerce.CalendarDay {
    init(_ day: Postgres.CalendarDay) {
        self.init(daysSinceEpoch: day.daysSince1970)
    }
}
