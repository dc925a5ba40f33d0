public import Contracts

/// One hour of one SKU's listings.
public struct ListingHour: Hashable, Sendable {
    /// What buyers saw.
    public enum State: String, Sendable, Codable, CaseIterable {
        /// Listed, with something to sell somewhere.
        case inStock
        /// Listed, with 0 available to sell (metric 20) everywhere.
        case outOfStock
        /// Not listed: taken down, or not up yet. No active hour.
        case paused
    }

    /// What buyers saw.
    public let state: State
    /// What was sold in it (metric 2).
    public let gmv: Money

    /// Takes an hour.
    public init(state: State, gmv: Money) {
        self.state = state
        self.gmv = gmv
    }
}
