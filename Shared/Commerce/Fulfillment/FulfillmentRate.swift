public import Foundation

/// Metric 24: orders fully shipped by their ship-by ÷ orders whose ship-by falls in the period.
public struct FulfillmentRate: Hashable, Sendable {
    /// Who ended an order that was not shipped.
    public enum Canceller: String, Sendable, Codable, CaseIterable {
        /// The buyer changed their mind: not the shop's doing, so in neither sum.
        case buyer
        /// The shop could not deliver: a failure.
        case seller
        /// The channel, mostly because the shop was late: a failure.
        case platform
    }

    /// See ``ShipBy``; nil when the order is not paid.
    public let shipBy: Date?
    /// When its last unit was ship-confirmed (AWAITING_COLLECTION); nil while any is not.
    public let fullyShippedAt: Date?
    /// Who cancelled it; nil when nobody did.
    public let cancelledBy: Canceller?
    /// The channel's own warehouse ships it.
    public let isFulfilledByChannel: Bool
    /// A sample for a creator, refundable or not.
    public let isSample: Bool

    /// Takes the facts of one order.
    public init(
        shipBy: Date?, fullyShippedAt: Date?, cancelledBy: Canceller? = nil, isFulfilledByChannel: Bool = false,
        isSample: Bool = false
    ) {
        self.shipBy = shipBy
        self.fullyShippedAt = fullyShippedAt
        self.cancelledBy = cancelledBy
        self.isFulfilledByChannel = isFulfilledByChannel
        self.isSample = isSample
    }

    /// The order's part of both sums in a period. A cancel by the shop and a partial shipment fail.
    public func ratio(in period: Range<Date>) -> Ratio {
        guard let shipBy, period.contains(shipBy) else { return .none }
        guard !isFulfilledByChannel, !isSample, cancelledBy != .buyer else { return .none }
        guard cancelledBy == nil, let fullyShippedAt else { return Ratio(counting: false) }
        return Ratio(counting: fullyShippedAt <= shipBy)
    }
}
