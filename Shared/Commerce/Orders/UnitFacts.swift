public import Contracts

/// One unit of an order: one line item as the channel lists it. A bundle is one unit.
public struct UnitFacts: Hashable, Sendable {
    /// Added for free; a gift is no unit sold.
    public let isGift: Bool
    /// The list price, with any VAT that it contains.
    public let originalPrice: Money
    /// What the seller took off.
    public let sellerDiscount: Money
    /// What the buyer owed for the goods: list price less the discounts of seller and platform.
    public let salePrice: Money
    /// Set when the unit was cancelled.
    public let cancellation: UnitCancellation?
    /// Set when goods were refunded for the unit.
    public let refund: GoodsRefund?

    /// Takes the facts as the channel reports them.
    public init(
        isGift: Bool = false, originalPrice: Money, sellerDiscount: Money, salePrice: Money,
        cancellation: UnitCancellation? = nil, refund: GoodsRefund? = nil
    ) {
        self.isGift = isGift
        self.originalPrice = originalPrice
        self.sellerDiscount = sellerDiscount
        self.salePrice = salePrice
        self.cancellation = cancellation
        self.refund = refund
    }
}
