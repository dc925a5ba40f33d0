/// Request: the carrier or the number is another one; the channel is told.
public struct ShipmentTrackingFix: Request {
    /// Its name on the wire.
    public static let name: MessageName = "shop.shipment.fix_tracking.v1"
    /// As it stands now.
    public typealias Reply = ShipmentRecord
    /// Our id of the parcel.
    public var shipment: ShipmentID
    /// Who carries it.
    public var carrier: String
    /// The carrier's number.
    public var tracking: String

    /// Puts the record together.
    public init(shipment: ShipmentID, carrier: String, tracking: String) {
        self.shipment = shipment
        self.carrier = carrier
        self.tracking = tracking
    }
}
