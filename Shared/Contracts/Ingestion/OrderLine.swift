/// One thing sold: all units of one listing at one kind of price. Amounts are totals over all its units, cancelled ones
/// included, in minor units of the order's currency.
public struct OrderLine: Codable, Sendable, Hashable {
    /// The channel's id of the SKU that was sold; together with the shop it names the listing.
    public var channelSKU: String
    /// The channel's id of the product.
    public var channelProduct: String
    /// The seller's own code of the SKU; may be blank or ambiguous.
    public var sellerSKU: String
    /// What people call it.
    public var title: String
    /// The channel's line ids, one per unit.
    public var channelLines: [String]
    /// Where the units are; the sum is what was ordered.
    public var units: Units
    /// Given free with the order; never a unit sold.
    public var isGift: Bool
    /// The price before any discount, over all units, in minor units of the order's currency.
    public var original: Int64
    /// Discount that the seller pays, over all units, in minor units of the order's currency.
    public var sellerDiscount: Int64
    /// Discount that the channel pays, over all units, in minor units of the order's currency; not subtracted from GMV.
    public var platformDiscount: Int64
    /// Tax contained in or added to the price, as the channel tells, over all units, in minor units of the order's
    /// currency.
    public var tax: Int64
    /// What a bundle consists of, where the channel says so.
    public var components: [Component]

    /// Puts the record together.
    public init(
        channelSKU: String, channelProduct: String, sellerSKU: String, title: String,
        channelLines: [String] = [], units: Units, isGift: Bool, original: Int64, sellerDiscount: Int64,
        platformDiscount: Int64, tax: Int64, components: [Component] = []
    ) {
        self.channelSKU = channelSKU
        self.channelProduct = channelProduct
        self.sellerSKU = sellerSKU
        self.title = title
        self.channelLines = channelLines
        self.units = units
        self.isGift = isGift
        self.original = original
        self.sellerDiscount = sellerDiscount
        self.platformDiscount = platformDiscount
        self.tax = tax
        self.components = components
    }

    /// GMV of the line (metric 2): original price less the seller's discount.
    public var gmv: Int64 { original - sellerDiscount }

    /// What was ordered, cancelled units included.
    public var ordered: Int { units.open + units.shipConfirmed + units.handedOver + units.cancelled }

    /// Where the units of a line are; each unit is in exactly one place.
    public struct Units: Codable, Sendable, Hashable {
        /// Units that are not yet ship-confirmed.
        public var open: Int
        /// Units for which a shipment is arranged (AWAITING_COLLECTION).
        public var shipConfirmed: Int
        /// Units that the carrier has (IN_TRANSIT or later).
        public var handedOver: Int
        /// Units that will never be sent.
        public var cancelled: Int
        /// Those of the cancelled units that were cancelled because nothing was there (metric 21); nil: the channel
        /// names none.
        public var outOfStock: Int?

        /// Counts units.
        public init(
            open: Int = 0, shipConfirmed: Int = 0, handedOver: Int = 0, cancelled: Int = 0, outOfStock: Int? = nil
        ) {
            self.open = open
            self.shipConfirmed = shipConfirmed
            self.handedOver = handedOver
            self.cancelled = cancelled
            self.outOfStock = outOfStock
        }
    }

    /// One part of a bundle.
    public struct Component: Codable, Sendable, Hashable {
        /// The channel's id of the SKU.
        public var channelSKU: String
        /// What the seller calls it.
        public var sellerSKU: String
        /// Units of the part in one unit of the bundle.
        public var units: Int

        /// One part of a bundle.
        public init(channelSKU: String, sellerSKU: String, units: Int) {
            self.channelSKU = channelSKU
            self.sellerSKU = sellerSKU
            self.units = units
        }
    }
}
