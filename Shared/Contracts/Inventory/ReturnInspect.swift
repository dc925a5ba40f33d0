/// Request: goods of a return were looked at; what can be sold again goes back on the shelf.
public struct ReturnInspect: Request {
    /// The wire name.
    public static let name: MessageName = "shop.return.inspect.v1"
    /// What is known now.
    public typealias Reply = ReturnInspection
    /// The connected shop.
    public var shop: ShopID
    /// The channel's id of the return.
    public var channelReturn: String
    /// Where they are put; nil: where the order was taken from.
    public var location: LocationID?
    /// What was found, by listing.
    public var lines: [Line]

    /// Units of one listing, looked at now; earlier inspections are not repeated.
    public struct Line: Codable, Sendable, Hashable {
        /// The channel's id of the SKU.
        public var channelSKU: String
        /// Units that can be sold again.
        public var restocked: Int
        /// Units that cannot be sold again.
        public var scrapped: Int

        /// Units of one listing, looked at now.
        public init(channelSKU: String, restocked: Int, scrapped: Int) {
            self.channelSKU = channelSKU
            self.restocked = restocked
            self.scrapped = scrapped
        }
    }

    /// Puts the record together.
    public init(shop: ShopID, channelReturn: String, location: LocationID? = nil, lines: [Line]) {
        self.shop = shop
        self.channelReturn = channelReturn
        self.location = location
        self.lines = lines
    }
}
