/// The channel took a ship command, or had the parcel as shipped already; its cause is the command.
public struct OrderShipAccepted: Event {
    /// Its name on the wire.
    public static let name: MessageName = "shop.order.ship_accepted.v1"
    /// Our id of the order.
    public var order: OrderID
    /// Our id of the parcel.
    public var shipment: ShipmentID
    /// The channel's id of the package.
    public var channelPackage: String
    /// The tracking number that the channel knows.
    public var tracking: String?
    /// The carrier that the channel knows.
    public var carrier: String?
    /// Ingestion's file with the channel's own label, where the channel made one.
    public var labelFile: String?

    /// Puts the record together.
    public init(
        order: OrderID, shipment: ShipmentID, channelPackage: String, tracking: String? = nil,
        carrier: String? = nil, labelFile: String? = nil
    ) {
        self.order = order
        self.shipment = shipment
        self.channelPackage = channelPackage
        self.tracking = tracking
        self.carrier = carrier
        self.labelFile = labelFile
    }
}
