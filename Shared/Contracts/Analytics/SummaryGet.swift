/// Request: the figures of a window and of the one before it (`metrics` 1 to 5, 21, 24, 25,
/// 27). What is available to sell (20) is no sum over days: Inventory tells it by SKU and location (``StockList``).
public struct SummaryGet: Request {
    /// Its name on the wire.
    public static let name: MessageName = "shop.analytics.summary.v1"
    /// Which days.
    public var window: Window
    /// Only this shop's; nil: all of the caller's.
    public var shop: ShopID?

    /// Figures of both windows.
    public struct Reply: Codable, Sendable, Hashable {
        /// The beginning of the window.
        public var from: Instant
        /// The end of the window, exclusive: now.
        public var until: Instant
        /// When the newest fact was written.
        public var asOf: Instant
        /// The IANA zone of the days.
        public var zone: String
        /// The ISO 4217 code of the currency that all amounts are in.
        public var currency: String
        /// The figures of the window.
        public var now: Figures
        /// The figures of the window before it; nil for all.
        public var before: Figures?
        /// What `before` is to be compared with where that is not `now`: today up to the last full half-hour, as
        /// yesterday is cut there, too.
        public var compared: Figures?
        /// GMV and orders over the window: by half-hours for today, else by days.
        public var series: [Point]
        /// The ten with the highest GMV.
        public var products: [ProductFigures]
        /// Currencies without a rate: their orders are counted, their amounts are left out.
        public var unconverted: [String]

        /// Puts the record together.
        public init(
            from: Instant, until: Instant, asOf: Instant, zone: String, currency: String, now: Figures,
            before: Figures? = nil, series: [Point], products: [ProductFigures], unconverted: [String],
            compared: Figures? = nil
        ) {
            self.from = from
            self.until = until
            self.asOf = asOf
            self.zone = zone
            self.currency = currency
            self.now = now
            self.before = before
            self.series = series
            self.products = products
            self.unconverted = unconverted
            self.compared = compared
        }
    }

    /// Puts the record together.
    public init(window: Window, shop: ShopID? = nil) {
        self.window = window
        self.shop = shop
    }

    /// Which days.
    public enum Window: String, Codable, Sendable, CaseIterable {
        /// From local midnight.
        case today
        /// Today and the 6 days before.
        case week = "7d"
        /// Today and the 29 days before.
        case month = "30d"
        /// Since the first stored order.
        case all
    }
}
