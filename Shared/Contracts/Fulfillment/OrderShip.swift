/// Command: tell the channel that a parcel is ready (own carrier), or have the channel make the label.
///
/// The answer is ``OrderShipAccepted`` or ``OrderShipRefused``.
public struct OrderShip: Command {
    /// Its name on the wire.
    public static let name: MessageName = "shop.order.ship.v1"
    /// Our id of the parcel.
    public var shipment: ShipmentID
    /// Our id of the order.
    public var order: OrderID
    /// The connected shop.
    public var shop: ShopID
    /// The channel's id of the order.
    public var channelOrder: String
    /// Line ids of the channel that are in the parcel; empty: all.
    public var channelLines: [String]
    /// Who carries it; nil where the channel makes the label, and where it is only asked what it knows of a seller's
    /// parcel that somebody else shipped.
    public var carrier: String?
    /// The carrier's tracking number; nil like the carrier.
    public var tracking: String?
    /// Weight of the parcel in grams, for labels of the channel's.
    public var weightGrams: Int?
    /// Length, width, height in millimetres; for labels of the channel's.
    public var dimensionsMillimetres: [Int]

    /// Puts the record together.
    public init(
        shipment: ShipmentID, order: OrderID, shop: ShopID, channelOrder: String, channelLines: [String] = [],
        carrier: String? = nil, tracking: String? = nil, weightGrams: Int? = nil, dimensionsMillimetres: [Int] = []
    ) {
        self.shipment = shipment
        self.order = order
        self.shop = shop
        self.channelOrder = channelOrder
        self.channelLines = channelLines
        self.carrier = carrier
        self.tracking = tracking
        self.weightGrams = weightGrams
        self.dimensionsMillimetres = dimensionsMillimetres
    }
}
