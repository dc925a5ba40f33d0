public import Contracts
public import Foundation

/// What the metrics of orders need to know about one order: plain values, none of them personal.
public struct OrderFacts: Hashable, Sendable {
    /// When the buyer placed it.
    public let createdAt: Date
    /// When it was paid; nil while unpaid.
    public let paidAt: Date?
    /// Paid to the carrier at the door.
    public let isCashOnDelivery: Bool
    /// Why it exists; only a sale counts as revenue.
    public let purpose: OrderPurpose
    /// The currency of all its amounts.
    public let currency: Currency
    /// Its line items, one per unit, as the channel lists them.
    public let units: [UnitFacts]

    /// Takes the facts as the channel reports them.
    public init(
        createdAt: Date, paidAt: Date?, isCashOnDelivery: Bool = false, purpose: OrderPurpose = .sale,
        currency: Currency, units: [UnitFacts]
    ) {
        self.createdAt = createdAt
        self.paidAt = paidAt
        self.isCashOnDelivery = isCashOnDelivery
        self.purpose = purpose
        self.currency = currency
        self.units = units
    }
}
