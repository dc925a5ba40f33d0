public import Outbound

/// What the channel settled with a shop on one day; made at midnight UTC behind it. Amounts are signed decimal texts,
/// and what they add up to is not documented consistently: the settlement alone is what is paid.
public struct Statement: Codable, Sendable, Hashable, PageItem {
    /// The field that holds the list.
    public static let listKey = "statements"

    /// The channel's id.
    @Loose public var id: String?
    /// When it was made.
    @Loose public var statementTime: UnixSeconds?
    /// ISO 4217.
    @Loose public var currency: String?
    /// What is paid.
    @Loose public var settlementAmount: String?
    /// What was sold, less refunds; not told in the UK and the US.
    @Loose public var revenueAmount: String?
    /// The same after the seller's discounts; not told in South-East Asia.
    @Loose public var netSalesAmount: String?
    /// What the channel charged.
    @Loose public var feeAmount: String?
    /// Shipping; not told in South-East Asia.
    @Loose public var shippingCostAmount: String?
    /// Corrections.
    @Loose public var adjustmentAmount: String?
    /// `PAID`, `FAILED`, `PROCESSING`, `SETTLED`.
    @Loose public var paymentStatus: String?
    /// The payment that it is part of.
    @Loose public var paymentID: String?

    /// An empty one, to be filled.
    public init() {}

    private enum CodingKeys: String, CodingKey {
        case id, currency
        case statementTime = "statement_time"
        case settlementAmount = "settlement_amount"
        case revenueAmount = "revenue_amount"
        case netSalesAmount = "net_sales_amount"
        case feeAmount = "fee_amount"
        case shippingCostAmount = "shipping_cost_amount"
        case adjustmentAmount = "adjustment_amount"
        case paymentStatus = "payment_status"
        case paymentID = "payment_id"
    }
}
