public import Outbound

/// An offer of a carrier, to be bought within seven days.
public struct Rate: Codable, Sendable, Hashable {
    /// For ``BuyLabel``.
    @Loose public var id: String?
    /// A decimal text in ``currency``.
    @Loose public var amount: String?
    /// ISO 4217.
    @Loose public var currency: String?
    /// The carrier, such as `USPS`.
    @Loose public var provider: String?
    /// Which account of the carrier's pays.
    @Loose public var carrierAccount: String?
    /// Which of the carrier's services.
    public var serviceLevel: ServiceLevel?
    /// Days on the way; a guess.
    @Loose public var estimatedDays: Int?
    /// `CHEAPEST`, `FASTEST`, `BESTVALUE`, among the offers of one shipment.
    public var attributes: [String]?
    /// The shipment.
    @Loose public var shipmentID: String?
    /// Costs nothing, moves nothing.
    @Loose public var isTest: Bool?

    /// An empty one, to be filled.
    public init() {}

    /// One of a carrier's services.
    public struct ServiceLevel: Codable, Sendable, Hashable {
        /// Such as "Ground Advantage".
        @Loose public var name: String?
        /// Such as `usps_ground_advantage`.
        @Loose public var token: String?

        /// An empty one, to be filled.
        public init() {}
    }

    private enum CodingKeys: String, CodingKey {
        case amount, currency, provider, attributes
        case id = "object_id"
        case carrierAccount = "carrier_account"
        case serviceLevel = "servicelevel"
        case estimatedDays = "estimated_days"
        case shipmentID = "shipment"
        case isTest = "test"
    }
}
