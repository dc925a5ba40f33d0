public import Outbound

/// Where an order's parcels have been seen. The answer is the order's as a whole: it does not say which package was
/// seen, and its sentences are for people, in the market's language; no list of them is published.
public struct GetTracking: TikTokShopCall {
    /// The scans.
    public typealias Reply = TrackingHistory
    /// "Get Tracking".
    public static let endpoint = Endpoint.tracking

    /// The order.
    public let orderID: String

    /// The way of an order's parcels.
    public init(orderID: String) {
        self.orderID = orderID
    }

    /// The order stands in the path.
    public var pathArguments: [String] { [orderID] }
}

/// What was seen of an order's parcels, in no order that is promised.
public struct TrackingHistory: Codable, Sendable, Hashable {
    /// Nil: nothing yet.
    public var scans: [TrackingScan]?

    /// An empty one, to be filled.
    public init() {}

    private enum CodingKeys: String, CodingKey {
        case scans = "tracking"
    }
}

/// One sighting.
public struct TrackingScan: Codable, Sendable, Hashable {
    /// For people.
    @Loose public var description: String?
    /// Milliseconds since 1970, where nearly everything else is in seconds.
    @Loose public var updateTimeMillis: Int?

    /// An empty one, to be filled.
    public init() {}

    private enum CodingKeys: String, CodingKey {
        case description
        case updateTimeMillis = "update_time_millis"
    }
}
