/// Something sold as one unit that is taken from the stock of several SKUs.
public struct Bundle: Hashable, Sendable {
    /// One of its SKUs.
    public struct Component: Hashable, Sendable {
        /// What that SKU has available to sell (metric 20).
        public let available: Int
        /// How many of it go into one bundle.
        public let units: Int

        /// Takes both counts.
        public init(available: Int, units: Int) {
            self.available = available
            self.units = units
        }
    }

    /// All of its SKUs at one location.
    public let components: [Component]

    /// Takes the components.
    public init(components: [Component]) {
        self.components = components
    }

    /// Metric 20 for bundles: min ⌊component available ÷ units⌋.
    ///
    /// A bundle of nothing, or of no units of something, is a wrong mapping and can be sold 0 times.
    public var availableToSell: Int {
        let possible = components.map { $0.units > 0 ? max(0, $0.available) / $0.units : 0 }
        return possible.min() ?? 0
    }
}
