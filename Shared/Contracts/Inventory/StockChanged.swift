/// The level of a SKU at a location after a transaction that moved it.
///
/// Inventory hears it itself, and tells the channels.
public struct StockChanged: Event {
    /// Its name on the wire.
    public static let name: MessageName = "shop.stock.changed.v1"
    /// Our id of the SKU.
    public var sku: SKUID
    /// The tenant's code of the SKU.
    public var code: String
    /// Our id of the location.
    public var location: LocationID
    /// Counts the changes of the level from 1.
    public var version: Int64
    /// Units in the shelf.
    public var onHand: Int
    /// Units that orders have reserved.
    public var reserved: Int
    /// Units set aside by people.
    public var held: Int
    /// Units that are never offered on a channel.
    public var buffer: Int
    /// Units available to sell: on hand less reserved, held and buffer, never below 0 (metric 20).
    public var available: Int
    /// When it was committed.
    public var at: Instant
    /// The listing that sold, where nothing but its sale changed the level: its channel has counted that itself.
    public var soldBy: Listing?
    /// Units that left although the books had none; a person has to look into it.
    public var uncovered: Int?
    /// Whether channels are to be told although our figures for them are the same: one of them has changed its own.
    public var mustTell: Bool?

    /// When the order was placed whose units are shipped now: the channel of ``soldBy`` no longer counts them as sold,
    /// and figures that are older than the order, told since then, have put them on sale again.
    public var shippedSince: Instant?

    /// When the earliest order was placed of which units are cancelled now: its channel has put them back on sale by
    /// itself, and what it was told since the order may have been told without it.
    public var cancelledSince: Instant?
    /// The listing of the cancelled units, where there is but one.
    public var cancelledOf: Listing?

    /// What is offered in a shop.
    public struct Listing: Codable, Sendable, Hashable {
        /// The connected shop.
        public var shop: ShopID
        /// The channel's id of the SKU.
        public var channelSKU: String

        /// What is offered in a shop.
        public init(shop: ShopID, channelSKU: String) {
            self.shop = shop
            self.channelSKU = channelSKU
        }
    }

    /// Puts the record together.
    public init(
        sku: SKUID, code: String, location: LocationID, version: Int64, onHand: Int, reserved: Int, held: Int,
        buffer: Int, available: Int, at: Instant, soldBy: Listing? = nil,
        uncovered: Int? = nil, mustTell: Bool? = nil, shippedSince: Instant? = nil, cancelledSince: Instant? = nil,
        cancelledOf: Listing? = nil
    ) {
        self.sku = sku
        self.code = code
        self.location = location
        self.version = version
        self.onHand = onHand
        self.reserved = reserved
        self.held = held
        self.buffer = buffer
        self.available = available
        self.at = at
        self.soldBy = soldBy
        self.uncovered = uncovered
        self.mustTell = mustTell
        self.shippedSince = shippedSince
        self.cancelledSince = cancelledSince
        self.cancelledOf = cancelledOf
    }
}
