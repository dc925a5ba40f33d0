public import Contracts

/// What was given back for the goods of one unit so far.
public struct GoodsRefund: Hashable, Sendable {
    /// All refunds of goods up to now, as a positive amount. Refunds of shipping and of tax are no part of it.
    public let amount: Money
    /// The goods came back and the return is completed; what decides where the price was 0.
    public let isReturnCompleted: Bool

    /// Takes both facts.
    public init(amount: Money, isReturnCompleted: Bool) {
        self.amount = amount
        self.isReturnCompleted = isReturnCompleted
    }
}
