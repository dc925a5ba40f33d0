public import Outbound

/// Has Shippo follow a parcel and send webhooks about it; labels bought through Shippo are followed anyway.
public struct RegisterTrack: ShippoCall {
    /// Where the parcel is now; answered 200, not 201.
    public typealias Reply = Track
    /// Makes something; a repeat does no harm.
    public static let method = HTTPMethod.post
    /// Among the tracks.
    public static let budget = ShippoBudget.trackWrite

    /// The carrier, such as `usps`.
    public let carrier: String
    /// The carrier's number.
    public let trackingNumber: String
    /// At most 100 characters.
    public let metadata: String?

    /// A parcel to be followed.
    public init(carrier: String, trackingNumber: String, metadata: String? = nil) {
        self.carrier = carrier
        self.trackingNumber = trackingNumber
        self.metadata = metadata
    }

    /// Tracks.
    public var path: String { "/tracks" }
    /// Carrier and number.
    public var body: (any Encodable & Sendable)? {
        Body(carrier: carrier, trackingNumber: trackingNumber, metadata: metadata)
    }
    /// Without carrier or number.
    public var problem: String? {
        TrackPath.problem(carrier, trackingNumber) ?? Metadata.problem(metadata)
    }

    private struct Body: Encodable {
        let carrier, trackingNumber: String
        let metadata: String?

        enum CodingKeys: String, CodingKey {
            case carrier, metadata
            case trackingNumber = "tracking_number"
        }
    }
}

/// Where a parcel is.
public struct GetTrack: ShippoCall {
    /// Where it is.
    public typealias Reply = Track
    /// Reads.
    public static let method = HTTPMethod.get
    /// Among the tracks.
    public static let budget = ShippoBudget.trackRead

    /// The carrier, such as `usps`.
    public let carrier: String
    /// The carrier's number.
    public let trackingNumber: String

    /// A parcel.
    public init(carrier: String, trackingNumber: String) {
        self.carrier = carrier
        self.trackingNumber = trackingNumber
    }

    /// The parcel, by carrier and number.
    public var path: String { "/tracks/\(PercentEncoding.encode(carrier))/\(PercentEncoding.encode(trackingNumber))" }
    /// Without carrier or number.
    public var problem: String? { TrackPath.problem(carrier, trackingNumber) }
}

enum TrackPath {
    static func problem(_ carrier: String, _ number: String) -> String? {
        if carrier.isEmpty { return "carrier: is empty" }
        return number.isEmpty ? "tracking_number: is empty" : nil
    }
}
