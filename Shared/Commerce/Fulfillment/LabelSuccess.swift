public import Foundation

/// Metric 25: shipments with a usable label at most fifteen minutes after they were ready ÷ shipments ready.
public struct LabelSuccess: Hashable, Sendable {
    /// What kept a shipment from its label; every cause is a failure, and the tile splits them.
    public enum Cause: String, Sendable, Codable, CaseIterable {
        /// The address does not exist or is incomplete.
        case badAddress
        /// The carrier or its broker refused or did not answer.
        case carrierError
        /// Everything else, time alone among it.
        case other
    }

    /// When nothing was missing any more for buying the label.
    public let readyAt: Date
    /// When the first usable label was there; nil when there was none. A later void does not take it back.
    public let labelledAt: Date?
    /// What stood in the way, if anything did.
    public let obstacle: Cause?

    /// Takes the facts of one shipment that became ready.
    public init(readyAt: Date, labelledAt: Date?, obstacle: Cause? = nil) {
        self.readyAt = readyAt
        self.labelledAt = labelledAt
        self.obstacle = obstacle
    }

    /// The shipment's part of both sums.
    public var ratio: Ratio { Ratio(counting: failure == nil) }

    /// Why it failed; nil when it succeeded, whatever stood in the way for a moment.
    public var failure: Cause? {
        if let labelledAt, labelledAt <= readyAt.addingTimeInterval(15 * 60) { return nil }
        return obstacle ?? .other
    }
}
