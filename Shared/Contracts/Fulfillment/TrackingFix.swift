/// Command: correct the carrier and number of a parcel that the channel has taken.
///
/// The answer is ``OrderShipAccepted`` or ``OrderShipRefused``.
public struct TrackingFix: Command {
    /// Its name on the wire.
    public static let name: MessageName = "shop.tracking.fix.v1"
    /// Our id of the parcel.
    public var shipment: ShipmentID
    /// Our id of the order.
    public var order: OrderID
    /// The connected shop.
    public var shop: ShopID
    /// The channel's id of the order.
    public var channelOrder: String
    /// The channel's id of the package; blank where it is not known: the order's only one.
    public var channelPackage: String
    /// Who carries it, such as `usps`.
    public var carrier: String
    /// The carrier's tracking number.
    public var tracking: String

    /// Puts the record together.
    public init(
        shipment: ShipmentID, order: OrderID, shop: ShopID, channelOrder: String, channelPackage: String,
        carrier: String, tracking: String
    ) {
        self.shipment = shipment
        self.order = order
        self.shop = shop
        self.channelOrder = channelOrder
        self.channelPackage = channelPackage
        self.carrier = carrier
        self.tracking = tracking
    }
}
