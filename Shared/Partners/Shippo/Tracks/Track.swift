public import Outbound

/// Where a parcel is.
public struct Track: Codable, Sendable, Hashable {
    /// The carrier, in lower case, such as `usps`.
    @Loose public var carrier: String?
    /// The carrier's number.
    @Loose public var trackingNumber: String?
    /// When it should arrive, ISO 8601.
    @Loose public var eta: String?
    /// What we wrote on it.
    @Loose public var metadata: String?
    /// Where it is now; nil before the carrier knows it.
    public var status: TrackingStatus?
    /// Where it was.
    public var history: [TrackingStatus]?

    /// An empty one, to be filled.
    public init() {}

    private enum CodingKeys: String, CodingKey {
        case carrier, eta, metadata
        case trackingNumber = "tracking_number"
        case status = "tracking_status"
        case history = "tracking_history"
    }
}
