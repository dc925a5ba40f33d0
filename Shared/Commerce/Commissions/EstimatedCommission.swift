public import Contracts

/// Metric 13: what a creator will probably get for one line of an order. Never added to metric 14.
public struct EstimatedCommission: Hashable, Sendable {
    /// How far the channel is with it.
    public let status: SettlementStatus
    /// The channel's own estimate, where it gives one.
    public let channelEstimate: Money?
    /// What the buyer owed for the goods of the line.
    public let salePrice: Money
    /// The tax inside that price.
    public let containedTax: Money
    /// How much of the line was given back, 0 to 1.
    public let refundedShare: Fraction
    /// The rate that held when the order was placed.
    public let rate: CommissionRate

    /// Takes one row of the channel's affiliate orders.
    public init(
        status: SettlementStatus, channelEstimate: Money?, salePrice: Money, containedTax: Money,
        refundedShare: Fraction, rate: CommissionRate
    ) {
        self.status = status
        self.channelEstimate = channelEstimate
        self.salePrice = salePrice
        self.containedTax = containedTax
        self.refundedShare = refundedShare
        self.rate = rate
    }

    /// The channel's estimate, else round(base × rate) with base = sale price less contained tax less refunded share.
    ///
    /// Nil, since it is no estimate any more, once settled or ineligible.
    public var amount: Money? {
        get throws(MoneyError) {
            guard status != .settled, status != .ineligible else { return nil }
            if let channelEstimate { return channelEstimate }
            let kept = try refundedShare.clampedToShare.complement()
            return try (salePrice - containedTax).multiplied(by: kept.multiplied(by: rate.fraction))
        }
    }

    /// The sum over rows that are still estimates.
    public static func total(_ rows: some Sequence<Self>, in currency: Currency) throws(MoneyError) -> Money {
        var total = Money.zero(currency)
        for row in rows { total = try total + (row.amount ?? .zero(currency)) }
        return total
    }
}
