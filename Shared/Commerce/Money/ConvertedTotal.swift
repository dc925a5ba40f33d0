public import Contracts

/// A sum over facts of several currencies that says what it had to leave out
/// (docs/metrics.md, Conventions: Money without a rate).
public struct ConvertedTotal: Hashable, Sendable {
    /// The sum of all converted facts.
    public private(set) var total: Money
    private var withoutRate: [Currency: Money] = [:]

    /// Begins at nothing in the currency of the total.
    public init(in currency: Currency) {
        total = .zero(currency)
    }

    /// Adds one fact as it was written: its own amount, and what that was in the total's currency, if there was a rate.
    public mutating func add(_ original: Money, converted: Money?) throws(MoneyError) {
        if let converted {
            total = try total + converted
        } else {
            let sum = withoutRate[original.currency] ?? .zero(original.currency)
            withoutRate[original.currency] = try sum + original
        }
    }

    /// The sums that are missing from the total, one per currency, in alphabetical order.
    public var leftOut: [Money] {
        withoutRate.values.sorted { $0.currency < $1.currency }
    }
}
