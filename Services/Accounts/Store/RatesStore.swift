import Contracts
import Postgres

/// The days of which exchange rates were published.
enum RatesStore {
    /// What became of a day.
    enum Verdict {
        /// It is new, and noted.
        case new
        /// It was published before, with the same rates.
        case known
        /// It was published before, with other rates.
        case different
    }

    /// Notes a day, unless it was published before.
    static func note(_ rates: ExchangeRatesPublished, _ database: Transaction) async throws -> Verdict {
        let perEuro = try JSON(encoding: rates.perEuro)
        let noted = try await database.run(
            """
            INSERT INTO exchange_rate_days (day, per_euro) VALUES (\(rates.day)::text::date, \(perEuro))
            ON CONFLICT (day) DO NOTHING
            """)
        if noted == 1 { return .new }
        let isSame = try await database.first(
            "SELECT per_euro = \(perEuro) FROM exchange_rate_days WHERE day = \(rates.day)::text::date", as: Bool.self)
        return isSame == true ? .known : .different
    }
}
