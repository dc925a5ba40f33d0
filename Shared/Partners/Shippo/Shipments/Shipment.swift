public import Outbound

/// A parcel that wants to go somewhere, with what carriers offer for it.
public struct Shipment: Decodable, Sendable, Hashable {
    /// The id.
    @Loose public var id: String?
    /// `SUCCESS` when carriers have answered; `WAITING`, `QUEUED`, `ERROR`.
    @Loose public var status: String?
    /// What carriers offer; empty when none of them answered.
    public var rates: [Rate]?
    /// What carriers and Shippo say.
    public var messages: [ShippoMessage]?
    /// What we wrote on it.
    @Loose public var metadata: String?

    /// An empty one, to be filled.
    public init() {}

    private enum CodingKeys: String, CodingKey {
        case status, rates, messages, metadata
        case id = "object_id"
    }
}
