/// The whole of what the channel tells of a parcel's way under its own label, never a delta: one message for each thing
/// that is new.
///
/// Fulfillment tells everybody else (``ShipmentTracked``, ``ShipmentDelivered``). Messages may come late, twice and out
/// of order: one that is not newer by ``at`` says nothing.
public struct ParcelScanned: Event, Hashable {
    /// Its name on the wire.
    public static let name: MessageName = "shop.parcel.scanned.v1"
    /// Our id of the order. The channel tells the way of an order, not of each of its packages.
    public var order: OrderID
    /// The connected shop.
    public var shop: ShopID
    /// The channel's id of the order.
    public var channelOrder: String
    /// One of `preTransit`, `transit`, `delivered`, by the order's status.
    public var status: String
    /// The newest scan in the channel's own words, in whichever language they are; at most 500 bytes of UTF-8.
    public var detail: String?
    /// When the channel saw it last: never earlier than the other times.
    public var at: Instant
    /// When the carrier took the first package; nil before.
    public var handedOverAt: Instant?
    /// When the last package arrived; nil before.
    public var deliveredAt: Instant?

    /// Puts the record together.
    public init(
        order: OrderID, shop: ShopID, channelOrder: String, status: String, detail: String? = nil, at: Instant,
        handedOverAt: Instant? = nil, deliveredAt: Instant? = nil
    ) {
        self.order = order
        self.shop = shop
        self.channelOrder = channelOrder
        self.status = status
        self.detail = detail
        self.at = at
        self.handedOverAt = handedOverAt
        self.deliveredAt = deliveredAt
    }
}
