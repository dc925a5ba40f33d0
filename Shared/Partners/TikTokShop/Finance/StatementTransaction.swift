public import Outbound

/// One line of a statement: an order that is settled, money held back or let go, or a correction. Amounts are signed
/// decimal texts.
public struct StatementTransaction: Codable, Sendable, Hashable, PageItem {
    /// The field that holds the list.
    public static let listKey = "transactions"

    /// The channel's id.
    @Loose public var id: String?
    /// `ORDER`, `RESERVE`, or the name of a correction, of which there are dozens.
    @Loose public var type: String?
    /// The order; corrections name theirs in ``adjustmentOrderID``.
    @Loose public var orderID: String?
    /// The order that a correction is of.
    @Loose public var adjustmentOrderID: String?
    /// What it comes to.
    @Loose public var settlementAmount: String?
    /// What was sold by it.
    @Loose public var revenueAmount: String?
    /// Shipping.
    @Loose public var shippingCostAmount: String?
    /// Fees and taxes together.
    @Loose public var feeTaxAmount: String?
    /// Of a correction.
    @Loose public var adjustmentAmount: String?
    /// Of a reserve.
    @Loose public var reserveAmount: String?
    /// Fees and taxes one by one.
    public var feeTaxBreakdown: FeeTaxBreakdown?

    /// An empty one, to be filled.
    public init() {}

    private enum CodingKeys: String, CodingKey {
        case id, type
        case orderID = "order_id"
        case adjustmentOrderID = "adjustment_order_id"
        case settlementAmount = "settlement_amount"
        case revenueAmount = "revenue_amount"
        case shippingCostAmount = "shipping_cost_amount"
        case feeTaxAmount = "fee_tax_amount"
        case adjustmentAmount = "adjustment_amount"
        case reserveAmount = "reserve_amount"
        case feeTaxBreakdown = "fee_tax_breakdown"
    }
}

/// Fees and taxes by the channel's names for them. There are about eighty, and new ones every month.
public struct FeeTaxBreakdown: Codable, Sendable, Hashable {
    /// Fees.
    public var fee: AmountMap?
    /// Taxes.
    public var tax: AmountMap?

    /// An empty one, to be filled.
    public init() {}
}

/// Decimal texts by the channel's names. What is neither a text nor a number, such as a group of further amounts, is
/// passed over.
public struct AmountMap: Codable, Sendable, Hashable {
    /// The amounts that are told; empty texts are not.
    public var amounts: [String: String]

    /// Takes amounts.
    public init(_ amounts: [String: String] = [:]) {
        self.amounts = amounts
    }

    /// Reads an object.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: AnyKey.self)
        amounts = [:]
        for key in container.allKeys {
            let text = (try? container.decode(Loose<String>.self, forKey: key))?.wrappedValue
            if let text, !text.isEmpty { amounts[key.stringValue] = text }
        }
    }

    /// Writes an object.
    public func encode(to encoder: any Encoder) throws {
        try amounts.encode(to: encoder)
    }
}
