/// Ships a package that the channel has already made (South-East Asia, Latin America; with TikTok's label also Europe
/// and Japan). Repeating it is refused as ``TikTokShopError/Kind/alreadyShipped``.
public struct ShipPackage: TikTokShopCall {
    /// An empty object.
    public typealias Reply = Nothing
    /// "Ship Package".
    public static let endpoint = Endpoint.shipPackage

    /// How the carrier gets the parcel; South-East Asia ignores it.
    public enum Handover: String, Encodable, Sendable, Hashable {
        case pickUp = "PICKUP"
        case dropOff = "DROP_OFF"
    }

    /// The package, as the order names it.
    public let packageID: String
    /// How the carrier gets it; nil leaves it to the shop's setting.
    public let handover: Handover?
    /// With the seller's own carrier; nil under TikTok's label.
    public let selfShipment: SelfShipment?

    /// A package of an order.
    public init(packageID: String, handover: Handover? = nil, selfShipment: SelfShipment? = nil) {
        self.packageID = packageID
        self.handover = handover
        self.selfShipment = selfShipment
    }

    /// The package stands in the path.
    public var pathArguments: [String] { [packageID] }

    /// `{}` when there is nothing to say.
    public var body: (any Encodable & Sendable)? { Body(handover: handover, selfShipment: selfShipment) }

    /// A tracking number that is none.
    public var problem: String? { selfShipment.flatMap { TrackingNumber.problem($0.trackingNumber) } }

    private struct Body: Encodable {
        let handover: Handover?
        let selfShipment: SelfShipment?

        enum CodingKeys: String, CodingKey {
            case handover = "handover_method"
            case selfShipment = "self_shipment"
        }
    }
}
