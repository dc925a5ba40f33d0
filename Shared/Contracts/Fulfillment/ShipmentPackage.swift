/// One of several packages into which the channel split an order that it makes the labels of.
public struct ShipmentPackage: Codable, Sendable, Hashable {
    /// The channel's id of it.
    public var channelPackage: String
    /// The carrier's number.
    public var tracking: String?
    /// Who carries it.
    public var carrier: String?
    /// Whether its label can be fetched; one that cannot is printed in Seller Center.
    public var hasLabel: Bool

    /// Puts the record together.
    public init(channelPackage: String, tracking: String? = nil, carrier: String? = nil, hasLabel: Bool) {
        self.channelPackage = channelPackage
        self.tracking = tracking
        self.carrier = carrier
        self.hasLabel = hasLabel
    }
}
