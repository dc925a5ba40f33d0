public import Outbound

/// Money that the channel sends to a seller's bank: one for each statement, or one for several small ones.
public struct StatementPayment: Codable, Sendable, Hashable, PageItem {
    /// The field that holds the list.
    public static let listKey = "payments"

    /// The channel's id.
    @Loose public var id: String?
    /// `PAID`, `FAILED`, `PROCESSING`.
    @Loose public var status: String?
    /// When it was begun.
    @Loose public var createTime: UnixSeconds?
    /// When it arrived.
    @Loose public var paidTime: UnixSeconds?
    /// What the bank gets, perhaps in another currency.
    public var amount: PaymentAmount?
    /// What was settled.
    public var settlementAmount: PaymentAmount?

    /// An empty one, to be filled.
    public init() {}

    private enum CodingKeys: String, CodingKey {
        case id, status, amount
        case createTime = "create_time"
        case paidTime = "paid_time"
        case settlementAmount = "settlement_amount"
    }
}

/// A decimal text with its currency, as payments write it.
public struct PaymentAmount: Codable, Sendable, Hashable {
    /// A decimal text.
    @Loose public var value: String?
    /// ISO 4217.
    @Loose public var currency: String?

    /// An empty one, to be filled.
    public init() {}
}
