public import Contracts

/// Metric 14: what statements charged for affiliates, by UTC statement day, net of refunds.
///
/// The share of shop ads and of partners is kept apart, never added to the creators'.
public struct SettledCommission: Hashable, Sendable {
    /// Whose commission a statement line is.
    public enum Kind: String, Sendable, Codable, CaseIterable {
        /// A creator's.
        case affiliate
        /// A creator's, earned through the shop's ads.
        case shopAds
        /// An affiliate partner's (agency).
        case partner
    }

    /// One line as it stands on the statement: a cost is negative, the reversal of one positive.
    public struct StatementLine: Hashable, Sendable {
        /// Whose it is.
        public let kind: Kind
        /// The signed amount of the statement.
        public let amount: Money

        /// Takes a line.
        public init(kind: Kind, amount: Money) {
            self.kind = kind
            self.amount = amount
        }
    }

    /// Creators' commission as a cost: positive, unless reversals outweigh it.
    public let affiliate: Money
    /// Through shop ads, likewise.
    public let shopAds: Money
    /// Partners', likewise.
    public let partner: Money

    /// Adds up the lines of any number of statements in one currency.
    public init(_ lines: [StatementLine], in currency: Currency) throws(MoneyError) {
        affiliate = try Self.cost(.affiliate, lines, currency)
        shopAds = try Self.cost(.shopAds, lines, currency)
        partner = try Self.cost(.partner, lines, currency)
    }

    private static func cost(_ kind: Kind, _ lines: [StatementLine], _ currency: Currency) throws(MoneyError) -> Money {
        try -Money.sum(lines.lazy.filter { $0.kind == kind }.map(\.amount), in: currency)
    }
}
