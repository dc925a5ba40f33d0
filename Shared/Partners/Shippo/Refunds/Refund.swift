public import Outbound

/// A label that is given back.
public struct Refund: Codable, Sendable, Hashable {
    /// The id.
    @Loose public var id: String?
    /// Where it stands.
    @Loose public var status: Status?
    /// Which purchase.
    @Loose public var transactionID: String?

    /// An empty one, to be filled.
    public init() {}

    /// Where giving back stands.
    public struct Status: OpenWord {
        /// Shippo's word.
        public let rawValue: String

        /// Any word.
        public init(rawValue: String) { self.rawValue = rawValue }

        /// Not begun.
        public static let queued = Status(rawValue: "QUEUED")
        /// With the carrier, for days.
        public static let pending = Status(rawValue: "PENDING")
        /// The money is back.
        public static let success = Status(rawValue: "SUCCESS")
        /// The carrier refuses.
        public static let error = Status(rawValue: "ERROR")
    }

    /// Whether the carrier has decided.
    public var isSettled: Bool { status == .success || status == .error }

    private enum CodingKeys: String, CodingKey {
        case status
        case id = "object_id"
        case transactionID = "transaction"
    }
}
