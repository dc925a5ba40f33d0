/// A parcel that goes with the seller's own carrier.
public struct SelfShipment: Codable, Sendable, Hashable {
    /// The carrier's number.
    public let trackingNumber: String
    /// The carrier, by its id for the order's delivery option.
    public let providerID: String

    /// A carrier's number, and the carrier.
    public init(_ trackingNumber: String, _ providerID: String) {
        self.trackingNumber = trackingNumber
        self.providerID = providerID
    }

    enum CodingKeys: String, CodingKey {
        case trackingNumber = "tracking_number"
        case providerID = "shipping_provider_id"
    }
}
