/// Request: what a person does to a shipment.
///
/// Refused as `conflict` where the shipment's state does not allow it.
public struct ShipmentAct: Request {
    /// Its name on the wire.
    public static let name: MessageName = "shop.shipment.act.v1"
    /// As it stands now.
    public typealias Reply = ShipmentRecord
    /// Our id of the parcel.
    public var shipment: ShipmentID
    /// What is done.
    public var act: Act
    /// What the person says, at most 200 characters.
    public var reason: String?

    /// Puts the record together.
    public init(shipment: ShipmentID, act: Act, reason: String? = nil) {
        self.shipment = shipment
        self.act = act
        self.reason = reason
    }

    /// What a person does.
    public enum Act: String, Codable, Sendable, CaseIterable {
        /// Stop here until it is released.
        case pause
        /// Go on.
        case release
        /// Send it although it is above the limits of the settings.
        case confirm
        /// Try again what failed, with what is known now.
        case retry
        /// Do not use the label; its refund is asked for, and the shipment is paused.
        case void
    }
}
