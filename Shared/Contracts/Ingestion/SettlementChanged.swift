/// A statement of a shop's channel, with what stands on it and what became of its payment.
///
/// Every amount is signed as the statement has it, in minor units of the statement's currency: what the channel keeps
/// is negative, what it gives back positive. Parts need not add up to the settlement: what the channel pays is that.
public struct SettlementChanged: Event, Hashable {
    /// Its name on the wire.
    public static let name: MessageName = "shop.settlement.changed.v1"
    /// The channel's id of the statement.
    public var channelStatement: String
    /// Counts the applied changes from 1.
    public var version: Int
    /// The connected shop.
    public var shop: ShopID
    /// When the channel made the statement: midnight UTC behind the day that it is of.
    public var statementAt: Instant
    /// The currency that every amount of it is in.
    public var currency: Currency
    /// What the channel pays, in minor units of `currency`.
    public var settlement: Int64
    /// What was sold, less what was refunded, in minor units of `currency`; nil where the channel does not tell.
    public var revenue: Int64?
    /// Shipping, in minor units of `currency`; nil where the channel does not tell.
    public var shipping: Int64?
    /// Fees and taxes together, in minor units of `currency`; nil where the channel does not tell.
    public var fee: Int64?
    /// Adjustments, in minor units of `currency`; nil where the channel does not tell.
    public var adjustment: Int64?
    /// Fees and taxes one by one, by the channel's own names, summed over all lines, in minor units of `currency`. The
    /// channel adds names every month.
    public var fees: [String: Int64]
    /// The part of `fees` that is commission (metric 14).
    public var commission: Commission
    /// What became of the payment.
    public var payment: Payment
    /// What stands on the statement, added up by kind: as many as there are kinds, however many orders there were.
    public var lines: [Line]

    /// Commission as it stands on a statement: a cost is negative, the reversal of one positive.
    public struct Commission: Codable, Sendable, Hashable {
        /// Of creators, in minor units of the statement's currency.
        public var affiliate: Int64
        /// Of creators, earned through the shop's ads, in minor units of the statement's currency.
        public var shopAds: Int64
        /// Of affiliate partners (agencies), in minor units of the statement's currency.
        public var partner: Int64

        /// Puts the record together.
        public init(affiliate: Int64 = 0, shopAds: Int64 = 0, partner: Int64 = 0) {
            self.affiliate = affiliate
            self.shopAds = shopAds
            self.partner = partner
        }
    }

    /// Money on its way to the seller's bank. Small statements share one payment.
    public struct Payment: Codable, Sendable, Hashable {
        /// How far it is.
        public var state: State
        /// The channel's own word for how far it is.
        public var channelState: String
        /// The channel's id of the payment; nil before there is one.
        public var channelPayment: String?
        /// When the channel made the payment, or when it arrived; nil where the channel does not tell.
        public var at: Instant?

        /// How far a payment is.
        public enum State: String, Codable, Sendable, CaseIterable {
            /// Under way, or not begun.
            case processing
            /// It arrived.
            case paid
            /// It came back.
            case failed
            /// A word of the channel's that we do not know; see `channelState`.
            case other
        }

        /// Puts the record together.
        public init(state: State, channelState: String, channelPayment: String? = nil, at: Instant? = nil) {
            self.state = state
            self.channelState = channelState
            self.channelPayment = channelPayment
            self.at = at
        }
    }

    /// All transactions of one kind on a statement.
    public struct Line: Codable, Sendable, Hashable {
        /// What they are.
        public var kind: Kind
        /// The channel's own word for them.
        public var channelKind: String
        /// How many there are.
        public var transactions: Int
        /// What they come to, in minor units of the statement's currency.
        public var settlement: Int64
        /// What was sold by them, in minor units of the statement's currency.
        public var revenue: Int64
        /// Fees and taxes, by the channel's own names, in minor units of the statement's currency.
        public var fees: [String: Int64]

        /// What a transaction is.
        public enum Kind: String, Codable, Sendable, CaseIterable {
            /// An order is settled, or undone after it was.
            case order
            /// Money is held back, or let go.
            case reserve
            /// Anything else: a correction, a compensation, a deduction.
            case adjustment
        }

        /// Puts the record together.
        public init(
            kind: Kind, channelKind: String, transactions: Int, settlement: Int64, revenue: Int64,
            fees: [String: Int64] = [:]
        ) {
            self.kind = kind
            self.channelKind = channelKind
            self.transactions = transactions
            self.settlement = settlement
            self.revenue = revenue
            self.fees = fees
        }
    }

    /// Puts the record together.
    public init(
        channelStatement: String, version: Int, shop: ShopID, statementAt: Instant, currency: Currency,
        settlement: Int64, revenue: Int64? = nil, shipping: Int64? = nil, fee: Int64? = nil,
        adjustment: Int64? = nil, fees: [String: Int64] = [:], commission: Commission = Commission(),
        payment: Payment, lines: [Line] = []
    ) {
        self.channelStatement = channelStatement
        self.version = version
        self.shop = shop
        self.statementAt = statementAt
        self.currency = currency
        self.settlement = settlement
        self.revenue = revenue
        self.shipping = shipping
        self.fee = fee
        self.adjustment = adjustment
        self.fees = fees
        self.commission = commission
        self.payment = payment
        self.lines = lines
    }
}
