public import Contracts
public import Foundation

/// Metric 28: (net revenue of own shops + settled commission) ÷ 3 over the 90 × 24 h before the as-of time.
public struct MonthlyIncome: Hashable, Sendable {
    /// What one own shop brought in within the period.
    public enum ShopRevenue: Hashable, Sendable {
        /// Metric 3.
        case net(Money)
        /// Where refund amounts are unknown: GMV, to be taken times 1 − return rate (metric 6).
        case gross(Money, returnRate: Fraction)
    }

    /// What one shop paid the person as an affiliate within the period (metric 14, as an income: positive).
    public struct Commission: Hashable, Sendable {
        /// The settled amount.
        public let amount: Money
        /// Paid by one of the person's own shops, out of revenue that is counted already.
        public let isFromOwnShop: Bool

        /// Takes both facts.
        public init(amount: Money, isFromOwnShop: Bool) {
            self.amount = amount
            self.isFromOwnShop = isFromOwnShop
        }
    }

    /// Income per month, rounded half to even; divided by 3 however short the history is.
    public let amount: Money
    /// The part of the 90 days that the history covers, 0 to 1; below 1 confidence is lower.
    public let coverage: Double

    /// Adds up a person's incomes in one currency.
    ///
    /// - Parameter historyStart: the first fact known of any of the connections; nil when there is none.
    public init(
        shops: [ShopRevenue], commissions: [Commission], currency: Currency, historyStart: Date?, asOf: Date
    ) throws(MoneyError) {
        var total = try Money.sum(commissions.filter { !$0.isFromOwnShop }.map(\.amount), in: currency)
        for shop in shops { total = try total + shop.net }
        amount = try total.divided(by: 3)
        coverage = Self.coverage(from: historyStart, to: asOf)
    }

    /// The facts that count: the 90 × 24 h before the as-of time.
    public static func period(asOf: Date) -> Range<Date> {
        asOf.addingTimeInterval(-periodSeconds)..<asOf
    }

    private static func coverage(from start: Date?, to asOf: Date) -> Double {
        guard let start else { return 0 }
        return min(max(asOf.timeIntervalSince(start) / periodSeconds, 0), 1)
    }

    private static let periodSeconds = 90.0 * 86_400
}

extension MonthlyIncome.ShopRevenue {
    /// Net revenue, estimated where it has to be.
    public var net: Money {
        get throws(MoneyError) {
            switch self {
            case .net(let money): money
            case .gross(let gmv, let returnRate):
                try gmv.multiplied(by: returnRate.clampedToShare.complement())
            }
        }
    }
}
