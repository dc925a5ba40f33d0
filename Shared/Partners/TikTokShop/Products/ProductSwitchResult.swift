public import Outbound

/// What switching listings on or off did: failures of single listings hide inside a success.
public struct ProductSwitchResult: Codable, Sendable, Hashable {
    /// What was refused; empty when all were switched.
    public var errors: [Failure]?

    /// A full success.
    public init() {}

    /// Why a listing was refused.
    public struct Failure: Codable, Sendable, Hashable {
        /// The channel's number.
        @Loose public var code: Int?
        /// The channel's words.
        @Loose public var message: String?
        /// Which listing.
        public var detail: Detail?

        /// An empty one, to be filled.
        public init() {}
    }

    /// Which listing was refused.
    public struct Detail: Codable, Sendable, Hashable {
        /// The listing.
        @Loose public var productID: String?

        /// An empty one, to be filled.
        public init() {}

        private enum CodingKeys: String, CodingKey {
            case productID = "product_id"
        }
    }

    static func problem(_ ids: [String]) -> String? {
        (1...20).contains(ids.count) ? nil : "product_ids: from 1 to 20"
    }
}
