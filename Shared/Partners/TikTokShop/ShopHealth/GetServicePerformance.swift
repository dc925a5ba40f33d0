public import Outbound

/// How a shop answers its buyers, as the channel counts it.
public struct GetServicePerformance: TikTokShopCall {
    /// "Get Customer Service Performance".
    public static let endpoint = Endpoint.servicePerformance

    /// The first day, such as `2026-01-31`.
    public let from: String
    /// The day after the last.
    public let until: String

    /// Conversations of some days.
    public init(from: String, until: String) {
        self.from = from
        self.until = until
    }

    /// All of it belongs into the query.
    public var query: [QueryItem] {
        [QueryItem("support_date_ge", from), QueryItem("support_date_lt", until)]
    }

    /// The figures.
    public struct Reply: Decodable, Sendable, Hashable {
        /// Nil where the channel tells nothing.
        public var performance: Performance?
    }

    /// Shares of conversations; decimal texts in percent.
    public struct Performance: Codable, Sendable, Hashable {
        /// Conversations that buyers began.
        @Loose public var supportSessionCount: Int?
        /// Of those: answered within 24 hours.
        @Loose public var responsePercentage: String?
        /// Of those that were rated: with 4 or 5 stars.
        @Loose public var satisfactionPercentage: String?

        private enum CodingKeys: String, CodingKey {
            case supportSessionCount = "support_session_count"
            case responsePercentage = "response_percentage"
            case satisfactionPercentage = "satisfaction_percentage"
        }
    }
}
