/// Where a shipment is on its way to the buyer.
public enum ShipmentState: String, Codable, Sendable, Hashable, CaseIterable {
    /// Something is missing: stock, payment, a recipient, weight; ``ShipmentRecord/waitsFor`` says what.
    case waiting
    /// Everything is there; a label is being bought.
    case buying
    /// A purchase was begun and its outcome is not known.
    case unknownPurchase
    /// A label is kept; the channel is being told.
    case labelled
    /// The channel has taken the parcel.
    case shipped
    /// The carrier has it.
    case inTransit
    /// The carrier says that it arrived.
    case delivered
    /// The carrier lost it or brings it back.
    case failed
    /// It will not be sent.
    case cancelled
}
