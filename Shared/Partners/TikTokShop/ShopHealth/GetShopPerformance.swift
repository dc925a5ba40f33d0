public import Outbound

/// What the channel counts of a shop over whole days of the shop's own zone.
public struct GetShopPerformance: TikTokShopCall {
    /// "Get Shop Performance".
    public static let endpoint = Endpoint.shopPerformance

    /// The first day, such as `2026-01-31`.
    public let from: String
    /// The day after the last.
    public let until: String

    /// Days in one sum, in the shop's own currency.
    public init(from: String, until: String) {
        self.from = from
        self.until = until
    }

    /// All of it belongs into the query.
    public var query: [QueryItem] {
        [
            QueryItem("start_date_ge", from), QueryItem("end_date_lt", until), QueryItem("granularity", "ALL"),
            QueryItem("currency", "LOCAL"),
        ]
    }

    /// The sums.
    public struct Reply: Decodable, Sendable, Hashable {
        /// By interval; one, since one was asked for.
        public let intervals: [Interval]

        private enum CodingKeys: String, CodingKey { case performance }
        private struct Performance: Decodable { let intervals: [Interval]? }

        /// Reads the sums; none where the channel tells nothing.
        public init(from decoder: any Decoder) throws {
            let container = try decoder.container(keyedBy: CodingKeys.self)
            intervals = try container.decodeIfPresent(Performance.self, forKey: .performance)?.intervals ?? []
        }
    }

    /// The sums of an interval.
    public struct Interval: Codable, Sendable, Hashable {
        /// Its first day.
        @Loose public var startDate: String?
        /// The day after its last.
        @Loose public var endDate: String?
        /// Gross merchandise value.
        public var gmv: AffiliateAmount?
        /// Money paid back.
        public var refunds: AffiliateAmount?
        /// Orders.
        @Loose public var orders: Int?
        /// Units sold.
        @Loose public var unitsSold: Int?

        private enum CodingKeys: String, CodingKey {
            case gmv, refunds, orders
            case startDate = "start_date"
            case endDate = "end_date"
            case unitsSold = "units_sold"
        }
    }
}
