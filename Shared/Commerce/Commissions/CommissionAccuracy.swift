public import Contracts

/// Metric 16: 1 − Σ|ledger − statement| ÷ Σ|statement|, matched by (order, SKU, creator).
public struct CommissionAccuracy: Hashable, Sendable {
    /// Σ of differences over Σ of statement amounts; add these over days or statements.
    public let error: Ratio

    /// Takes the sums of several comparisons.
    public init(error: Ratio) {
        self.error = error
    }

    /// Compares amounts of one currency; a key that only one side has counts in full.
    public init<Key: Hashable>(
        ledger: [Key: Money], statement: [Key: Money], currency: Currency
    ) throws(MoneyError) {
        let nothing = Money.zero(currency)
        var different = nothing
        var total = nothing
        for key in Set(ledger.keys).union(statement.keys) {
            let stated = statement[key] ?? nothing
            different = try different + Self.magnitude((ledger[key] ?? nothing) - stated)
            total = try total + Self.magnitude(stated)
        }
        error = try Ratio(different, of: total)
    }

    /// 1 when everything agrees; below 0 when the differences outweigh the statement; nil without a statement.
    public var value: Double? { error.value.map { 1 - $0 } }

    private static func magnitude(_ money: Money) throws(MoneyError) -> Money {
        money.minorUnits < 0 ? try -money : money
    }
}
