/// Request: from which platforms can income be read, and how good are their data? Asked as the person.
public struct PlatformList: Request {
    /// Its name on the wire.
    public static let name: MessageName = "shop.credit.platforms.v1"
    /// Those that can be connected first.
    public typealias Reply = [CreditPlatform]

    /// Puts the question together.
    public init() {}
}

/// A platform that people earn by, and how good what it tells of their income is.
public struct CreditPlatform: Codable, Sendable, Hashable {
    /// How good the data are.
    public enum Quality: String, Codable, Sendable, CaseIterable {
        /// Actual: what the platform has booked.
        case high
        /// Estimated: worked out of what the platform shows.
        case medium
    }

    /// What is earned there.
    public enum Revenue: String, Codable, Sendable, CaseIterable {
        /// What one's own shop sells.
        case sales
        /// A share of what others sell.
        case commissions
        /// What customers paid for by card and the like, whatever it was.
        case payments
        /// A share of what advertisers pay.
        case advertising
        /// What followers pay every month.
        case subscriptions
    }

    /// A constant word, such as `tiktokShop`.
    public var name: String
    /// What people call it.
    public var title: String
    /// How good its data are.
    public var quality: Quality
    /// Whether the income there is worked out instead of read.
    public var isEstimated: Bool
    /// What is earned there.
    public var revenue: [Revenue]
    /// Whether an account there can be taken up.
    public var canBeConnected: Bool
    /// How many accounts there count for the person and are active.
    public var connected: Int

    /// Puts the record together.
    public init(
        name: String, title: String, quality: Quality, isEstimated: Bool, revenue: [Revenue], canBeConnected: Bool,
        connected: Int
    ) {
        self.name = name
        self.title = title
        self.quality = quality
        self.isEstimated = isEstimated
        self.revenue = revenue
        self.canBeConnected = canBeConnected
        self.connected = connected
    }
}
